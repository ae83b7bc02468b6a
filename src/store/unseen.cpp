#include "invitectl/store/unseen.hpp"

#include "invitectl/domain/audit_entry.hpp"
#include "invitectl/domain/spell.hpp"
#include "invitectl/store/join_segments.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/readings.hpp"

#include "store/leaves.hpp"
#include "store/query.hpp"

#include <algorithm>

namespace invitectl::store {

namespace {

// A message's time is cut to the millisecond.
constexpr Duration kMessageTick = std::chrono::milliseconds{1};
// Later than anything, and still a number that one can be added to.
constexpr Instant kNoLeave = Instant::max() - std::chrono::hours{1};

struct UnseenJoin {
    UserId user;
    Instant after;  // exclusive
    Instant until;
    std::optional<Leave> leave;
};

// What is known of the members around one moment.
class Witnesses {
  public:
    Witnesses(sql::Connection& connection, GuildId guild)
        : guild_(guild),
          began_before_(connection,
                        "SELECT CASE WHEN began <= $at THEN began ELSE previous_began END"
                        " FROM sweep WHERE guild_id = $guild AND (began <= $at"
                        " OR previous_began <= $at) ORDER BY number DESC LIMIT 1",
                        {"at", "guild"}),
          ended_after_(connection,
                       "SELECT ended FROM sweep WHERE guild_id = $guild AND began > $at"
                       " ORDER BY number LIMIT 1",
                       {"guild", "at"}),
          spell_(connection,
                 "SELECT joined_at, leave_earliest, leave_latest FROM member_spell"
                 " WHERE guild_id = $guild AND user_id = $user"
                 " AND COALESCE(joined_after, joined_at) <= $at ORDER BY joined_at DESC LIMIT 1",
                 {"guild", "user", "at"}),
          announced_(connection,
                     "SELECT 1 FROM join_message WHERE guild_id = $guild AND user_id = $user"
                     " AND at >= $from AND at < $until LIMIT 1",
                     {"guild", "user", "from", "until"}) {
        const auto first = first_reading(connection, guild, Stream::invites);
        tracking_began_ = first ? first->bracket.began : Instant::max();
        Query pending(connection,
                      "SELECT 1 FROM member_spell WHERE guild_id = $guild AND pending = 1 LIMIT 1",
                      {"guild"});
        screened_ = pending.with(guild).next();
    }

    bool screened() const { return screened_; }

    // The user's latest spell that began by `at`.
    std::optional<Spell> spell(UserId user, Instant at) {
        if (!spell_.with(guild_, user, at + kSweepSlack).next()) {
            return {};
        }
        Spell found{.user = user, .joined_at = spell_.get<Instant>(0), .leave = {}};
        if (!spell_.is_null(2)) {
            found.leave = Leave{spell_.get<Instant>(1), spell_.get<Instant>(2)};
        }
        return found;
    }

    // Whether a message announced that spell already, so that one at `at` announces another.
    bool announced_before(const Spell& spell, Instant at) {
        return announced_.with(guild_, spell.user, spell.joined_at - kSweepSlack, at).next();
    }

    // Since when somebody without a spell at `at` can have been a member: the last sweep before
    // did not list them. Nothing where that may have been before tracking began.
    std::optional<Instant> absent_since(Instant at, const std::optional<Spell>& last) {
        const auto began = began_before_.with(at, guild_).next()
                               ? began_before_.get<std::optional<Instant>>(0)
                               : std::nullopt;
        if (!began) {
            return {};
        }
        Instant since = *began;
        if (last && last->leave) {
            since = std::max(since, std::min(last->leave->earliest, at));
        }
        return since >= tracking_began_ ? std::optional(since) : std::nullopt;
    }

    // When the first sweep that began after `at` was over.
    std::optional<Instant> first_look_after(Instant at) {
        return ended_after_.with(guild_, at).next() ? std::optional(ended_after_.get<Instant>(0))
                                                    : std::nullopt;
    }

    static bool holds(const Spell& spell, Instant at) {
        return !spell.leave || spell.leave->latest + kSweepSlack >= at;
    }

