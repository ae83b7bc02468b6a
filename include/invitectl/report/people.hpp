// `--names`: whether a report says who people are.
#pragma once

#include "invitectl/report/table.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace invitectl::report {

enum class NameMode {
    full,       // names and ids
    pseudonym,  // "member 1", "member 2" …, numbered as they appear in this output
    none,       // neither names nor ids
};

std::optional<NameMode> parse_name_mode(std::string_view text);

// Pseudonyms given so far: one for all tables of an output, so that a person has the same in each.
// They name nobody outside of it: nothing is derived from ids or names.
class Pseudonyms {
  public:
    Pseudonyms();
    // By the id of the person.
    std::string of(std::int64_t person);

  private:
    struct Given;
    std::shared_ptr<Given> given_;
};

// Replaces what columns with `person` hold. What stands in brackets ("(server)") names nobody and
// stays. A story, which tells of people, makes room for the rows, and the title of a record for the
// name of its table.
Table hide_people(Table table, NameMode mode, Pseudonyms pseudonyms);

}  // namespace invitectl::report
