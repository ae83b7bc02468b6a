// `--names`: whether a report says who people are.
#pragma once

#include "invitectl/base/keyed_hash.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl::report {

enum class NameMode {
    full,       // names and ids
    pseudonym,  // "member-4x9wq2mmk7tz": the same person has the same one in every output
    none,       // neither names nor ids
};

std::optional<NameMode> parse_name_mode(std::string_view text);

// The pseudonym of the person with this id.
using PseudonymOf = std::function<std::string(std::int64_t person)>;

// Pseudonyms by a keyed hash of guild and user: a person has the same one in all outputs about a
// guild and another one in each other guild, and nobody without the key can tell whose it is.
class Pseudonyms {
  public:
    Pseudonyms(std::string_view key, GuildId guild) : hash_(key), guild_(guild) {}
    std::string of(std::int64_t person);

  private:
    KeyedHash hash_;
    GuildId guild_;
};

// Replaces what columns with `person` hold, and cuts what columns with `gives_away` hold to whole
// days. What stands in brackets ("(server)") names nobody and stays. A story, which tells of
// people, makes room for the rows, and the title of a record for the name of its table. Rows that
// only a person tells apart are identified by pseudonym; with neither names nor ids, by nothing.
Table hide_people(Table table, NameMode mode, PseudonymOf pseudonym);

// The same for reports that look names up: everybody is called by pseudonym, or "somebody".
Names hide_people(Names names, NameMode mode, PseudonymOf pseudonym);

}  // namespace invitectl::report
