// What the program did and how it ended.
#pragma once

#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct RunLine {
    std::int64_t id = 0;
    std::string command;
    std::string guild;  // its short name; empty: about none
    Instant began;      // of this machine's clock
    std::optional<Instant> ended;
    std::string outcome;  // "running", "ok", "partial", "failed"
    std::string detail;   // what failed or was skipped
    std::string host;
    std::int64_t pid = 0;
};

Table runs(const std::vector<RunLine>& lines);

// One run as a record.
Table run_show(const RunLine& line);

}  // namespace invitectl::report
