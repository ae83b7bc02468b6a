#include "invitectl/store/join_segments.hpp"
#include "invitectl/store/markers.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/readings.hpp"

#include "store/leaves.hpp"
#include "store/moving_row.hpp"
#include "store/query.hpp"

#include <algorithm>
#include <tuple>

namespace invitectl::store {

namespace {

struct Staging {
    std::optional<Bracket> bracket;  // absent: no page yet
    UserId after;
    bool complete = false;
    std::int64_t members = 0;
};

std::optional<Staging> load_staging(sql::Connection& connection, GuildId guild) {
    Query find(connection,
               "SELECT began, ended, after_user, complete, members FROM staging_sweep"
               " WHERE guild_id = $guild",
               {"guild"});
    if (!find.with(guild).next()) {
        return {};
    }
    Staging staging{.bracket = {},
                    .after = find.get<UserId>(2),
                    .complete = find.get<bool>(3),
                    .members = find.get<std::int64_t>(4)};
    if (!find.is_null(0) && !find.is_null(1)) {
        staging.bracket = Bracket{find.get<Instant>(0), find.get<Instant>(1)};
    }
    return staging;
}

std::int64_t staged_members(sql::Connection& connection, GuildId guild) {
    Query count(
        connection, "SELECT COUNT(*) FROM staging_member WHERE guild_id = $guild", {"guild"});
    count.with(guild).next();
    return count.get<std::int64_t>(0);
}

void drop_staging(sql::Connection& connection, GuildId guild) {
    Query(connection, "DELETE FROM staging_role WHERE guild_id = $guild", {"guild"})
        .with(guild)
        .run();
    Query(connection, "DELETE FROM staging_member WHERE guild_id = $guild", {"guild"})
        .with(guild)
        .run();
    Query(connection, "DELETE FROM staging_sweep WHERE guild_id = $guild", {"guild"})
        .with(guild)
        .run();
}

void start_staging(sql::Connection& connection, GuildId guild) {
    drop_staging(connection, guild);
    Query(connection,
          "INSERT INTO staging_sweep (guild_id, after_user, complete, members)"
          " VALUES ($guild, 0, 0, 0)",
          {"guild"})
        .with(guild)
        .run();
}

void stage_members(sql::Connection& connection, GuildId guild, const std::vector<Member>& members) {
    Query stage(connection,
                "INSERT INTO staging_member (guild_id, user_id, joined_at, bot, did_rejoin,"
                " pending) VALUES ($guild, $user, $joined_at, $bot, $did_rejoin, $pending)"
                " ON CONFLICT (guild_id, user_id) DO UPDATE SET joined_at = excluded.joined_at,"
                " bot = excluded.bot, did_rejoin = excluded.did_rejoin,"
                " pending = excluded.pending",
                {"guild", "user", "joined_at", "bot", "did_rejoin", "pending"});
    const std::set<RoleId> telling = telling_roles(connection, guild);
    Query hold(connection,
               "INSERT INTO staging_role (guild_id, user_id, role_id)"
               " VALUES ($guild, $user, $role) ON CONFLICT DO NOTHING",
               {"guild", "user", "role"});
    std::vector<Person> people;
    people.reserve(members.size());
    for (const Member& member : members) {
        stage
            .with(guild,
                  member.person.id,
                  member.joined_at,
                  member.person.bot,
                  member.did_rejoin,
                  member.pending)
            .run();
        for (const RoleId role : member.roles) {
            if (telling.contains(role)) {
                hold.with(guild, member.person.id, role).run();
            }
        }
        people.push_back(member.person);
    }
    remember_people(connection, guild, people);
}

std::optional<LastRow> last_row(sql::Connection& connection, GuildId guild) {
    Query find(connection,
               "SELECT number, began, ended, quiet FROM sweep WHERE guild_id = $guild"
               " ORDER BY number DESC LIMIT 1",
               {"guild"});
    if (!find.with(guild).next()) {
        return {};
    }
    return LastRow{
        find.get<std::int64_t>(0), {find.get<Instant>(1), find.get<Instant>(2)}, find.get<bool>(3)};
}

void write_row(sql::Connection& connection,
               GuildId guild,
               const RowPlan& plan,
               const Sweep& sweep,
               std::optional<Instant> previous_began) {
    const std::string_view sql =
        plan.append
            ? "INSERT INTO sweep (guild_id, number, began, ended, members, quiet, previous_began)"
              " VALUES ($guild, $number, $began, $ended, $members, $quiet, $previous_began)"
            : "UPDATE sweep SET began = $began, ended = $ended, members = $members,"
              " quiet = $quiet, previous_began = $previous_began"
              " WHERE guild_id = $guild AND number = $number";
    Query(connection,
          sql,
          {"guild", "number", "began", "ended", "members", "quiet", "previous_began"})
        .with(guild,
              plan.number,
              sweep.bracket.began,
              sweep.bracket.ended,
              sweep.members,
              plan.quiet,
              previous_began)
        .run();
}

struct SpellKey {
    JoinId join = 0;  // 0: from before tracking began
    UserId user;
    Instant joined_at;
};

// Turns a staged sweep into spells. What did not change is compared inside the database and not
// written; `number` is the one the sweep will have if it brings news.
class Promotion {
  public:
    Promotion(sql::Connection& connection, GuildId guild, const Bracket& sweep, std::int64_t number)
        : connection_(connection), guild_(guild), sweep_(sweep), number_(number) {}

