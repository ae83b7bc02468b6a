// A failure as people and programs read it.
#pragma once

#include "invitectl/base/error.hpp"
#include "invitectl/cli/exit_status.hpp"

#include <span>
#include <string>

namespace invitectl::cli {

// With what to do next in general, where the error itself does not say.
Error with_next_step(const Error& error);

// Three lines, or one JSON object; both end in a line break and hold nothing a terminal would obey.
std::string failure_lines(const Error& error, bool for_journal = false);
std::string failure_object(const Error& error, ExitStatus status);

// Whether the words ask for JSON. Looked at without parsing, since parsing may be what failed.
bool asks_for_json(std::span<const std::string> words);

// Throws Error(usage) for a bot token among the words, and for --token, which does not exist.
void refuse_tokens(std::span<const std::string> words);

}  // namespace invitectl::cli
