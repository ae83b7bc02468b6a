// How much of a guild's joins is known, how sure it is, and what other poll intervals would give.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/time_range.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace invitectl::analytics {

inline constexpr std::size_t kVerdicts = 7;

// Joins by verdict; every join stands in exactly one field.
struct VerdictCounts {
    std::array<std::int64_t, kVerdicts> by{};

    std::int64_t& of(Verdict verdict) { return by.at(static_cast<std::size_t>(verdict)); }
    std::int64_t of(Verdict verdict) const { return by.at(static_cast<std::size_t>(verdict)); }
    std::int64_t certain() const;
    std::int64_t total() const;
};

struct WeekCoverage {
    Instant monday;  // 00:00 UTC
    VerdictCounts code;
};

struct ReasonCount {
    std::string reason;  // as stored
    std::int64_t joins = 0;
};

struct Coverage {
    VerdictCounts code;
    VerdictCounts inviter;
    VerdictCounts source;
    std::vector<WeekCoverage> weeks;   // from the first join to the last, without gaps
    std::vector<ReasonCount> reasons;  // the most frequent first
    std::int64_t settled = 0;
};

class CoverageBuilder {
  public:
    // Joins in the window, up to `now`.
    CoverageBuilder(const TimeRange& window, Instant now) : window_(window), now_(now) {}

    void add(Instant joined_at, const Attribution& answer);
    Coverage finish() const;

  private:
    TimeRange window_;
    Instant now_;
    Coverage coverage_;
    std::map<Instant, VerdictCounts> weeks_;
    std::map<std::string, std::int64_t> reasons_;
};

// How people come in: joins an hour, and the expected share of each way in.
class Traffic {
  public:
    // `length` is the time in which the joins added later came.
    explicit Traffic(Duration length) : length_(length) {}

    // An open join counts for each of its candidates by their probabilities.
    void add(const Attribution& answer);

    std::int64_t joins() const { return joins_; }
    double joins_per_hour() const;
    // The share of joins whose window of counters, of `poll` and the guard, nobody shares who came
    // by another way: sum over the ways c of p_c exp(-R (poll + guard) (1 - p_c)), for joins that
    // come at random. An estimate of what can be told apart. 0 without joins.
    double alone(Duration poll, Duration guard) const;

  private:
    Duration length_;
    std::int64_t joins_ = 0;
    double known_ = 0;  // sum of ways_
    std::map<std::string, double> ways_;
};

// Answers held against what is known otherwise, by the probability they were given.
struct ReliabilityBin {
    double from = 0;  // probability, exclusive save for 0
    double until = 0;
    std::int64_t answers = 0;
    double expected = 0;  // sum of the probabilities
    std::int64_t right = 0;
};

class Reliability {
  public:
    Reliability();

    void add(double p, bool right);
    std::int64_t answers() const;
    // Bins with answers, by probability.
    std::vector<ReliabilityBin> bins() const;
    // Mean distance of the shares right from the probabilities given, by answers; 0 without any.
    double error() const;

  private:
    std::vector<ReliabilityBin> bins_;
};

}  // namespace invitectl::analytics
