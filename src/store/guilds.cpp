#include "invitectl/store/guilds.hpp"

#include "invitectl/domain/source.hpp"

#include "store/query.hpp"

#include <algorithm>
#include <array>

namespace invitectl::store {

namespace {

// Columns in the order guild_id, alias, name, owner_id, has_vanity, discoverable,
// system_channel_id, added_at, is_default.
StoredGuild read_guild(const Query& row) {
    return {.guild = {.id = row.get<GuildId>(0),
                      .name = row.get<std::string>(2),
                      .owner = row.get<UserId>(3),
                      .has_vanity = row.get<bool>(4),
                      .discoverable = row.get<bool>(5),
                      .system_channel = row.get<std::optional<ChannelId>>(6)},
            .alias = row.get<std::string>(1),
            .added_at = row.get<Instant>(7),
            .is_default = row.get<bool>(8)};
}

void check_is_new(sql::Connection& connection, const Guild& guild, const std::string& alias) {
    for (const StoredGuild& known : guilds(connection)) {
        if (known.guild.id == guild.id) {
            throw Error(ErrorCode::already_exists,
                        "the server \"" + guild.name + "\" is followed already",
                        "its short name is " + known.alias);
        }
        if (known.alias == alias) {
            throw Error(ErrorCode::already_exists,
                        "the short name \"" + alias + "\" is taken",
                        "it stands for \"" + known.guild.name + "\"",
                        "choose another with --alias");
        }
    }
}

// The reserved sources have the lowest ids.
void add_reserved_sources(sql::Connection& connection, GuildId guild, Instant now) {
    Query add(connection,
              "INSERT INTO source (guild_id, source_id, name, kind, created_at)"
              " VALUES ($guild, $source, $name, $kind, $now)",
              {"guild", "source", "name", "kind", "now"});
    SourceId next = 1;
    for (const SourceKind kind : {SourceKind::vanity, SourceKind::bot, SourceKind::none}) {
        add.with(guild, next++, to_text(kind), to_text(kind), now).run();
    }
}

}  // namespace

void check_alias(const std::string& alias) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    constexpr std::size_t kLongest = 64;
    if (alias.empty() || alias.size() > kLongest || !std::ranges::all_of(alias, allowed)) {
        throw Error(ErrorCode::bad_value,
                    "\"" + alias + "\" cannot be the short name of a server",
                    "it takes 1 to 64 letters, digits, dots, dashes and underscores");
    }
    if (std::ranges::all_of(alias, digit)) {
        throw Error(ErrorCode::bad_value,
                    "\"" + alias + "\" cannot be the short name of a server",
                    "digits alone would be taken for an id");
    }
}

void add_guild(sql::Connection& connection,
               const Guild& guild,
               const std::string& alias,
               Instant now) {
    require_transaction(connection);
    check_alias(alias);
    check_is_new(connection, guild, alias);
    Query(
        connection,
        "INSERT INTO guild (guild_id, alias, name, owner_id, has_vanity, discoverable,"
        " system_channel_id, added_at, is_default)"
        " SELECT $guild, $alias, $name, $owner, $has_vanity, $discoverable, $system_channel,"
        " $now, CASE WHEN COUNT(*) = 0 THEN 1 ELSE 0 END FROM guild",
        {"guild", "alias", "name", "owner", "has_vanity", "discoverable", "system_channel", "now"})
        .with(guild.id,
              alias,
              guild.name,
              guild.owner,
              guild.has_vanity,
              guild.discoverable,
              guild.system_channel,
              now)
        .run();
    add_reserved_sources(connection, guild.id, now);
}

void update_guild(sql::Connection& connection, const Guild& guild) {
    require_transaction(connection);
    Query(connection,
          "UPDATE guild SET name = $name, owner_id = $owner, has_vanity = $has_vanity,"
          " discoverable = $discoverable, system_channel_id = $system_channel"
          " WHERE guild_id = $guild AND (name <> $name OR owner_id <> $owner"
          " OR has_vanity <> $has_vanity OR discoverable <> $discoverable"
          " OR COALESCE(system_channel_id, 0) <> COALESCE($system_channel, 0))",
          {"guild", "name", "owner", "has_vanity", "discoverable", "system_channel"})
        .with(guild.id,
              guild.name,
              guild.owner,
              guild.has_vanity,
              guild.discoverable,
              guild.system_channel)
        .run();
}

void make_default(sql::Connection& connection, GuildId guild) {
    require_transaction(connection);
    Query(connection,
          "UPDATE guild SET is_default = CASE WHEN guild_id = $guild THEN 1 ELSE 0 END",
          {"guild"})
        .with(guild)
        .run();
}

std::vector<StoredGuild> guilds(sql::Connection& connection) {
    Query all(connection,
              "SELECT guild_id, alias, name, owner_id, has_vanity, discoverable,"
              " system_channel_id, added_at, is_default FROM guild ORDER BY added_at, guild_id");
    std::vector<StoredGuild> found;
    while (all.next()) {
        found.push_back(read_guild(all));
    }
    return found;
}

