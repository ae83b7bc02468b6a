// What a process costs: run to its end with its output thrown away.
#pragma once

#include <string>
#include <vector>

namespace invitectl::bench {

struct ChildCost {
    double cpu_seconds = 0;  // user and system
    double peak_megabytes = 0;
};

// The program first. Throws std::runtime_error unless it exits with that status.
ChildCost run_child(const std::vector<std::string>& words, int exit_status = 0);

}  // namespace invitectl::bench
