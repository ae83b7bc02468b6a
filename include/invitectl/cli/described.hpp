// What the commands print, as data.
#pragma once

#include "invitectl/cli/command.hpp"
#include "invitectl/report/description.hpp"

#include <span>
#include <vector>

namespace invitectl::cli {

// Nothing printed: a description without shapes.
report::Described described(const Command& command);

// Of all commands that print tables, in their order.
std::vector<report::Described> described(std::span<const Command> commands);

}  // namespace invitectl::cli