std::optional<StoredGuild> find_guild(sql::Connection& connection, std::string_view text) {
    std::vector<StoredGuild> named;
    for (StoredGuild& guild : guilds(connection)) {
        if (guild.alias == text || guild.guild.id.text() == text) {
            return std::move(guild);
        }
        if (guild.guild.name == text) {
            named.push_back(std::move(guild));
        }
    }
    return named.size() == 1 ? std::optional(std::move(named.front())) : std::nullopt;
}

std::optional<StoredGuild> default_guild(sql::Connection& connection) {
    for (StoredGuild& guild : guilds(connection)) {
        if (guild.is_default) {
            return std::move(guild);
        }
    }
    return {};
}

void remove_guild(sql::Connection& connection, GuildId guild) {
    require_transaction(connection);
    // What refers to a row goes before it.
    constexpr auto kDeletions = std::to_array<std::string_view>({
        "DELETE FROM segment_answer WHERE guild_id = $guild",
        "DELETE FROM segment_leaves WHERE guild_id = $guild",
        "DELETE FROM segment_word WHERE guild_id = $guild",
        "DELETE FROM segment_total WHERE guild_id = $guild",
        "DELETE FROM segment_rules WHERE guild_id = $guild",
        "DELETE FROM segment_column WHERE guild_id = $guild",
        "DELETE FROM segment WHERE guild_id = $guild",
        "DELETE FROM low_water_mark WHERE guild_id = $guild",
        "DELETE FROM demand WHERE guild_id = $guild",
        "DELETE FROM candidate WHERE guild_id = $guild",
        "DELETE FROM attribution WHERE guild_id = $guild",
        "DELETE FROM stated_source WHERE guild_id = $guild",
        "DELETE FROM join_message WHERE guild_id = $guild",
        "DELETE FROM message_seen WHERE guild_id = $guild",
        "DELETE FROM message_channel WHERE guild_id = $guild",
        "DELETE FROM role_holding WHERE guild_id = $guild",
        "DELETE FROM staging_role WHERE guild_id = $guild",
        "DELETE FROM marker_role WHERE guild_id = $guild",
        "DELETE FROM journal WHERE guild_id = $guild",
        "DELETE FROM calibration WHERE guild_id = $guild",
        "DELETE FROM setting WHERE guild_id = $guild",
        "DELETE FROM credit WHERE guild_id = $guild",
        "DELETE FROM ignored_code WHERE guild_id = $guild",
        "DELETE FROM bonus WHERE guild_id = $guild",
        "DELETE FROM exclusion WHERE guild_id = $guild",
        "DELETE FROM cost WHERE guild_id = $guild",
        "DELETE FROM label WHERE guild_id = $guild",
        "DELETE FROM assignment WHERE guild_id = $guild",
        "DELETE FROM intent WHERE guild_id = $guild",
        "DELETE FROM source_change WHERE guild_id = $guild",
        "DELETE FROM source WHERE guild_id = $guild",
        "DELETE FROM read_cursor WHERE guild_id = $guild",
        "DELETE FROM audit_entry WHERE guild_id = $guild",
        "DELETE FROM doubtful_leave WHERE guild_id = $guild",
        "DELETE FROM staging_member WHERE guild_id = $guild",
        "DELETE FROM staging_sweep WHERE guild_id = $guild",
        "DELETE FROM member_spell WHERE guild_id = $guild",
        "DELETE FROM sweep WHERE guild_id = $guild",
        "DELETE FROM use_change WHERE guild_id = $guild",
        "DELETE FROM invite_role WHERE guild_id = $guild",
        "DELETE FROM invite_target WHERE guild_id = $guild",
        "DELETE FROM invite_targeting WHERE guild_id = $guild",
        "DELETE FROM invite WHERE guild_id = $guild",
        "DELETE FROM reading WHERE guild_id = $guild",
        "DELETE FROM gap WHERE guild_id = $guild",
        "DELETE FROM poll WHERE guild_id = $guild",
        "DELETE FROM person WHERE guild_id = $guild",
        "DELETE FROM channel WHERE guild_id = $guild",
        "DELETE FROM guild WHERE guild_id = $guild",
    });
    for (const std::string_view deletion : kDeletions) {
        Query(connection, deletion, {"guild"}).with(guild).run();
    }
}

void update_channels(sql::Connection& connection,
                     GuildId guild,
                     const std::vector<Channel>& channels) {
    require_transaction(connection);
    Query write(connection,
                "INSERT INTO channel (guild_id, channel_id, name, type)"
                " VALUES ($guild, $channel, $name, $type)"
                " ON CONFLICT (guild_id, channel_id) DO UPDATE SET name = excluded.name,"
                " type = excluded.type"
                " WHERE channel.name <> excluded.name OR channel.type <> excluded.type",
                {"guild", "channel", "name", "type"});
    for (const Channel& channel : channels) {
        write.with(guild, channel.id, channel.name, channel.type).run();
    }
}

std::map<ChannelId, Channel> channels(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT channel_id, name, type FROM channel WHERE guild_id = $guild",
              {"guild"});
    std::map<ChannelId, Channel> found;
    all.with(guild);
    while (all.next()) {
        const auto id = all.get<ChannelId>(0);
        found[id] = {id, all.get<std::string>(1), all.get<int>(2)};
    }
    return found;
}

}  // namespace invitectl::store
