// Sources, and the decisions which code belongs to which.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/store/journal.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

// Throws Error(bad_value) for a bad name and Error(already_exists) for one that is taken.
SourceId create_source(sql::Connection& connection,
                       GuildId guild,
                       const std::string& name,
                       const Decided& decided);

// One property of a source; the last that was said holds. Values as text: a name, microseconds, an
// id; absent: none any more.
enum class SourceProperty { name, retired_at, merged_into, owner, note, tags };

// Throws Error(not_found), Error(refused) for a reserved source, and for names as create_source.
void say_of_source(sql::Connection& connection,
                   GuildId guild,
                   SourceId source,
                   SourceProperty property,
                   const std::optional<std::string>& value,
                   const Decided& decided);

// Reserved ones first, then in order of creation.
std::vector<Source> sources(sql::Connection& connection, GuildId guild);
// Also those whose making was undone: derived rows may remember their numbers.
std::vector<Source> sources_ever(sql::Connection& connection, GuildId guild);
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
    std::optional<EntryId> entry{};
};

// A decision that supersedes earlier ones about the same code from `assignment.from` on.
void assign(sql::Connection& connection,
            GuildId guild,
            const Assignment& assignment,
            const Decided& decided);
// Those in force, in the order in which they were made. A source that was merged into another one
// stands for that one.
std::vector<StoredAssignment> assignments(sql::Connection& connection, GuildId guild);
// All of them over what follows from marker roles (store/markers.hpp): an invite that gives one
// belongs to its source until somebody decides about the code.
// Whom a code is credited to; supersedes earlier decisions about the code from `credit.from` on.
void credit_code(sql::Connection& connection,
                 GuildId guild,
                 const Credit& credit,
                 const Decided& decided);
// Those in force, in the order in which they were made.
std::vector<Credit> credits(sql::Connection& connection, GuildId guild);

// Every code that an assignment in force gives to one of the sources, or gave before they were
// merged.
std::vector<InviteCode> codes_ever_of(sql::Connection& connection,
                                      GuildId guild,
                                      const std::vector<SourceId>& sources);

// The decisions in force about sources and credit.
AssignmentTimeline assignment_timeline(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
