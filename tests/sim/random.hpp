// Random numbers that are the same on every machine: the distributions of the standard library are
// not.
#pragma once

#include "invitectl/base/time.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace invitectl::sim {

class Random {
  public:
    explicit Random(std::uint64_t seed);

    std::uint64_t next();
    double unit();                                              // 0 <= x < 1
    std::int64_t between(std::int64_t low, std::int64_t high);  // both ends included
    bool chance(double probability);
    double exponential(double mean);
    Duration exponential(Duration mean);
    // Exponential given that it does not exceed `max`; zero where the mean is zero.
    Duration exponential_below(Duration mean, Duration max);
    std::string_view one_of(const std::vector<std::string_view>& choices);
    // An independent stream; `salt` tells the streams of one seed apart.
    Random fork(std::uint64_t salt) const;

  private:
    std::uint64_t seed_;
    std::uint64_t state_;
};

// Draws 0..n-1 with weights 1/1, 1/2, 1/3 …
class Zipf {
  public:
    explicit Zipf(int n);
    int draw(Random& random) const;

  private:
    std::vector<double> cumulative_;
};

}  // namespace invitectl::sim
