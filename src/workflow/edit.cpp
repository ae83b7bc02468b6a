#include "invitectl/workflow/edit.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/base/shell_text.hpp"
#include "invitectl/base/time_text.hpp"

namespace invitectl::workflow {

namespace {

std::string nearest_names(std::string_view name, const std::vector<Source>& sources) {
    std::vector<std::string> near = confusable_names(name, sources);
    if (near.empty()) {
        std::vector<std::string> names;
        for (const Source& source : sources) {
            names.push_back(source.name);
        }
        if (const auto one = nearest(name, names)) {
            near.push_back(*one);
        }
    }
    if (near.empty()) {
        return "names must be given exactly";
    }
    std::string text = "the nearest name is ";
    for (std::size_t i = 0; i < near.size(); ++i) {
        text += (i == 0 ? "\"" : ", \"") + near[i] + "\"";
    }
    return text;
}

void check_not_reserved(const Source& source, const std::string& what) {
    if (source.kind != SourceKind::named) {
        throw Error(ErrorCode::refused,
                    what + " \"" + source.name + "\"",
                    "it is reserved for joins that came by no invite of the list",
                    "invitectl source list");
    }
}

void check_not_merged(sql::Connection& database, GuildId guild, const Source& source) {
    if (!source.merged_into) {
        return;
    }
    std::string into;
    for (const Source& other : store::sources(database, guild)) {
        if (other.id == *source.merged_into) {
            into = other.name;
        }
    }
    throw Error(ErrorCode::refused,
                "the source \"" + source.name + "\" was merged into \"" + into + "\"",
                "what belongs to it counts there now",
                "use that one, or take the merge back: invitectl undo");
}

}  // namespace

Source source_named(sql::Connection& database, GuildId guild, std::string_view name) {
    const auto found = store::find_source(database, guild, name);
    if (!found) {
        throw Error(ErrorCode::not_found,
                    "there is no source named \"" + std::string(name) + "\"",
                    nearest_names(name, store::sources(database, guild)),
                    "invitectl source list");
    }
    return *found;
}

Source open_source(sql::Connection& database, GuildId guild, std::string_view name) {
    Source source = source_named(database, guild, name);
    check_not_reserved(source, "codes cannot be assigned to");
    check_not_merged(database, guild, source);
    if (source.retired_at) {
        throw Error(ErrorCode::refused,
                    "the source \"" + source.name + "\" is retired",
                    "retired sources keep their history but take no more codes",
                    "invitectl source reopen " + shell_quoted(source.name));
    }
    return source;
}

Source own_source(sql::Connection& database, GuildId guild, std::string_view name) {
    Source source = source_named(database, guild, name);
    check_not_reserved(source, "nothing can be said of");
    check_not_merged(database, guild, source);
    return source;
}

void check_not_in_future(std::optional<Instant> from, Instant now) {
    if (from && *from > now) {
        throw Error(ErrorCode::bad_value,
                    "--from " + format_rfc3339(*from) + " lies in the future",
                    "it is " + format_rfc3339(now),
                    "leave --from out for all history");
    }
}

}  // namespace invitectl::workflow
