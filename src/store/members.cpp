#include "invitectl/store/members.hpp"

#include "store/query.hpp"

namespace invitectl::store {

namespace {

// Columns in the order user_id, joined_at, leave_earliest, leave_latest, leave_cause, joined_after.
Spell read_spell(const Query& row) {
    Spell spell{.user = row.get<UserId>(0), .joined_at = row.get<Instant>(1), .leave = {}};
    if (!row.is_null(3)) {
        spell.leave = Leave{row.get<Instant>(2), row.get<Instant>(3), row.get<LeaveCause>(4)};
    }
    spell.joined_after = row.get<std::optional<Instant>>(5);
    return spell;
}

// As read_spell, then join_id, bot, did_rejoin, pending.
StoredJoin read_join(const Query& row) {
    return {.id = row.get<JoinId>(6),
            .spell = read_spell(row),
            .bot = row.get<bool>(7),
            .did_rejoin = row.get<bool>(8),
            .pending = row.get<bool>(9)};
}

std::vector<StoredJoin> all_joins(Query& rows) {
    std::vector<StoredJoin> joins;
    while (rows.next()) {
        joins.push_back(read_join(rows));
    }
    return joins;
}

}  // namespace

std::optional<Sweep> latest_sweep(sql::Connection& connection, GuildId guild) {
    Query find(connection,
               "SELECT number, began, ended, members FROM sweep WHERE guild_id = $guild"
               " ORDER BY number DESC LIMIT 1",
               {"guild"});
    if (!find.with(guild).next()) {
        return {};
    }
    return Sweep{find.get<std::int64_t>(0),
                 {find.get<Instant>(1), find.get<Instant>(2)},
                 find.get<std::int64_t>(3)};
}

void each_join(sql::Connection& connection,
               GuildId guild,
               JoinId after,
               const JoinCallback& visit) {
    Query all(connection,
              "SELECT user_id, joined_at, leave_earliest, leave_latest, leave_cause, joined_after, "
              "join_id, bot,"
              " did_rejoin, pending FROM member_spell"
              " WHERE guild_id = $guild AND join_id > $after ORDER BY join_id",
              {"guild", "after"});
    for (all.with(guild, after); all.next();) {
        visit(read_join(all));
    }
}

std::optional<StoredJoin> find_join(sql::Connection& connection, GuildId guild, JoinId join) {
    Query find(connection,
               "SELECT user_id, joined_at, leave_earliest, leave_latest, leave_cause, "
               "joined_after, join_id, bot,"
               " did_rejoin, pending FROM member_spell"
               " WHERE guild_id = $guild AND join_id = $join",
               {"guild", "join"});
    return find.with(guild, join).next() ? std::optional(read_join(find)) : std::nullopt;
}

struct JoinTimes::Finder {
    Finder(sql::Connection& connection, GuildId of_guild)
        : guild(of_guild),
          query(connection,
                "SELECT joined_at FROM member_spell WHERE guild_id = $guild AND join_id = $join",
                {"guild", "join"}) {}

