#include "invitectl/store/cursors.hpp"

#include "store/query.hpp"

namespace invitectl::store {

std::optional<std::int64_t> cursor(sql::Connection& connection,
                                   GuildId guild,
                                   std::string_view name) {
    Query find(connection,
               "SELECT value FROM read_cursor WHERE guild_id = $guild AND name = $name",
               {"guild", "name"});
    return find.with(guild, name).next() ? std::optional(find.get<std::int64_t>(0)) : std::nullopt;
}

void set_cursor(sql::Connection& connection,
                GuildId guild,
                std::string_view name,
                std::int64_t value) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO read_cursor (guild_id, name, value) VALUES ($guild, $name, $value)"
          " ON CONFLICT (guild_id, name) DO UPDATE SET value = excluded.value"
          " WHERE read_cursor.value <> excluded.value",
          {"guild", "name", "value"})
        .with(guild, name, value)
        .run();
}

}  // namespace invitectl::store