    // Spells that were missing and are listed again with the same join time: they never ended.
    std::vector<SpellKey> returned() {
        Query find(connection_,
                   "SELECT COALESCE(m.join_id, 0), m.user_id, m.joined_at"
                   " FROM staging_member s JOIN member_spell m ON m.guild_id = s.guild_id AND "
                   "m.user_id = s.user_id"
                   " AND m.joined_at = s.joined_at"
                   " WHERE s.guild_id = $guild AND m.leave_latest IS NOT NULL",
                   {"guild"});
        std::vector<SpellKey> spells;
        for (find.with(guild_); find.next();) {
            spells.push_back({find.get<JoinId>(0), find.get<UserId>(1), find.get<Instant>(2)});
        }
        return spells;
    }

    // Joins known from a message or a kick, and listed now: they take the exact time, and what
    // people said of them goes with it. Only the latest can still be listed for the first time.
    std::vector<SpellKey> merge_unseen(std::int64_t from_sweep) {
        Query find(connection_,
                   "SELECT m.user_id, m.joined_at, m.joined_after, s.joined_at, s.bot,"
                   " s.did_rejoin, s.pending, m.join_id FROM member_spell m JOIN staging_member s"
                   " ON s.guild_id = m.guild_id AND s.user_id = m.user_id"
                   " WHERE m.guild_id = $guild AND m.joined_after IS NOT NULL"
                   " AND m.first_sweep >= $first AND s.joined_at > m.joined_after - $slack"
                   " AND s.joined_at <= m.joined_at + $slack AND NOT EXISTS"
                   " (SELECT 1 FROM member_spell o WHERE o.guild_id = m.guild_id"
                   " AND o.user_id = m.user_id AND o.joined_at = s.joined_at"
                   " AND o.joined_at <> m.joined_at) ORDER BY m.user_id, m.joined_at DESC",
                   {"guild", "first", "slack"});
        std::vector<Unseen> found;
        for (find.with(guild_, from_sweep, kSweepSlack.count()); find.next();) {
            const auto user = find.get<UserId>(0);
            if (found.empty() || found.back().user != user) {
                found.push_back({user,
                                 find.get<Instant>(1),
                                 find.get<Instant>(2),
                                 find.get<Instant>(3),
                                 find.get<bool>(4),
                                 find.get<bool>(5),
                                 find.get<bool>(6),
                                 find.get<JoinId>(7)});
            }
        }
        std::vector<SpellKey> merged;
        for (const Unseen& one : found) {
            see(one);
            merged.push_back({one.join, one.user, std::min(one.joined_after, one.seen_at)});
        }
        return merged;
    }

