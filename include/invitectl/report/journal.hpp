// What people decided, and what was taken back.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct JournalLine {
    std::int64_t entry = 0;
    Instant at;
    std::string author;
    std::string action;
    std::string subject;
    std::string detail;
    std::optional<std::int64_t> undoes;
    std::optional<std::int64_t> undone_by;
};

Table history(const std::vector<JournalLine>& lines);

}  // namespace invitectl::report