  private:
    GuildId guild_;
    Query began_before_;
    Query ended_after_;
    Query spell_;
    Query announced_;
    Instant tracking_began_;
    bool screened_ = false;
};

// Gives joins their numbers, one after the other.
class Admission {
  public:
    Admission(sql::Connection& connection, GuildId guild, const Sweep& latest)
        : connection_(connection),
          guild_(guild),
          latest_(latest),
          insert_(connection,
                  "INSERT INTO member_spell (guild_id, user_id, joined_at, joined_after, join_id,"
                  " first_sweep, bot, did_rejoin, pending, leave_earliest, leave_latest,"
                  " leave_cause, left_sweep) SELECT $guild, $user, $until, $after,"
                  " (SELECT COALESCE(MAX(j.join_id), 0) FROM member_spell j"
                  " WHERE j.guild_id = $guild AND j.join_id IS NOT NULL) + 1, $sweep,"
                  " COALESCE((SELECT p.bot FROM person p WHERE p.guild_id = $guild"
                  " AND p.user_id = $user), 0), CASE WHEN EXISTS (SELECT 1 FROM member_spell e"
                  " WHERE e.guild_id = $guild AND e.user_id = $user) THEN 1 ELSE 0 END, 0,"
                  " $leave_earliest, $leave_latest, $cause, $left_sweep"
                  " WHERE NOT EXISTS (SELECT 1 FROM member_spell o WHERE o.guild_id = $guild"
                  " AND o.user_id = $user AND o.joined_at = $until)",
                  {"guild",
                   "user",
                   "until",
                   "after",
                   "sweep",
                   "leave_earliest",
                   "leave_latest",
                   "cause",
                   "left_sweep"}) {}

    void admit(const UnseenJoin& join, UnseenNews& news) {
        const auto& leave = join.leave;
        insert_
            .with(guild_,
                  join.user,
                  join.until,
                  join.after,
                  latest_.number,
                  leave ? std::optional(leave->earliest) : std::nullopt,
                  leave ? std::optional(leave->latest) : std::nullopt,
                  leave ? std::optional(leave->cause) : std::nullopt,
                  leave ? std::optional(latest_.number) : std::nullopt)
            .run();
        if (connection_.changes() > 0) {
            ++news.joins;
            news.since = std::min(news.since.value_or(join.after), join.after);
            make_later_ones_rejoins(join);
        }
    }

  private:
    void make_later_ones_rejoins(const UnseenJoin& join) {
        Query later(connection_,
                    "SELECT join_id FROM member_spell WHERE guild_id = $guild AND user_id = $user"
                    " AND joined_at > $until AND join_id IS NOT NULL",
                    {"guild", "user", "until"});
        std::vector<JoinId> joins;
        for (later.with(guild_, join.user, join.until); later.next();) {
            joins.push_back(later.get<JoinId>(0));
        }
        for (const JoinId one : joins) {
            take_out_of_segments(connection_, guild_, one);
        }
    }

