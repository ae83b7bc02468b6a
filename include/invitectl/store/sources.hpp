// Sources, and the decisions which code belongs to which.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/reconcile/attribute.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

// Throws Error(bad_value) for a bad name and Error(already_exists) for one that is taken.
SourceId create_source(sql::Connection& connection,
                       GuildId guild,
                       const std::string& name,
                       Instant now);
// Throws Error(not_found), Error(refused) for a reserved source, and as create_source.
void rename_source(sql::Connection& connection,
                   GuildId guild,
                   SourceId source,
                   const std::string& name);
// Absent: open again.
void set_retired(sql::Connection& connection,
                 GuildId guild,
                 SourceId source,
                 std::optional<Instant> retired_at);

// Reserved ones first, then in order of creation.
std::vector<Source> sources(sql::Connection& connection, GuildId guild);
// By exact name; "vanity", "bot" and "none" find the reserved ones.
std::optional<Source> find_source(sql::Connection& connection,
                                  GuildId guild,
                                  std::string_view name);

// Throws Error(unknown_guild).
reconcile::ReservedSources reserved_sources(sql::Connection& connection, GuildId guild);

struct StoredAssignment {
    std::int64_t id = 0;  // 1, 2, 3 … per guild; a later one wins where both apply
    Assignment assignment;
    Instant made_at;
    std::string author;
};

// A decision that supersedes earlier ones about the same code from `assignment.from` on.
void assign(sql::Connection& connection,
            GuildId guild,
            const Assignment& assignment,
            Instant made_at,
            std::string_view author);
// In the order in which they were made.
std::vector<StoredAssignment> assignments(sql::Connection& connection, GuildId guild);
// All of them over what follows from marker roles (store/markers.hpp): an invite that gives one
// belongs to its source until somebody decides about the code.
AssignmentTimeline assignment_timeline(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
