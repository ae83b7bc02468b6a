#include "invitectl/store/stated.hpp"

#include "store/query.hpp"

#include <algorithm>

namespace invitectl::store {

StatedNews record_stated_sources(sql::Connection& connection,
                                 GuildId guild,
                                 std::span<const StatedSource> stated,
                                 Instant stated_at) {
    require_transaction(connection);
    Query insert(connection,
                 "INSERT INTO stated_source (guild_id, user_id, joined_at, way, code, inviter_id,"
                 " stated_at) VALUES ($guild, $user, $joined_at, $way, $code, $inviter, $stated_at)"
                 " ON CONFLICT (guild_id, user_id, joined_at) DO NOTHING",
                 {"guild", "user", "joined_at", "way", "code", "inviter", "stated_at"});
    Query settled(connection,
                  "SELECT a.settled FROM member_spell m JOIN attribution a"
                  " ON a.guild_id = m.guild_id AND a.join_id = m.join_id"
                  " WHERE m.guild_id = $guild AND m.user_id = $user AND m.joined_at = $joined_at"
                  " AND m.bot = 0 AND a.settled = 1",
                  {"guild", "user", "joined_at"});
    StatedNews news;
    for (const StatedSource& one : stated) {
        insert.with(guild, one.user, one.joined_at, one.way, one.code, one.inviter, stated_at)
            .run();
        if (connection.changes() == 0) {
            continue;
        }
        ++news.recorded;
        if (settled.with(guild, one.user, one.joined_at).next()) {
            news.settled_since =
                std::min(news.settled_since.value_or(one.joined_at), one.joined_at);
        }
    }
    return news;
}

std::vector<StatedSource> stated_sources(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT user_id, joined_at, way, code, inviter_id FROM stated_source"
              " WHERE guild_id = $guild ORDER BY joined_at, user_id",
              {"guild"});
    std::vector<StatedSource> found;
    for (all.with(guild); all.next();) {
        found.push_back({.user = all.get<UserId>(0),
                         .joined_at = all.get<Instant>(1),
                         .way = all.get<Candidate::Kind>(2),
                         .code = all.get<std::optional<InviteCode>>(3),
                         .inviter = all.get<std::optional<UserId>>(4)});
    }
    return found;
}

std::optional<StatedSource> stated_source(sql::Connection& connection,
                                          GuildId guild,
                                          UserId user,
                                          Instant joined_at) {
    Query find(connection,
               "SELECT way, code, inviter_id FROM stated_source WHERE guild_id = $guild"
               " AND user_id = $user AND joined_at = $joined_at",
               {"guild", "user", "joined_at"});
    if (!find.with(guild, user, joined_at).next()) {
        return {};
    }
    return StatedSource{.user = user,
                        .joined_at = joined_at,
                        .way = find.get<Candidate::Kind>(0),
                        .code = find.get<std::optional<InviteCode>>(1),
                        .inviter = find.get<std::optional<UserId>>(2)};
}

std::vector<reconcile::Statement> open_statements(sql::Connection& connection,
                                                  GuildId guild,
                                                  JoinId first) {
    Query find(connection,
               "SELECT m.join_id, s.code, s.way, s.inviter_id FROM member_spell m"
               " JOIN stated_source s ON s.guild_id = m.guild_id AND s.user_id = m.user_id"
               " AND s.joined_at = m.joined_at"
               " LEFT JOIN attribution a ON a.guild_id = m.guild_id AND a.join_id = m.join_id"
               " WHERE m.guild_id = $guild AND m.join_id >= $first AND m.bot = 0"
               " AND COALESCE(a.settled, 0) = 0 ORDER BY m.join_id",
               {"guild", "first"});
    std::vector<reconcile::Statement> found;
    for (find.with(guild, first); find.next();) {
        found.push_back({.join = find.get<JoinId>(0),
                         .code = find.get<std::optional<InviteCode>>(1),
                         .vanity = find.get<Candidate::Kind>(2) == Candidate::Kind::vanity,
                         .inviter = find.get<std::optional<UserId>>(3)});
    }
    return found;
}

}  // namespace invitectl::store
