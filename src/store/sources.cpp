#include "invitectl/store/sources.hpp"

#include "invitectl/store/markers.hpp"

#include "store/query.hpp"

namespace invitectl::store {

namespace {

// Columns in the order source_id, name, kind, created_at, retired_at.
Source read_source(const Query& row) {
    const std::optional<SourceKind> kind = parse_source_kind(row.get<std::string>(2));
    if (!kind) {
        throw Error(ErrorCode::damaged_database, "the database holds a source of no known kind");
    }
    return {.id = row.get<SourceId>(0),
            .name = row.get<std::string>(1),
            .kind = *kind,
            .created_at = row.get<Instant>(3),
            .retired_at = row.get<std::optional<Instant>>(4)};
}

Source named_source(sql::Connection& connection, GuildId guild, SourceId id) {
    for (Source& source : sources(connection, guild)) {
        if (source.id != id) {
            continue;
        }
        if (source.kind != SourceKind::named) {
            throw Error(ErrorCode::refused,
                        "the source \"" + source.name + "\" cannot be changed",
                        "every server has it, for what comes by no code of its own");
        }
        return std::move(source);
    }
    throw Error(ErrorCode::not_found, "there is no such source");
}

void check_name_is_free(sql::Connection& connection, GuildId guild, const std::string& name) {
    check_source_name(name);
    if (find_source(connection, guild, name)) {
        throw Error(ErrorCode::already_exists,
                    "there is a source \"" + name + "\" already",
                    {},
                    "run: invitectl source list");
    }
}

}  // namespace

SourceId create_source(sql::Connection& connection,
                       GuildId guild,
                       const std::string& name,
                       Instant now) {
    require_transaction(connection);
    check_name_is_free(connection, guild, name);
    Query add(connection,
              "INSERT INTO source (guild_id, source_id, name, kind, created_at)"
              " SELECT $guild, COALESCE(MAX(source_id), 0) + 1, $name, $kind, $now"
              " FROM source WHERE guild_id = $guild RETURNING source_id",
              {"guild", "name", "kind", "now"});
    add.with(guild, name, to_text(SourceKind::named), now).next();
    return add.get<SourceId>(0);
}

void rename_source(sql::Connection& connection,
                   GuildId guild,
                   SourceId source,
                   const std::string& name) {
    require_transaction(connection);
    if (named_source(connection, guild, source).name == name) {
        return;
    }
    check_name_is_free(connection, guild, name);
    Query(connection,
          "UPDATE source SET name = $name WHERE guild_id = $guild AND source_id = $source",
          {"name", "guild", "source"})
        .with(name, guild, source)
        .run();
}

void set_retired(sql::Connection& connection,
                 GuildId guild,
                 SourceId source,
                 std::optional<Instant> retired_at) {
    require_transaction(connection);
    named_source(connection, guild, source);
    Query(connection,
          "UPDATE source SET retired_at = $retired WHERE guild_id = $guild AND source_id = $source",
          {"retired", "guild", "source"})
        .with(retired_at, guild, source)
        .run();
}

std::vector<Source> sources(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT source_id, name, kind, created_at, retired_at FROM source"
              " WHERE guild_id = $guild ORDER BY source_id",
              {"guild"});
    std::vector<Source> found;
    all.with(guild);
    while (all.next()) {
        found.push_back(read_source(all));
    }
    return found;
}

std::optional<Source> find_source(sql::Connection& connection,
                                  GuildId guild,
                                  std::string_view name) {
    Query find(connection,
               "SELECT source_id, name, kind, created_at, retired_at FROM source"
               " WHERE guild_id = $guild AND name = $name",
               {"guild", "name"});
    return find.with(guild, name).next() ? std::optional(read_source(find)) : std::nullopt;
}

reconcile::ReservedSources reserved_sources(sql::Connection& connection, GuildId guild) {
    reconcile::ReservedSources found;
    for (const Source& source : sources(connection, guild)) {
        switch (source.kind) {
            case SourceKind::vanity:
                found.vanity = source.id;
                break;
            case SourceKind::bot:
                found.bot = source.id;
                break;
            case SourceKind::none:
                found.none = source.id;
                break;
            case SourceKind::named:
                break;
        }
    }
    if (found.vanity == 0 || found.bot == 0 || found.none == 0) {
        throw Error(ErrorCode::unknown_guild,
                    "the server " + guild.text() + " is not in the database",
                    {},
                    "run: invitectl guild add " + guild.text());
    }
    return found;
}

void assign(sql::Connection& connection,
            GuildId guild,
            const Assignment& assignment,
            Instant made_at,
            std::string_view author) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO assignment (guild_id, assignment_id, code, source_id, valid_from, made_at,"
          " author)"
          " SELECT $guild, COALESCE(MAX(assignment_id), 0) + 1, $code, $source, $from, $made_at,"
          " $author FROM assignment WHERE guild_id = $guild",
          {"guild", "code", "source", "from", "made_at", "author"})
        .with(guild, assignment.code, assignment.source, assignment.from, made_at, author)
        .run();
}

std::vector<StoredAssignment> assignments(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT assignment_id, code, source_id, valid_from, made_at, author FROM assignment"
              " WHERE guild_id = $guild ORDER BY assignment_id",
              {"guild"});
    std::vector<StoredAssignment> found;
    all.with(guild);
    while (all.next()) {
        found.push_back({.id = all.get<std::int64_t>(0),
                         .assignment = {all.get<InviteCode>(1),
                                        all.get<std::optional<SourceId>>(2),
                                        all.get<std::optional<Instant>>(3)},
                         .made_at = all.get<Instant>(4),
                         .author = all.get<std::string>(5)});
    }
    return found;
}

AssignmentTimeline assignment_timeline(sql::Connection& connection, GuildId guild) {
    AssignmentTimeline timeline;
    for (const auto& [role, source] : marker_roles(connection, guild)) {
        for (const InviteCode& code : codes_giving(connection, guild, role)) {
            timeline.add({code, source, {}});
        }
    }
    for (const StoredAssignment& made : assignments(connection, guild)) {
        timeline.add(made.assignment);
    }
    return timeline;
}

}  // namespace invitectl::store
