#include "invitectl/store/sightings.hpp"

#include "invitectl/store/join_segments.hpp"
#include "invitectl/store/markers.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/readings.hpp"

#include "store/leaves.hpp"
#include "store/query.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

namespace invitectl::store {
namespace {

// Between a join and its message, generously.
constexpr Duration kAboutTheSame = std::chrono::minutes{1};

struct OpenSpell {
    Instant joined_at;
    bool ended = false;
};

std::optional<OpenSpell> spell_of(sql::Connection& connection,
                                  GuildId guild,
                                  UserId user,
                                  Instant joined_at) {
    Query find(connection,
               "SELECT joined_at, leave_latest FROM member_spell WHERE guild_id = $guild"
               " AND user_id = $user AND joined_at = $joined_at",
               {"guild", "user", "joined_at"});
    if (!find.with(guild, user, joined_at).next()) {
        return {};
    }
    return OpenSpell{find.get<Instant>(0), !find.is_null(1)};
}

// A join of this user about `at`, be it known from a message or a kick alone.
bool join_known_about(sql::Connection& connection, GuildId guild, UserId user, Instant at) {
    Query find(connection,
               "SELECT 1 FROM member_spell WHERE guild_id = $guild AND user_id = $user"
               " AND joined_at >= $from AND COALESCE(joined_after, joined_at) <= $until",
               {"guild", "user", "from", "until"});
    return find.with(guild, user, at - kAboutTheSame, at + kAboutTheSame).next();
}

bool known_from_message(sql::Connection& connection, GuildId guild, const Member& member) {
    Query find(connection,
               "SELECT 1 FROM member_spell WHERE guild_id = $guild AND user_id = $user"
               " AND joined_after IS NOT NULL AND joined_after <= $joined_at"
               " AND joined_at >= $joined_at",
               {"guild", "user", "joined_at"});
    return find.with(guild, member.person.id, member.joined_at).next();
}

// Marker roles say where somebody came from; a sweep notes them of those it sees first.
void note_roles(sql::Connection& connection, GuildId guild, const Member& member) {
    const std::set<RoleId> telling = telling_roles(connection, guild);
    Query hold(connection,
               "INSERT INTO role_holding (guild_id, user_id, joined_at, role_id)"
               " VALUES ($guild, $user, $joined_at, $role) ON CONFLICT DO NOTHING",
               {"guild", "user", "joined_at", "role"});
    for (const RoleId role : member.roles) {
        if (telling.contains(role)) {
            hold.with(guild, member.person.id, member.joined_at, role).run();
        }
    }
}

std::vector<Instant> open_spells(sql::Connection& connection, GuildId guild, UserId user) {
    Query find(connection,
               "SELECT joined_at FROM member_spell WHERE guild_id = $guild AND user_id = $user"
               " AND leave_latest IS NULL",
               {"guild", "user"});
    std::vector<Instant> found;
    for (find.with(guild, user); find.next();) {
        found.push_back(find.get<Instant>(0));
    }
    return found;
}

void note_leave(sql::Connection& connection,
                GuildId guild,
                UserId user,
                Instant joined_at,
                const std::optional<Leave>& leave) {
    Query find(connection,
               "SELECT COALESCE(join_id, 0), joined_after FROM member_spell"
               " WHERE guild_id = $guild AND user_id = $user AND joined_at = $joined_at",
               {"guild", "user", "joined_at"});
    if (find.with(guild, user, joined_at).next()) {
        const std::array news = {
            LeaveNews{find.get<JoinId>(0), joined_at, leave, find.get<std::optional<Instant>>(1)}};
        note_leaves(connection, guild, news);
    }
}

void end_spell(sql::Connection& connection,
               GuildId guild,
               const MissingSpell& spell,
               const Sweep& last,
               Instant seen) {
    const Leave between = leave_between(spell, last.bracket.began, seen);
    const Leave leave =
        explained(connection, guild, spell.user, spell.joined_at, between).value_or(between);
    Query(connection,
          "UPDATE member_spell SET leave_earliest = $earliest, leave_latest = $latest,"
          " leave_cause = $cause, left_sweep = $number WHERE guild_id = $guild"
          " AND user_id = $user AND joined_at = $joined_at",
          {"earliest", "latest", "cause", "number", "guild", "user", "joined_at"})
        .with(leave.earliest,
              leave.latest,
              leave.cause,
              last.number,
              guild,
              spell.user,
              spell.joined_at)
        .run();
    note_leave(connection, guild, spell.user, spell.joined_at, leave);
}

void reopen(sql::Connection& connection, GuildId guild, UserId user, Instant joined_at) {
    Query(connection,
          "UPDATE member_spell SET leave_earliest = NULL, leave_latest = NULL, leave_cause = NULL,"
          " left_sweep = NULL WHERE guild_id = $guild AND user_id = $user"
          " AND joined_at = $joined_at",
          {"guild", "user", "joined_at"})
        .with(guild, user, joined_at)
        .run();
    note_leave(connection, guild, user, joined_at, {});
}

void add_spell(sql::Connection& connection,
               GuildId guild,
               const Member& member,
               bool is_join,
               std::int64_t sweep) {
    Query(connection,
          "INSERT INTO member_spell (guild_id, user_id, joined_at, join_id, first_sweep, bot,"
          " did_rejoin, pending) SELECT $guild, $user, $joined_at, CASE WHEN $is_join = 1 THEN"
          " (SELECT COALESCE(MAX(j.join_id), 0) + 1 FROM member_spell j WHERE j.guild_id = $guild"
          " AND j.join_id IS NOT NULL) END, $number, $bot, $did_rejoin, $pending",
          {"guild", "user", "joined_at", "is_join", "number", "bot", "did_rejoin", "pending"})
        .with(guild,
              member.person.id,
              member.joined_at,
              is_join,
              sweep,
              member.person.bot,
              member.did_rejoin,
              member.pending)
        .run();
}

void move_sweep_end(sql::Connection& connection, GuildId guild, Instant ended) {
    Query(connection,
          "UPDATE staging_sweep SET ended = $ended WHERE guild_id = $guild AND ended < $ended",
          {"ended", "guild"})
        .with(ended, guild)
        .run();
}

}  // namespace

std::vector<UserId> newcomers_among(sql::Connection& connection,
                                    GuildId guild,
                                    std::span<const Message> messages) {
    const std::optional<Sweep> last = latest_sweep(connection, guild);
    std::vector<UserId> found;
    for (const Message& message : messages) {
        if (last && message.type == message_type::kUserJoin && message.at > last->bracket.began &&
            std::ranges::find(found, message.author) == found.end() &&
            !join_known_about(connection, guild, message.author, message.at)) {
            found.push_back(message.author);
        }
    }
    return found;
}

bool record_sighting(sql::Connection& connection, GuildId guild, const Timed<Member>& member) {
    require_transaction(connection);
    const std::optional<Sweep> last = latest_sweep(connection, guild);
    const std::optional<Reading> tracking = first_reading(connection, guild, Stream::invites);
    if (!last || !tracking) {
        return false;
    }
    const Member& seen = member.value;
    const UserId user = seen.person.id;
    remember_people(connection, guild, std::array{seen.person});
    const auto known = spell_of(connection, guild, user, seen.joined_at);
    if ((known && !known->ended) || known_from_message(connection, guild, seen)) {
        return false;
    }
    for (const Instant other : open_spells(connection, guild, user)) {
        end_spell(connection, guild, {user, other, seen.joined_at}, *last, member.bracket.ended);
    }
    if (known) {
        reopen(connection, guild, user, seen.joined_at);
    } else {
        const bool is_join = seen.joined_at >= tracking->bracket.began;
        add_spell(connection, guild, seen, is_join, last->number);
        if (is_join) {
            note_roles(connection, guild, seen);
        }
    }
    return true;
}

std::vector<UserId> missing_from_sweep(sql::Connection& connection, GuildId guild) {
    const std::optional<Sweep> last = latest_sweep(connection, guild);
    std::vector<UserId> missing;
    if (!last) {
        return missing;
    }
    const Instant any_time = Instant::max() - std::chrono::hours{24};  // room for what is added
    Query find(connection,
               "SELECT m.user_id, m.joined_at FROM member_spell m WHERE m.guild_id = $guild"
               " AND m.leave_latest IS NULL AND NOT EXISTS (SELECT 1 FROM staging_member s"
               " WHERE s.guild_id = m.guild_id AND s.user_id = m.user_id) ORDER BY m.user_id",
               {"guild"});
    for (find.with(guild); find.next();) {
        const UserId user = find.get<UserId>(0);
        const auto joined_at = find.get<Instant>(1);
        const Leave between = leave_between({user, joined_at, {}}, last->bracket.began, any_time);
        if (!explained(connection, guild, user, joined_at, between)) {
            missing.push_back(user);
        }
    }
    return missing;
}

void stage_sighting(sql::Connection& connection, GuildId guild, const Timed<Member>& member) {
    require_transaction(connection);
    const Member& seen = member.value;
    remember_people(connection, guild, std::array{seen.person});
    Query(connection,
          "INSERT INTO staging_member (guild_id, user_id, joined_at, bot, did_rejoin, pending)"
          " VALUES ($guild, $user, $joined_at, $bot, $did_rejoin, $pending)"
          " ON CONFLICT (guild_id, user_id) DO NOTHING",
          {"guild", "user", "joined_at", "bot", "did_rejoin", "pending"})
        .with(guild, seen.person.id, seen.joined_at, seen.person.bot, seen.did_rejoin, seen.pending)
        .run();
    Query(connection,
          "DELETE FROM doubtful_leave WHERE guild_id = $guild AND user_id = $user",
          {"guild", "user"})
        .with(guild, seen.person.id)
        .run();
    move_sweep_end(connection, guild, member.bracket.ended);
}

void stage_absence(sql::Connection& connection, GuildId guild, UserId user, const Bracket& look) {
    require_transaction(connection);
    Query(connection,
          "DELETE FROM doubtful_leave WHERE guild_id = $guild AND user_id = $user",
          {"guild", "user"})
        .with(guild, user)
        .run();
    move_sweep_end(connection, guild, look.ended);
}

std::int64_t give_benefit_of_doubt(sql::Connection& connection,
                                   GuildId guild,
                                   const std::vector<UserId>& users) {
    require_transaction(connection);
    Query doubted(connection,
                  "SELECT 1 FROM doubtful_leave WHERE guild_id = $guild AND user_id = $user",
                  {"guild", "user"});
    Query settle(connection,
                 "DELETE FROM doubtful_leave WHERE guild_id = $guild AND user_id = $user",
                 {"guild", "user"});
    Query doubt(connection,
                "INSERT INTO doubtful_leave (guild_id, user_id) VALUES ($guild, $user)",
                {"guild", "user"});
    Query keep(connection,
               "INSERT INTO staging_member (guild_id, user_id, joined_at, bot, did_rejoin,"
               " pending) SELECT m.guild_id, m.user_id, m.joined_at, m.bot, m.did_rejoin,"
               " m.pending FROM member_spell m WHERE m.guild_id = $guild AND m.user_id = $user"
               " AND m.leave_latest IS NULL ORDER BY m.joined_at DESC LIMIT 1",
               {"guild", "user"});
    Query(connection,
          "DELETE FROM doubtful_leave WHERE guild_id = $guild AND EXISTS (SELECT 1"
          " FROM staging_member s WHERE s.guild_id = doubtful_leave.guild_id"
          " AND s.user_id = doubtful_leave.user_id)",
          {"guild"})
        .with(guild)
        .run();
    std::int64_t gone = 0;
    for (const UserId user : users) {
        const bool again = doubted.with(guild, user).next();
        doubted.run();
        if (again) {
            ++gone;
            settle.with(guild, user).run();
        } else {
            doubt.with(guild, user).run();
            keep.with(guild, user).run();
        }
    }
    return gone;
}

}  // namespace invitectl::store
