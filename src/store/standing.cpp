#include "invitectl/store/standing.hpp"

#include "store/query.hpp"

namespace invitectl::store {

void ignore_code(sql::Connection& connection,
                 GuildId guild,
                 const InviteCode& code,
                 const IgnoreScope& scope,
                 const Decided& decided) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO ignored_code (guild_id, ignored_id, code, on_log, on_board, on_xp, made_at,"
          " author, entry_id) SELECT $guild, COALESCE(MAX(ignored_id), 0) + 1, $code, $log,"
          " $board, $xp, $made_at, $author, $entry FROM ignored_code WHERE guild_id = $guild",
          {"guild", "code", "log", "board", "xp", "made_at", "author", "entry"})
        .with(guild,
              code,
              scope.log,
              scope.board,
              scope.xp,
              decided.at,
              decided.author,
              decided.entry)
        .run();
}

std::map<InviteCode, IgnoreScope> ignored_codes(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT code, on_log, on_board, on_xp FROM ignored_code WHERE guild_id = $guild"
              " AND withdrawn_at IS NULL ORDER BY ignored_id",
              {"guild"});
    std::map<InviteCode, IgnoreScope> found;
    for (all.with(guild); all.next();) {
        found.insert_or_assign(all.get<InviteCode>(0),
                               IgnoreScope{all.get<bool>(1), all.get<bool>(2), all.get<bool>(3)});
    }
    std::erase_if(found, [](const auto& entry) { return !entry.second.any(); });
    return found;
}

void exclude_user(sql::Connection& connection,
                  GuildId guild,
                  UserId user,
                  const Exclusion& exclusion,
                  const Decided& decided) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO exclusion (guild_id, exclusion_id, user_id, as_inviter, as_member, made_at,"
          " author, entry_id) SELECT $guild, COALESCE(MAX(exclusion_id), 0) + 1, $user,"
          " $as_inviter, $as_member, $made_at, $author, $entry FROM exclusion"
          " WHERE guild_id = $guild",
          {"guild", "user", "as_inviter", "as_member", "made_at", "author", "entry"})
        .with(guild,
              user,
              exclusion.as_inviter,
              exclusion.as_member,
              decided.at,
              decided.author,
              decided.entry)
        .run();
}

std::map<UserId, Exclusion> exclusions(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT user_id, as_inviter, as_member FROM exclusion WHERE guild_id = $guild"
              " AND withdrawn_at IS NULL ORDER BY exclusion_id",
              {"guild"});
    std::map<UserId, Exclusion> found;
    for (all.with(guild); all.next();) {
        found.insert_or_assign(all.get<UserId>(0), Exclusion{all.get<bool>(1), all.get<bool>(2)});
    }
    std::erase_if(found, [](const auto& entry) { return !entry.second.any(); });
    return found;
}

}  // namespace invitectl::store
