// The one sink of the log: redacts, escapes, writes.
#pragma once

#include "invitectl/ports/log.hpp"

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace invitectl::system {

// One line a message, on `out`, which outlives the log, and in the file of the options, which has
// mode 0600 and is set aside (NAME.1, .2, .3) when it gets large. Lines of the file and JSON lines
// carry the time, the level, the process and the run; the text lines of `out` only the run, once
// there is one. Throws Error(file) when the file cannot be written or is none of the user's own.
std::unique_ptr<Log> open_log(const LogOptions& options, std::ostream& out);

// Whatever looks like a bot token, an Authorization header or a webhook's secret, replaced.
std::string redact(std::string_view text);

// Whether the descriptor leads into systemd's journal, as $JOURNAL_STREAM says ("device:inode").
// https://www.freedesktop.org/software/systemd/man/252/systemd.exec.html
bool leads_to_journal(int descriptor, const std::string& journal_stream);

}  // namespace invitectl::system
