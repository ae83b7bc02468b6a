#include "invitectl/store/sources.hpp"

#include "invitectl/store/markers.hpp"

#include "store/query.hpp"
#include "store/source_rows.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace invitectl::store {

namespace {

constexpr char kTagBreak = '\n';

std::vector<std::string> split_tags(const std::string& text) {
    std::vector<std::string> tags;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find(kTagBreak, from), text.size());
        tags.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return tags;
}

// Columns in the order source_id, name, kind, created_at, retired_at, merged_into, owner_id, note,
// tags.
Source read_source(const Query& row) {
    const std::optional<SourceKind> kind = parse_source_kind(row.get<std::string>(2));
    if (!kind) {
        throw Error(ErrorCode::damaged_database, "the database holds a source of no known kind");
    }
    return {.id = row.get<SourceId>(0),
            .name = row.get<std::string>(1),
            .kind = *kind,
            .created_at = row.get<Instant>(3),
            .retired_at = row.get<std::optional<Instant>>(4),
            .merged_into = row.get<std::optional<SourceId>>(5),
            .owner = row.get<std::optional<UserId>>(6),
            .note = row.get<std::optional<std::string>>(7).value_or(""),
            .tags = split_tags(row.get<std::optional<std::string>>(8).value_or(""))};
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

constexpr std::array<std::string_view, 6> kProperties = {
    "name", "retired_at", "merged_into", "owner", "note", "tags"};

void add_change(sql::Connection& connection,
                GuildId guild,
                SourceId source,
                SourceProperty property,
                const std::optional<std::string>& value,
                const Decided& decided) {
    Query(connection,
          "INSERT INTO source_change (guild_id, change_id, source_id, property, value, made_at,"
          " author, entry_id) SELECT $guild, COALESCE(MAX(change_id), 0) + 1, $source, $property,"
          " $value, $made_at, $author, $entry FROM source_change WHERE guild_id = $guild",
          {"guild", "source", "property", "value", "made_at", "author", "entry"})
        .with(guild,
              source,
              kProperties.at(static_cast<std::size_t>(property)),
              value,
              decided.at,
              decided.author,
              decided.entry)
        .run();
}

}  // namespace

void set_source_straight(sql::Connection& connection, GuildId guild, SourceId source) {
    Query said(connection,
               "SELECT property, value, withdrawn_at IS NULL FROM source_change"
               " WHERE guild_id = $guild AND source_id = $source ORDER BY change_id",
               {"guild", "source"});
    std::map<std::string, std::optional<std::string>> now;
    std::optional<bool> made;  // the first change makes it; without that, a later name is nobody's
    for (said.with(guild, source); said.next();) {
        const bool in_force = said.get<bool>(2);
        made = made.value_or(in_force);
        if (in_force) {
            now[said.get<std::string>(0)] = said.get<std::optional<std::string>>(1);
        }
    }
    const std::optional<std::string> name = made.value_or(false) ? now["name"] : std::nullopt;
    Query taken(connection,
                "SELECT 1 FROM source WHERE guild_id = $guild AND name = $name"
                " AND source_id <> $source",
                {"guild", "name", "source"});
    if (name && taken.with(guild, *name, source).next()) {
        throw Error(ErrorCode::already_exists,
                    "there is another source \"" + *name + "\" by now",
                    "two sources cannot have one name",
                    "rename that one first: invitectl source rename OLD NEW");
    }
    // A control character keeps the name of what is not there from meeting any name in use.
    Query(connection,
          "UPDATE source SET name = $name, withdrawn_at = CASE WHEN $there = 1 THEN NULL ELSE"
          " created_at END, retired_at = CAST($retired AS INTEGER),"
          " merged_into = CAST($merged AS INTEGER), owner_id = CAST($owner AS INTEGER),"
          " note = $note, tags = $tags WHERE guild_id = $guild AND source_id = $source",
          {"name", "there", "retired", "merged", "owner", "note", "tags", "guild", "source"})
        .with(name.value_or("\x1f" + std::to_string(source)),
              name.has_value(),
              now["retired_at"],
              now["merged_into"],
              now["owner"],
              now["note"],
              now["tags"],
              guild,
              source)
        .run();
}

SourceId create_source(sql::Connection& connection,
                       GuildId guild,
                       const std::string& name,
                       const Decided& decided) {
    require_transaction(connection);
    check_name_is_free(connection, guild, name);
    Query add(connection,
              "INSERT INTO source (guild_id, source_id, name, kind, created_at)"
              " SELECT $guild, COALESCE(MAX(source_id), 0) + 1, $name, $kind, $now"
              " FROM source WHERE guild_id = $guild RETURNING source_id",
              {"guild", "name", "kind", "now"});
    add.with(guild, name, to_text(SourceKind::named), decided.at).next();
    const SourceId id = add.get<SourceId>(0);
    add_change(connection, guild, id, SourceProperty::name, name, decided);
    return id;
}

void say_of_source(sql::Connection& connection,
                   GuildId guild,
                   SourceId source,
                   SourceProperty property,
                   const std::optional<std::string>& value,
                   const Decided& decided) {
    require_transaction(connection);
    const Source now = named_source(connection, guild, source);
    if (property == SourceProperty::name) {
        if (value == now.name) {
            return;
        }
        check_name_is_free(connection, guild, value.value_or(""));
    }
    add_change(connection, guild, source, property, value, decided);
    set_source_straight(connection, guild, source);
}