    void take_leaves_back(const std::vector<SpellKey>& spells) {
        Query reopen(connection_,
                     "UPDATE member_spell SET leave_earliest = NULL, leave_latest = NULL,"
                     " leave_cause = NULL, left_sweep = NULL WHERE guild_id = $guild"
                     " AND user_id = $user AND joined_at = $joined_at",
                     {"guild", "user", "joined_at"});
        std::vector<LeaveNews> news;
        for (const SpellKey& spell : spells) {
            reopen.with(guild_, spell.user, spell.joined_at).run();
            news.push_back({spell.join, spell.joined_at, {}});
        }
        note_leaves(connection_, guild_, news);
    }

    std::vector<MissingSpell> missing() {
        Query find(connection_,
                   "SELECT m.user_id, m.joined_at, s.joined_at FROM member_spell m"
                   " LEFT JOIN staging_member s ON s.guild_id = m.guild_id"
                   " AND s.user_id = m.user_id WHERE m.guild_id = $guild"
                   " AND m.leave_latest IS NULL"
                   " AND (s.user_id IS NULL OR s.joined_at <> m.joined_at)",
                   {"guild"});
        std::vector<MissingSpell> spells;
        for (find.with(guild_); find.next();) {
            spells.push_back(
                {find.get<UserId>(0), find.get<Instant>(1), find.get<std::optional<Instant>>(2)});
        }
        return spells;
    }

    // `last_seen`: when the sweep began that saw them all.
    void end_spells(const std::vector<MissingSpell>& spells, Instant last_seen) {
        Query end(connection_,
                  "UPDATE member_spell SET leave_earliest = $earliest, leave_latest = $latest,"
                  " leave_cause = $cause, left_sweep = $number WHERE guild_id = $guild"
                  " AND user_id = $user AND joined_at = $joined_at",
                  {"earliest", "latest", "cause", "number", "guild", "user", "joined_at"});
        // Asked for these alone: the index of present members does not hold it.
        Query join(connection_,
                   "SELECT COALESCE(join_id, 0), joined_after FROM member_spell"
                   " WHERE guild_id = $guild AND user_id = $user AND joined_at = $joined_at",
                   {"guild", "user", "joined_at"});
        std::vector<LeaveNews> news;
        for (const MissingSpell& spell : spells) {
            const Leave seen = leave_between(spell, last_seen, sweep_.ended);
            const Leave leave =
                explained(connection_, guild_, spell.user, spell.joined_at, seen).value_or(seen);
            end.with(leave.earliest,
                     leave.latest,
                     leave.cause,
                     number_,
                     guild_,
                     spell.user,
                     spell.joined_at)
                .run();
            if (join.with(guild_, spell.user, spell.joined_at).next()) {
                news.push_back({join.get<JoinId>(0),
                                spell.joined_at,
                                leave,
                                join.get<std::optional<Instant>>(1)});
            }
        }
        note_leaves(connection_, guild_, news);
    }

    // New spells from before tracking began; all of them while it has not.
    std::int64_t add_baseline(std::optional<Instant> tracking_began) {
        Query(connection_,
              "INSERT INTO member_spell (guild_id, user_id, joined_at, first_sweep, bot,"
              " did_rejoin, pending) SELECT s.guild_id, s.user_id, s.joined_at, $number, s.bot,"
              " s.did_rejoin, s.pending FROM staging_member s WHERE s.guild_id = $guild"
              " AND s.joined_at < $began AND NOT EXISTS"
              " (SELECT 1 FROM member_spell m WHERE m.guild_id = s.guild_id"
              " AND m.user_id = s.user_id AND m.joined_at = s.joined_at)",
              {"number", "guild", "began"})
            .with(number_, guild_, tracking_began.value_or(Instant::max()))
            .run();
        return connection_.changes();
    }

