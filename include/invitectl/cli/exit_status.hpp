// The exit codes of the program: the only ones it ever returns, with their meanings.
#pragma once

#include "invitectl/base/error.hpp"

#include <span>
#include <string_view>

namespace invitectl::cli {

enum class ExitStatus {
    ok = 0,
    failed = 1,
    usage = 2,
    partial = 3,
    access = 4,
    temporary = 5,
    refused = 6,
    condition = 8,
    no_database = 10,
    locked = 11,
    damaged = 12,
    interrupted = 130,
    terminated = 143,
};

struct ExitRow {
    ExitStatus status;
    std::string_view meaning;
};

// Every status, ascending: what `help exit-codes` prints.
std::span<const ExitRow> exit_rows();

// What a failure of this kind ends the program with.
ExitStatus exit_status(ErrorCode code);

}  // namespace invitectl::cli
