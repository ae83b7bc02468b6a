#include "tests/bench/yardstick.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <iostream>

namespace invitectl::bench {
namespace {

double status_megabytes(const std::string& field) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        if (word == field + ":") {
            double kibibytes = 0;
            status >> kibibytes;
            return kibibytes * 1024 / 1e6;
        }
    }
    return 0;
}

[[noreturn]] void refuse(const std::string& why, const std::vector<std::string>& parts) {
    std::cerr << "error: " << why << "\nusage: [--quick] [--seed N] [PART...]\nparts:";
    for (const std::string& part : parts) {
        std::cerr << " " << part;
    }
    std::cerr << std::endl;
    std::exit(2);
}

}  // namespace

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double resident_megabytes() {
    return status_megabytes("VmRSS");
}

double peak_megabytes() {
    return status_megabytes("VmHWM");
}

void reset_peak() {
    // Documented in proc(5): 5 sets the peak to what is held now.
    std::ofstream("/proc/self/clear_refs") << 5;
}

void Targets::add(const std::string& row,
                  const std::string& what,
                  double figure,
                  Wanted wanted,
                  double target,
                  const std::string& unit,
                  int decimals) {
    const bool met = wanted == Wanted::at_most ? figure <= target : figure >= target;
    ++(met ? met_ : missed_);
    const std::string got = fmt::format("{:.{}f}{}", figure, decimals, unit);
    const std::string want = fmt::format(
        "{} {:.{}f}{}", wanted == Wanted::at_most ? "<=" : ">=", target, decimals, unit);
    fmt::print("{:<4} {:<43} {:>10}  {:>11}  {}\n", row, what, got, want, met ? "met" : "MISSED");
    std::fflush(stdout);
}

void Targets::promise(const std::string& row,
                      const std::string& what,
                      double figure,
                      double at_most) {
    add(row, what, figure, Wanted::at_most, at_most, "", 0);
    broken_ += figure <= at_most ? 0 : 1;
}

int Targets::finish(const Arguments& arguments) const {
    fmt::print("{} targets met, {} missed\n", met_, missed_);
    return (arguments.quick ? broken_ : missed_) == 0 ? 0 : 1;
}

bool Arguments::wants(const std::string& part) const {
    return parts.empty() || std::find(parts.begin(), parts.end(), part) != parts.end();
}

Arguments parse_arguments(int argc, char** argv, const std::vector<std::string>& parts) {
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--quick") {
            arguments.quick = true;
        } else if (word == "--seed" && i + 1 < argc) {
            arguments.seed = std::strtoull(argv[++i], nullptr, 10);
        } else if (std::find(parts.begin(), parts.end(), word) != parts.end()) {
            arguments.parts.push_back(word);
        } else {
            refuse("there is no part called " + word, parts);
        }
    }
    return arguments;
}

}  // namespace invitectl::bench