    // New joins, numbered on in the order of their times.
    std::int64_t add_joins(std::optional<Instant> tracking_began) {
        if (!tracking_began) {
            return 0;
        }
        Query(connection_,
              "INSERT INTO member_spell (guild_id, user_id, joined_at, join_id, first_sweep, bot,"
              " did_rejoin, pending) SELECT s.guild_id, s.user_id, s.joined_at,"
              " (SELECT COALESCE(MAX(j.join_id), 0) FROM member_spell j WHERE j.guild_id = $guild"
              " AND j.join_id IS NOT NULL)"
              " + ROW_NUMBER() OVER (ORDER BY s.joined_at, s.user_id), $number, s.bot,"
              " s.did_rejoin, s.pending FROM staging_member s WHERE s.guild_id = $guild"
              " AND s.joined_at >= $began AND NOT EXISTS"
              " (SELECT 1 FROM member_spell m WHERE m.guild_id = s.guild_id"
              " AND m.user_id = s.user_id AND m.joined_at = s.joined_at)",
              {"number", "guild", "began"})
            .with(number_, guild_, *tracking_began)
            .run();
        return connection_.changes();
    }

    // What new members held. Those of old are no joins, and need no evidence.
    void note_roles() {
        Query(connection_,
              "INSERT INTO role_holding (guild_id, user_id, joined_at, role_id)"
              " SELECT r.guild_id, r.user_id, m.joined_at, r.role_id FROM staging_role r"
              " JOIN staging_member s ON s.guild_id = r.guild_id AND s.user_id = r.user_id"
              " JOIN member_spell m ON m.guild_id = s.guild_id AND m.user_id = s.user_id"
              " AND m.joined_at = s.joined_at WHERE r.guild_id = $guild"
              " AND m.join_id IS NOT NULL AND m.first_sweep = $number ON CONFLICT DO NOTHING",
              {"guild", "number"})
            .with(guild_, number_)
            .run();
    }

    // The earliest of the new joins that came before `t`, and how many there are.
    std::pair<std::optional<Instant>, std::int64_t> joins_before(Instant t) {
        Query find(connection_,
                   "SELECT MIN(m.joined_at), COUNT(*) FROM staging_member s JOIN member_spell m"
                   " ON m.guild_id = s.guild_id AND m.user_id = s.user_id"
                   " AND m.joined_at = s.joined_at WHERE s.guild_id = $guild"
                   " AND s.joined_at < $before AND m.first_sweep = $number"
                   " AND m.join_id IS NOT NULL",
                   {"guild", "before", "number"});
        find.with(guild_, t, number_).next();
        return {find.get<std::optional<Instant>>(0), find.get<std::int64_t>(1)};
    }

  private:
    struct Unseen {
        UserId user;
        Instant joined_at;
        Instant joined_after;
        Instant seen_at;  // the exact time
        bool bot = false;
        bool did_rejoin = false;
        bool pending = false;
        JoinId join = 0;
    };

    void see(const Unseen& one) {
        Query(connection_,
              "UPDATE member_spell SET joined_at = $seen_at, joined_after = NULL, bot = $bot,"
              " first_sweep = $number,"
              " did_rejoin = $did_rejoin, pending = $pending, leave_earliest = NULL,"
              " leave_latest = NULL, leave_cause = NULL, left_sweep = NULL"
              " WHERE guild_id = $guild AND user_id = $user AND joined_at = $joined_at",
              {"seen_at", "bot", "number", "did_rejoin", "pending", "guild", "user", "joined_at"})
            .with(one.seen_at,
                  one.bot,
                  number_,
                  one.did_rejoin,
                  one.pending,
                  guild_,
                  one.user,
                  one.joined_at)
            .run();
        Query(connection_,
              "UPDATE label SET joined_at = $seen_at WHERE guild_id = $guild AND user_id = $user"
              " AND joined_at = $joined_at",
              {"seen_at", "guild", "user", "joined_at"})
            .with(one.seen_at, guild_, one.user, one.joined_at)
            .run();
        take_out_of_segments(connection_, guild_, one.join);
    }