    sql::Connection& connection_;
    GuildId guild_;
    Sweep latest_;
    Query insert_;
};

std::optional<UnseenJoin> unseen_by(Witnesses& witnesses, const Message& message) {
    const auto last = witnesses.spell(message.author, message.at);
    if (last && Witnesses::holds(*last, message.at) &&
        !witnesses.announced_before(*last, message.at)) {
        return {};
    }
    const auto since = witnesses.absent_since(message.at, last);
    if (!since) {
        return {};
    }
    UnseenJoin join{
        .user = message.author,
        .after = witnesses.screened() ? *since : std::max(*since, message.at - kJoinMessageDelay),
        .until = message.at + kMessageTick,
        .leave = {}};
    // A later look did not list them either, so they had left when it was over.
    if (const auto missed = witnesses.first_look_after(message.at); missed > join.until) {
        join.leave = Leave{join.until, *missed};
    }
    return join;
}

}  // namespace

UnseenNews record_join_messages(sql::Connection& connection,
                                GuildId guild,
                                std::span<const Message> messages) {
    require_transaction(connection);
    UnseenNews news;
    const auto latest = latest_sweep(connection, guild);
    if (!latest) {
        throw Error(ErrorCode::internal, "join messages without a sweep to hold them against");
    }
    Query add(connection,
              "INSERT INTO join_message (guild_id, message_id, channel_id, user_id, at)"
              " VALUES ($guild, $message, $channel, $user, $at)"
              " ON CONFLICT (guild_id, message_id) DO NOTHING",
              {"guild", "message", "channel", "user", "at"});
    Witnesses witnesses(connection, guild);
    Admission admission(connection, guild, *latest);
    for (const Message& message : messages) {
        if (message.type != message_type::kUserJoin) {
            continue;
        }
        add.with(guild, message.id, message.channel, message.author, message.at).run();
        if (connection.changes() == 0) {
            continue;
        }
        ++news.messages;
        if (const auto join = unseen_by(witnesses, message)) {
            admission.admit(*join, news);
        }
    }
    return news;
}

UnseenNews admit_kicked(sql::Connection& connection, GuildId guild, AuditEntryId after) {
    require_transaction(connection);
    UnseenNews news;
    const auto latest = latest_sweep(connection, guild);
    if (!latest) {
        return news;
    }
    Query kicks(connection,
                "SELECT target_id, at FROM audit_entry WHERE guild_id = $guild"
                " AND entry_id > $after AND action = $kick AND target_id IS NOT NULL"
                " ORDER BY entry_id",
                {"guild", "after", "kick"});
    std::vector<std::pair<UserId, Instant>> found;
    for (kicks.with(guild, after, audit_action::kMemberKick); kicks.next();) {
        found.emplace_back(kicks.get<UserId>(0), kicks.get<Instant>(1));
    }
    Witnesses witnesses(connection, guild);
    Admission admission(connection, guild, *latest);
    for (const auto& [user, at] : found) {
        const auto last = witnesses.spell(user, at);
        const auto since = witnesses.absent_since(at, last);
        if (since && *since < at && !(last && Witnesses::holds(*last, at))) {
            admission.admit({user, *since, at, Leave{at, at, LeaveCause::kicked}}, news);
        }
    }
    return news;
}

std::vector<JoinMessage> join_messages_for(sql::Connection& connection,
                                           GuildId guild,
                                           const Spell& spell) {
    Query all(connection,
              "SELECT message_id, channel_id, at FROM join_message WHERE guild_id = $guild"
              " AND user_id = $user AND at >= $from AND at <= $until AND at <"
              " (SELECT COALESCE(MIN(COALESCE(n.joined_after, n.joined_at)), $until + 1)"
              " FROM member_spell n WHERE n.guild_id = $guild AND n.user_id = $user"
              " AND n.joined_at > $joined_at) ORDER BY message_id",
              {"guild", "user", "from", "until", "joined_at"});
    const Instant from = spell.joined_after.value_or(spell.joined_at) - kSweepSlack;
    const Instant until = spell.leave ? std::max(spell.leave->latest, spell.joined_at) : kNoLeave;
    std::vector<JoinMessage> found;
    for (all.with(guild, spell.user, from, until, spell.joined_at); all.next();) {
        found.push_back(
            {all.get<MessageId>(0), all.get<ChannelId>(1), spell.user, all.get<Instant>(2)});
    }
    return found;
}

JoinMessageCheck check_join_messages(sql::Connection& connection, GuildId guild) {
    Query count(connection,
                "SELECT COUNT(*), COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM join_message j"
                " WHERE j.guild_id = m.guild_id AND j.user_id = m.user_id"
                " AND j.at >= m.joined_at - $slack) THEN 1 ELSE 0 END), 0)"
                " FROM member_spell m WHERE m.guild_id = $guild AND m.join_id IS NOT NULL"
                " AND m.joined_after IS NULL AND m.pending = 0 AND m.joined_at >="
                " (SELECT MIN(f.at) FROM join_message f WHERE f.guild_id = $guild)"
                " AND m.joined_at <= (SELECT MAX(l.at) FROM join_message l"
                " WHERE l.guild_id = $guild)",
                {"guild", "slack"});
    count.with(guild, kSweepSlack.count()).next();
    return {count.get<std::int64_t>(0), count.get<std::int64_t>(1)};
}

}  // namespace invitectl::store
