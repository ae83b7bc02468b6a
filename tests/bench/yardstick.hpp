// What every bench needs: CPU time, memory, and targets that are met or missed.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace invitectl::bench {

// CPU-seconds of this process so far, all threads.
double cpu_seconds();

class Stopwatch {
  public:
    double seconds() const { return cpu_seconds() - began_; }

  private:
    double began_ = cpu_seconds();
};

// Megabytes (10^6) that this process holds now, and the most since the last reset.
double resident_megabytes();
double peak_megabytes();
void reset_peak();

// What follows the subject on the command line: --quick for a small run whose figures mean little
// and whose misses are no failure, --seed N, and names of parts to run.
struct Arguments {
    bool quick = false;
    std::uint64_t seed = 1;
    std::vector<std::string> parts;

    // True also where no part was named.
    bool wants(const std::string& part) const;
};

// How a target compares.
enum class Wanted { at_most, at_least };

// Prints one line per target and remembers whether all were met.
class Targets {
  public:
    // A target that must be met even in a quick run, where figures mean little otherwise.
    void promise(const std::string& row, const std::string& what, double figure, double at_most);
    // `row` is the number in the table of targets, `figure` and `target` in `unit`, with so many
    // decimals.
    void add(const std::string& row,
             const std::string& what,
             double figure,
             Wanted wanted,
             double target,
             const std::string& unit = "",
             int decimals = 1);

    // A last line; the exit status of the program.
    int finish(const Arguments& arguments) const;

  private:
    std::size_t broken_ = 0;  // promises
    std::size_t met_ = 0;
    std::size_t missed_ = 0;
};

// Exits with status 2 where they make no sense.
Arguments parse_arguments(int argc, char** argv, const std::vector<std::string>& parts);

}  // namespace invitectl::bench
