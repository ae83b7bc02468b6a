// Taking the facts of a guild out of one database and into another. Where they go to and come from
// is the caller's affair; neither side ever holds more than one of them.
#pragma once

#include "invitectl/store/facts.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::workflow {

// All facts, as they were at one moment.
void export_facts(sql::Connection& database, GuildId guild, const store::FactVisitor& visit);

// A line of the file they come from.
struct OfferedFact {
    std::int64_t line = 0;
    store::Fact fact;
    std::string problem;  // why it could not be read; empty where it could
};

struct RefusedFact {
    std::int64_t line = 0;
    std::string fact;  // the name of the table where it is known
    std::string problem;
};

// As many are told; more are only counted.
inline constexpr std::size_t kRefusalsKept = 100;

struct ImportedFacts {
    std::int64_t facts = 0;  // stored; 0 where anything was refused
    std::int64_t refused = 0;
    std::vector<RefusedFact> refusals;  // the first kRefusalsKept
};

// All of it or nothing, in one transaction; nothing is worked out. `next` gives nothing at the end.
// Throws what store::FactImporter throws.
ImportedFacts import_facts(sql::Connection& database,
                           GuildId guild,
                           const std::optional<std::string>& alias,
                           const std::function<std::optional<OfferedFact>()>& next);

}  // namespace invitectl::workflow
