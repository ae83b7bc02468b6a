// The one sink of the log: redacts, escapes, writes.
#pragma once

#include "invitectl/ports/log.hpp"

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace invitectl::system {

// One line a message, on `out`, which outlives the log. verbosity: 0 warnings, 1 and what is done,
// 2 and every request.
std::unique_ptr<Log> stream_log(int verbosity, std::ostream& out);

// Whatever looks like a bot token, an Authorization header or a webhook's secret, replaced.
std::string redact(std::string_view text);

}  // namespace invitectl::system