std::vector<Source> sources(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT source_id, name, kind, created_at, retired_at, merged_into, owner_id, note,"
              " tags FROM source WHERE guild_id = $guild AND withdrawn_at IS NULL"
              " ORDER BY source_id",
              {"guild"});
    std::vector<Source> found;
    all.with(guild);
    while (all.next()) {
        found.push_back(read_source(all));
    }
    return found;
}

std::vector<Source> sources_ever(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT source_id, name, kind, created_at, retired_at, merged_into, owner_id, note,"
              " tags FROM source WHERE guild_id = $guild ORDER BY source_id",
              {"guild"});
    std::vector<Source> found;
    for (all.with(guild); all.next();) {
        found.push_back(read_source(all));
    }
    return found;
}

std::optional<Source> find_source(sql::Connection& connection,
                                  GuildId guild,
                                  std::string_view name) {
    Query find(connection,
               "SELECT source_id, name, kind, created_at, retired_at, merged_into, owner_id, note,"
               " tags FROM source WHERE guild_id = $guild AND name = $name"
               " AND withdrawn_at IS NULL",
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
            const Decided& decided) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO assignment (guild_id, assignment_id, code, source_id, valid_from, made_at,"
          " author, entry_id)"
          " SELECT $guild, COALESCE(MAX(assignment_id), 0) + 1, $code, $source, $from, $made_at,"
          " $author, $entry FROM assignment WHERE guild_id = $guild",
          {"guild", "code", "source", "from", "made_at", "author", "entry"})
        .with(guild,
              assignment.code,
              assignment.source,
              assignment.from,
              decided.at,
              decided.author,
              decided.entry)
        .run();
}

std::vector<StoredAssignment> assignments(sql::Connection& connection, GuildId guild) {
    const Merges merges(sources(connection, guild));
    Query all(connection,
              "SELECT assignment_id, code, source_id, valid_from, made_at, author, entry_id"
              " FROM assignment WHERE guild_id = $guild AND withdrawn_at IS NULL"
              " ORDER BY assignment_id",
              {"guild"});
    std::vector<StoredAssignment> found;
    for (all.with(guild); all.next();) {
        auto source = all.get<std::optional<SourceId>>(2);
        if (source) {
            source = merges.end_of(*source);
        }
        found.push_back(
            {.id = all.get<std::int64_t>(0),
             .assignment = {all.get<InviteCode>(1), source, all.get<std::optional<Instant>>(3)},
             .made_at = all.get<Instant>(4),
             .author = all.get<std::string>(5),
             .entry = all.get<std::optional<EntryId>>(6)});
    }
    return found;
}

void credit_code(sql::Connection& connection,
                 GuildId guild,
                 const Credit& credit,
                 const Decided& decided) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO credit (guild_id, credit_id, code, user_id, valid_from, made_at, author,"
          " entry_id) SELECT $guild, COALESCE(MAX(credit_id), 0) + 1, $code, $user, $from,"
          " $made_at, $author, $entry FROM credit WHERE guild_id = $guild",
          {"guild", "code", "user", "from", "made_at", "author", "entry"})
        .with(
            guild, credit.code, credit.user, credit.from, decided.at, decided.author, decided.entry)
        .run();
}

std::vector<Credit> credits(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT code, user_id, valid_from FROM credit WHERE guild_id = $guild"
              " AND withdrawn_at IS NULL ORDER BY credit_id",
              {"guild"});
    std::vector<Credit> found;
    for (all.with(guild); all.next();) {
        found.push_back({all.get<InviteCode>(0),
                         all.get<std::optional<UserId>>(1),
                         all.get<std::optional<Instant>>(2)});
    }
    return found;
}

std::vector<InviteCode> codes_ever_of(sql::Connection& connection,
                                      GuildId guild,
                                      const std::vector<SourceId>& wanted) {
    const Merges merges(sources(connection, guild));
    std::set<SourceId> ends;
    for (const SourceId source : wanted) {
        ends.insert({source, merges.end_of(source)});
    }
    Query all(connection,
              "SELECT DISTINCT code, source_id FROM assignment WHERE guild_id = $guild"
              " AND source_id IS NOT NULL AND withdrawn_at IS NULL ORDER BY code",
              {"guild"});
    std::set<InviteCode> codes;
    for (all.with(guild); all.next();) {
        const auto source = all.get<SourceId>(1);
        if (ends.contains(source) || ends.contains(merges.end_of(source))) {
            codes.insert(all.get<InviteCode>(0));
        }
    }
    for (const auto& [role, source] : marker_roles(connection, guild)) {
        if (ends.contains(source) || ends.contains(merges.end_of(source))) {
            const auto given = codes_giving(connection, guild, role);
            codes.insert(given.begin(), given.end());
        }
    }
    return {codes.begin(), codes.end()};
}

AssignmentTimeline assignment_timeline(sql::Connection& connection, GuildId guild) {
    AssignmentTimeline timeline;
    const std::vector<Source> all = sources(connection, guild);
    const Merges merges(all);
    for (const auto& [role, source] : marker_roles(connection, guild)) {
        for (const InviteCode& code : codes_giving(connection, guild, role)) {
            timeline.add({code, merges.end_of(source), {}});
        }
    }
    for (const StoredAssignment& made : assignments(connection, guild)) {
        timeline.add(made.assignment);
    }
    for (const Credit& credit : credits(connection, guild)) {
        timeline.add(credit);
    }
    for (const Source& source : all) {
        if (source.owner && !source.merged_into) {
            timeline.set_owner(source.id, *source.owner);
        }
    }
    return timeline;
}

}  // namespace invitectl::store
