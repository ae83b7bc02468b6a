// One run at a time, by flock(2) on a file beside the database.
#pragma once

#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/run_lock.hpp"

#include <memory>
#include <stop_token>
#include <string>

namespace invitectl::system {

// Locks `<database_path>.lock`, which says who holds it: pid, host, command, since. The file stays
// when the lock is released; removing it would let two runs hold locks on two files of the same
// name. Waiting ends with Error(interrupted) once `stop` is requested. `clock` outlives the result.
std::unique_ptr<RunLock> file_run_lock(const std::string& database_path,
                                       Clock& clock,
                                       std::stop_token stop);

}  // namespace invitectl::system
