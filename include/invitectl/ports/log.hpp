// Where the program says what it is doing, for whoever asked with -v. One sink redacts and escapes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl {

struct LogOptions {
    // What standard error shows: -1 nothing, 0 warnings, 1 and what is done, 2 and every request.
    int verbosity = 0;
    bool json = false;  // one object a line
    // Kept beside standard error, with what is done at least; added to, never cut short.
    std::optional<std::string> file{};
    // Standard error leads into systemd's journal, which takes a priority before each line.
    bool for_journal = false;
};

class Log {
  public:
    virtual ~Log() = default;

    virtual void warning(std::string_view text) = 0;  // always shown
    virtual void info(std::string_view text) = 0;     // -v
    virtual void debug(std::string_view text) = 0;    // -vv

    // What the command said to its user. Standard error has it already, unless it is to hold JSON.
    virtual void notice(std::string_view) {}
    // Why the command fails, which standard error has already.
    virtual void failure(std::string_view) {}
    // From here on every line belongs to this run of the database (`run show`).
    virtual void begin_run(std::int64_t) {}
};

}  // namespace invitectl
