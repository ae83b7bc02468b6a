#include "invitectl/store/bonuses.hpp"

#include "store/query.hpp"

namespace invitectl::store {

void add_bonus(sql::Connection& connection,
               GuildId guild,
               UserId user,
               std::int64_t amount,
               std::string_view reason,
               const Decided& decided) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO bonus (guild_id, bonus_id, user_id, amount, reason, made_at, author,"
          " entry_id) SELECT $guild, COALESCE(MAX(bonus_id), 0) + 1, $user, $amount, $reason,"
          " $made_at, $author, $entry FROM bonus WHERE guild_id = $guild",
          {"guild", "user", "amount", "reason", "made_at", "author", "entry"})
        .with(guild, user, amount, reason, decided.at, decided.author, decided.entry)
        .run();
}

std::vector<StoredBonus> bonuses(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT bonus_id, user_id, amount, reason, made_at, author FROM bonus"
              " WHERE guild_id = $guild AND withdrawn_at IS NULL ORDER BY bonus_id",
              {"guild"});
    std::vector<StoredBonus> found;
    for (all.with(guild); all.next();) {
        found.push_back({.id = all.get<std::int64_t>(0),
                         .user = all.get<UserId>(1),
                         .amount = all.get<std::int64_t>(2),
                         .reason = all.get<std::string>(3),
                         .made_at = all.get<Instant>(4),
                         .author = all.get<std::string>(5)});
    }
    return found;
}

}  // namespace invitectl::store
