#include "invitectl/store/tallies.hpp"

#include "store/query.hpp"

namespace invitectl::store {

std::map<Verdict, std::int64_t> joins_by_verdict(sql::Connection& connection, GuildId guild) {
    Query count(connection,
                "SELECT code_verdict, COUNT(*) FROM attribution WHERE guild_id = $guild"
                " GROUP BY code_verdict",
                {"guild"});
    std::map<Verdict, std::int64_t> found;
    count.with(guild);
    while (count.next()) {
        found[count.get<Verdict>(0)] = count.get<std::int64_t>(1);
    }
    return found;
}

std::int64_t joins_since(sql::Connection& connection, GuildId guild, Instant since) {
    Query count(connection,
                "SELECT COUNT(*) FROM member_spell WHERE guild_id = $guild"
                " AND join_id IS NOT NULL AND joined_at >= $since",
                {"guild", "since"});
    return count.with(guild, since).next() ? count.get<std::int64_t>(0) : 0;
}

std::int64_t uses_since(sql::Connection& connection, GuildId guild, Instant since) {
    Query moved(connection,
                "SELECT COUNT(*) FROM use_change AS moved"
                " JOIN reading AS r ON r.guild_id = moved.guild_id AND r.stream = moved.stream"
                " AND r.number = moved.reading WHERE moved.guild_id = $guild AND r.ended >= $since",
                {"guild", "since"});
    Query lives(connection,
                "SELECT COUNT(*) FROM invite AS i"
                " JOIN reading AS r ON r.guild_id = i.guild_id AND r.stream = i.stream"
                " AND (r.number = i.gone_reading OR (r.number = i.first_reading"
                " AND i.first_reading > 1 AND i.first_uses > i.carried_uses))"
                " WHERE i.guild_id = $guild AND r.ended >= $since",
                {"guild", "since"});
    return (moved.with(guild, since).next() ? moved.get<std::int64_t>(0) : 0) +
           (lives.with(guild, since).next() ? lives.get<std::int64_t>(0) : 0);
}

}  // namespace invitectl::store
