// How long people stay, where leaves are known as intervals: the nonparametric maximum likelihood
// estimate of Turnbull. Where every leave is exact it is that of Kaplan and Meier.
// Source: B. W. Turnbull, The empirical distribution function with arbitrarily grouped, censored
// and truncated data, J. R. Statist. Soc. B 38 (1976).
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace invitectl::analytics {

// Somebody left after more than `after` and at most `by` (any unit); never, so far: `by` infinite.
// An exact leave at t is written as (just below t, t].
struct Stay {
    double after = 0;
    double by = std::numeric_limits<double>::infinity();
    double weight = 1;  // joins, or the probability of one
};

// Where leaves happen: so much of all of them in (after, by]. Where in between nothing says.
struct LeaveMass {
    double after = 0;
    double by = 0;  // infinite: not seen to leave
    double mass = 0;
};

// One point of the curve with its 95 % band; the band is absent where nothing tells its width.
struct Survival {
    double share = 1;
    std::optional<double> low;
    std::optional<double> high;
};

class SurvivalCurve {
  public:
    // Empty for no stays.
    explicit SurvivalCurve(std::span<const Stay> stays);

    const std::vector<LeaveMass>& masses() const { return masses_; }
    // The share of people still there at t. Inside an interval that holds leaves their times are
    // taken as spread evenly; nothing after the last time at which anybody was seen.
    std::optional<Survival> at(double t) const;

  private:
    std::vector<LeaveMass> masses_;
    // Of the masses but the last: the inverse of the observed information, row by row; empty where
    // it cannot be had.
    std::vector<double> covariance_;
};

}  // namespace invitectl::analytics
