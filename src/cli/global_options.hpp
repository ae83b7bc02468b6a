// The options that commands have in common.
#pragma once

#include "invitectl/cli/context.hpp"

namespace invitectl::cli {

// Headings under which help shows them.
inline constexpr const char* kOutputSection = "OUTPUT";
inline constexpr const char* kTimeSection = "TIME";
inline constexpr const char* kConnectionSection = "DISCORD";
inline constexpr const char* kCommonSection = "COMMON";

// Those every command accepts, and those it heeds.
void declare_globals(OptionSet& set, GlobalOptions& options, const Needs& needs);

// Every one there is.
inline constexpr Needs kAllNeeds = {.guild = true,
                                    .table = true,
                                    .limit = true,
                                    .range = true,
                                    .as_of = true,
                                    .discord = true,
                                    .lock = true};

}  // namespace invitectl::cli
