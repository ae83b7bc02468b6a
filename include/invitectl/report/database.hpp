// The database as a file.
#pragma once

#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct DatabaseInfo {
    std::string path;
    std::int64_t bytes = 0;      // of the file
    std::int64_t log_bytes = 0;  // of the write-ahead log beside it
    std::string mode;            // "0600"
    std::int64_t schema = 0;
    std::int64_t latest_schema = 0;  // of this program
    std::int64_t guilds = 0;
    std::int64_t joins = 0;
    std::int64_t present = 0;
    std::int64_t runs = 0;
    std::optional<Instant> last_run;
};

Table database_info(const DatabaseInfo& info);

// Something in the file that is not as it should be.
struct DatabaseProblem {
    std::string part;   // "file", "columns"
    std::string guild;  // its alias; empty where it concerns the whole file
    std::string place;  // which row, as far as that is known
    std::string stored;
    std::string expected;
};
Table database_check(const std::vector<DatabaseProblem>& problems);

}  // namespace invitectl::report
