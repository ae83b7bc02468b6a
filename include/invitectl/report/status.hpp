// How the collecting of a guild stands, on one screen.
#pragma once

#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct StatusLine {
    std::string alias;
    std::string name;
    std::string standing;  // "ok", "paused", "failing", "late", "never read"
    // Of sync as a whole, by this machine's clock.
    std::optional<Instant> last_run;
    std::string last_outcome;
    std::string last_detail;
    std::optional<Instant> last_success;
    std::optional<Duration> every;
    std::optional<Instant> next_run;
    std::string at_work;  // who holds the lock
    // Of this guild, by Discord's clock.
    std::optional<Instant> invites_read;
    std::optional<Instant> members_read;
    std::optional<Instant> audit_read;
    std::int64_t members = 0;
    std::int64_t joins = 0;
    std::int64_t certain = 0;
    std::int64_t likely = 0;
    std::int64_t open = 0;     // the rest
    std::int64_t waiting = 0;  // of all: joins that later readings may still settle
    std::int64_t gaps = 0;
    std::string latest_gap;
    std::string database;
    std::int64_t database_bytes = 0;
};

Table status(const StatusLine& line);

}  // namespace invitectl::report