    sql::Connection& connection_;
    GuildId guild_;
    Bracket sweep_;
    std::int64_t number_;
};

SweepProgress progress_of(const Staging& staging, bool resumed) {
    return {.after = staging.after,
            .resumed = resumed,
            .complete = staging.complete,
            .members = staging.members};
}

// Pages ascend, so whoever is not above the ones before has been counted. (Counting the rows would
// read all of them for every page.)
std::int64_t newly_staged(const Staging& staging, const std::vector<Member>& members) {
    return std::ranges::count_if(
        members, [&](const Member& member) { return member.person.id > staging.after; });
}

}  // namespace

SweepProgress begin_or_resume_sweep(sql::Connection& connection, GuildId guild, Instant now) {
    require_transaction(connection);
    const std::optional<Staging> staging = load_staging(connection, guild);
    if (staging && staging->bracket && now - staging->bracket->ended <= kSweepStaysFresh) {
        return progress_of(*staging, true);
    }
    start_staging(connection, guild);
    return {};
}

bool sweep_under_way(sql::Connection& connection, GuildId guild, Instant now) {
    const std::optional<Staging> staging = load_staging(connection, guild);
    return staging && staging->bracket && now - staging->bracket->ended <= kSweepStaysFresh;
}

SweepProgress stage_page(sql::Connection& connection,
                         GuildId guild,
                         const Timed<MemberPage>& page) {
    require_transaction(connection);
    std::optional<Staging> staging = load_staging(connection, guild);
    if (!staging || staging->complete) {
        throw Error(ErrorCode::internal, "a page of members without a sweep under way");
    }
    stage_members(connection, guild, page.value.members);
    const Instant began = staging->bracket ? std::min(staging->bracket->began, page.bracket.began)
                                           : page.bracket.began;
    staging->bracket = Bracket{began, page.bracket.ended};
    staging->members += newly_staged(*staging, page.value.members);
    staging->after = std::max(staging->after, page.value.last.value_or(UserId{}));
    // A page without anybody cannot lead on.
    staging->complete = page.value.complete || !page.value.last;
    Query(connection,
          "UPDATE staging_sweep SET began = $began, ended = $ended, after_user = $after,"
          " complete = $complete, members = $members WHERE guild_id = $guild",
          {"began", "ended", "after", "complete", "members", "guild"})
        .with(began, page.bracket.ended, staging->after, staging->complete, staging->members, guild)
        .run();
    return progress_of(*staging, false);
}

SweepOutcome promote_sweep(sql::Connection& connection, GuildId guild) {
    require_transaction(connection);
    const std::optional<Staging> staging = load_staging(connection, guild);
    if (!staging || !staging->complete || !staging->bracket) {
        throw Error(ErrorCode::internal, "a sweep without its last page cannot be taken over");
    }
    const std::optional<LastRow> last = last_row(connection, guild);
    const std::optional<Reading> tracking = first_reading(connection, guild, Stream::invites);
    const auto tracking_began = tracking ? std::optional(tracking->bracket.began) : std::nullopt;

    SweepOutcome outcome;
    outcome.first = !last;
    Promotion promotion(connection, guild, *staging->bracket, last ? last->number + 1 : 1);
    // Those admitted since the sweep before the last: their number is that of the sweep they
    // followed.
    const auto merged = promotion.merge_unseen(last ? last->number - 1 : 1);
    const std::vector<SpellKey> returned = promotion.returned();
    promotion.take_leaves_back(returned);
    const std::vector<MissingSpell> missing = promotion.missing();
    if (last) {
        promotion.end_spells(missing, last->bracket.began);
    }
    outcome.returned = static_cast<std::int64_t>(returned.size());
    outcome.left = static_cast<std::int64_t>(missing.size());
    outcome.rejoined = std::ranges::count_if(
        missing, [](const MissingSpell& spell) { return spell.rejoined_at.has_value(); });
    outcome.baseline = promotion.add_baseline(tracking_began);
    outcome.joined = promotion.add_joins(tracking_began);
    promotion.note_roles();
    outcome.merged = static_cast<std::int64_t>(merged.size());
    if (last) {
        std::tie(outcome.news_since, outcome.late) = promotion.joins_before(last->bracket.began);
    }
    for (const SpellKey& one : merged) {
        outcome.news_since = std::min(outcome.news_since.value_or(one.joined_at), one.joined_at);
    }

    const RowPlan plan = plan_row(last, !outcome.quiet());
    outcome.sweep = {plan.number, *staging->bracket, staged_members(connection, guild)};
    write_row(connection,
              guild,
              plan,
              outcome.sweep,
              last ? std::optional(last->bracket.began) : std::nullopt);
    drop_staging(connection, guild);
    return outcome;
}

}  // namespace invitectl::store