    GuildId guild;
    Query query;
};

JoinTimes::JoinTimes(sql::Connection& connection, GuildId guild)
    : finder_(std::make_unique<Finder>(connection, guild)) {}

JoinTimes::~JoinTimes() = default;

std::optional<Instant> JoinTimes::find(JoinId join) {
    Query& query = finder_->query;
    return query.with(finder_->guild, join).next() ? std::optional(query.get<Instant>(0))
                                                   : std::nullopt;
}

std::vector<StoredJoin> joins_of(sql::Connection& connection, GuildId guild, UserId user) {
    Query all(connection,
              "SELECT user_id, joined_at, leave_earliest, leave_latest, leave_cause, joined_after, "
              "join_id, bot,"
              " did_rejoin, pending FROM member_spell WHERE guild_id = $guild"
              " AND user_id = $user AND join_id IS NOT NULL ORDER BY joined_at",
              {"guild", "user"});
    return all_joins(all.with(guild, user));
}

std::vector<StoredJoin> recent_joins(sql::Connection& connection, GuildId guild, int limit) {
    Query latest(connection,
                 "SELECT user_id, joined_at, leave_earliest, leave_latest, leave_cause, "
                 "joined_after, join_id,"
                 " bot, did_rejoin, pending FROM member_spell"
                 " WHERE guild_id = $guild AND join_id IS NOT NULL"
                 " ORDER BY join_id DESC LIMIT $limit",
                 {"guild", "limit"});
    return all_joins(latest.with(guild, limit));
}

std::vector<StoredJoin> removed_joins(sql::Connection& connection,
                                      GuildId guild,
                                      const TimeRange& joined,
                                      Instant now) {
    // "leave_cause > 0" is what the index holds, so it must be written out.
    static_assert(static_cast<int>(LeaveCause::unknown) == 0);
    Query removed(connection,
                  "SELECT user_id, joined_at, leave_earliest, leave_latest, leave_cause, "
                  "joined_after, join_id,"
                  " bot, did_rejoin, pending FROM member_spell"
                  " WHERE guild_id = $guild AND leave_cause > 0 AND joined_at >= $from"
                  " AND joined_at < $until AND leave_latest <= $now AND join_id IS NOT NULL"
                  " ORDER BY joined_at, join_id",
                  {"guild", "from", "until", "now"});
    return all_joins(removed.with(guild, joined.from, joined.until, now));
}

MemberCounts member_counts(sql::Connection& connection, GuildId guild) {
    Query count(connection,
                "SELECT (SELECT COUNT(*) FROM member_spell"
                " WHERE guild_id = $guild AND leave_latest IS NULL),"
                " (SELECT COUNT(*) FROM member_spell"
                " WHERE guild_id = $guild AND leave_latest IS NULL AND join_id IS NULL),"
                " (SELECT COALESCE(MAX(join_id), 0) FROM member_spell WHERE guild_id = $guild"
                " AND join_id IS NOT NULL)",
                {"guild"});
    count.with(guild).next();
    return {.present = count.get<std::int64_t>(0),
            .present_baseline = count.get<std::int64_t>(1),
            .joins = count.get<std::int64_t>(2)};
}

namespace {

// As read_join, with 0 for the join of a member from before tracking began.
StoredJoin read_spell_or_join(const Query& row) {
    return {.id = row.get<std::optional<JoinId>>(5).value_or(0),
            .spell = read_spell(row),
            .bot = row.get<bool>(6),
            .did_rejoin = row.get<bool>(7),
            .pending = row.get<bool>(8)};
}

}  // namespace

void each_present_member(sql::Connection& connection, GuildId guild, const JoinCallback& visit) {
    Query all(connection,
              "SELECT user_id, joined_at, leave_earliest, leave_latest, leave_cause, join_id, bot,"
              " did_rejoin, pending FROM member_spell WHERE guild_id = $guild"
              " AND leave_latest IS NULL ORDER BY user_id",
              {"guild"});
    for (all.with(guild); all.next();) {
        visit(read_spell_or_join(all));
    }
}

std::vector<StoredJoin> spells_of(sql::Connection& connection, GuildId guild, UserId user) {
    Query all(connection,
              "SELECT user_id, joined_at, leave_earliest, leave_latest, leave_cause, join_id, bot,"
              " did_rejoin, pending FROM member_spell WHERE guild_id = $guild"
              " AND user_id = $user ORDER BY joined_at",
              {"guild", "user"});
    std::vector<StoredJoin> found;
    for (all.with(guild, user); all.next();) {
        found.push_back(read_spell_or_join(all));
    }
    return found;
}

std::optional<Spell> baseline_spell(sql::Connection& connection, GuildId guild, UserId user) {
    Query find(connection,
               "SELECT user_id, joined_at, leave_earliest, leave_latest, leave_cause, joined_after"
               " FROM member_spell WHERE guild_id = $guild AND user_id = $user"
               " AND join_id IS NULL ORDER BY joined_at DESC LIMIT 1",
               {"guild", "user"});
    return find.with(guild, user).next() ? std::optional(read_spell(find)) : std::nullopt;
}

std::vector<UserId> absent_among(sql::Connection& connection,
                                 GuildId guild,
                                 const std::vector<UserId>& users) {
    Query present(connection,
                  "SELECT 1 FROM member_spell WHERE guild_id = $guild AND user_id = $user"
                  " AND leave_latest IS NULL LIMIT 1",
                  {"guild", "user"});
    std::vector<UserId> absent;
    for (const UserId user : users) {
        if (!present.with(guild, user).next()) {
            absent.push_back(user);
        }
    }
    return absent;
}

}  // namespace invitectl::store
