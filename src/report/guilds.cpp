#include "invitectl/report/guilds.hpp"

#include "cells.hpp"

#include <utility>

namespace invitectl::report {
namespace {

std::vector<Column> guild_columns() {
    return {
        column("alias", "alias", Type::text, "what to type after -g"),
        column("name", "name", Type::text, "what Discord calls it"),
        column("default", "default", Type::boolean, "whether commands mean it when -g is missing"),
        column("enabled", "enabled", Type::boolean, "whether sync reads it", Room::if_there),
        column("members",
               "members",
               Type::integer,
               "members by the latest sweep",
               Room::always,
               "members"),
        column("joins",
               "joins",
               Type::integer,
               "joins recorded since it was added",
               Room::always,
               "joins"),
        column("last_reading",
               "invites read",
               Type::instant,
               "when the invites were read last; empty: never"),
        column("last_sweep",
               "members read",
               Type::instant,
               "when the members were read last; empty: never",
               Room::if_there),
        column("guild_id", "guild id", Type::id, "its identity", Room::if_there),
        column("added_at", "added", Type::instant, "when it was added here", Room::machines),
        column("has_vanity",
               "own URL",
               Type::boolean,
               "whether it has a URL of its own",
               Room::machines),
        column("discoverable",
               "discoverable",
               Type::boolean,
               "whether people find it in Discord's discovery, without an invite",
               Room::machines),
    };
}

std::vector<Cell> guild_cells(const GuildLine& line) {
    return {line.alias,
            line.guild.name,
            line.is_default,
            line.enabled,
            line.members,
            line.joins,
            cell(line.last_reading),
            cell(line.last_sweep),
            line.guild.id.value,
            line.added_at,
            line.guild.has_vanity,
            line.guild.discoverable};
}

}  // namespace

Table guilds(const std::vector<GuildLine>& lines) {
    Table table;
    table.name = "guild list";
    table.identity = {"guild_id"};
    table.title = "Guilds";
    table.columns = guild_columns();
    std::vector<Row> rows;
    for (const GuildLine& line : lines) {
        rows.push_back({guild_cells(line)});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no guilds yet";
    return table;
}

Table guild_show(const GuildLine& line, const Names& names) {
    Table table;
    table.name = "guild show";
    table.title = "Guild " + line.guild.name;
    table.columns = guild_columns();
    table.columns.push_back(person_column("owner", "owner", "who owns it", "owner_id"));
    table.columns.push_back(person_id_column("owner_id", "owner id", "the identity of the owner"));
    Row row{guild_cells(line)};
    row.cells.emplace_back(person_text(line.guild.owner, names));
    row.cells.emplace_back(line.guild.owner.value);
    return record_table(std::move(table), std::move(row));
}

}  // namespace invitectl::report
