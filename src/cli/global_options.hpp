// The options that commands have in common.
#pragma once

#include "invitectl/cli/context.hpp"

namespace invitectl::cli {

// Headings under which help shows them.
inline constexpr const char* kOutputSection = "OUTPUT";
inline constexpr const char* kTimeSection = "TIME";
inline constexpr const char* kConnectionSection = "DISCORD";
inline constexpr const char* kSafetySection = "SAFETY";
inline constexpr const char* kCommonSection = "COMMON";

// Those every command accepts, and those this one heeds.
void declare_globals(OptionSet& set, GlobalOptions& options, const Command& command);

// A command that heeds every one there is.
Command heeds_everything();

}  // namespace invitectl::cli
