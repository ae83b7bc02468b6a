// JSON Schemas of what commands print with --json, from the same descriptions as everything else.
#pragma once

#include "invitectl/cli/command.hpp"

#include <string>
#include <vector>

namespace invitectl::testing {

std::string schema_folder();

// "join-recent"
std::string schema_name(const cli::Command& command);

// JSON Schema 2020-12 of an array of flat objects; a field is required where every shape of the
// output has it.
std::string schema_of(const cli::Command& command);

// Fields of `before` that `now` lacks or gives another type. An empty text has none.
std::vector<std::string> lost_fields(const std::string& before, const std::string& now);

}  // namespace invitectl::testing
