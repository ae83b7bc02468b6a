#include "invitectl/reconcile/calibration_fit.hpp"

#include "invitectl/reconcile/solver.hpp"

#include "reconcile/books.hpp"
#include "reconcile/problem_builder.hpp"

#include <algorithm>
#include <array>

namespace invitectl::reconcile {
namespace {

// Where many join between two readings, ghosts and joins without an invite explain the same: more
// of one and less of the other fits as well. What does not add up at first therefore goes to the
// share who leave again, which differs more from guild to guild; more rounds of both would only
// drift.
constexpr int kRoundsOfBounces = 2;
constexpr int kRoundsOfBoth = 2;
constexpr std::array<Duration, 6> kScales{std::chrono::milliseconds{50},
                                          std::chrono::milliseconds{150},
                                          std::chrono::milliseconds{400},
                                          std::chrono::milliseconds{1'000},
                                          std::chrono::milliseconds{2'000},
                                          std::chrono::milliseconds{4'000}};

// Of joins: without an invite, in a server that lets people in so.
constexpr double kUsualShare = 0.05;

double hours(Duration d) {
    return std::chrono::duration<double, std::ratio<3600>>(d).count();
}

// The settled part of the history, as a problem under the laws of one calibration.
class Sample {
  public:
    explicit Sample(const History& history) : history_(history), books_(history) {
        std::vector<Arrival>& arrivals = history_.arrivals;
        std::sort(arrivals.begin(), arrivals.end(), [](const Arrival& a, const Arrival& b) {
            return a.joined_at < b.joined_at;
        });
        demands_ = demands_of(history_);
        if (arrivals.size() > kFitJoins) {
            arrivals.erase(arrivals.begin(),
                           arrivals.end() - static_cast<std::ptrdiff_t>(kFitJoins));
            const Instant first = arrivals.front().joined_at;
            std::erase_if(demands_.list, [&](const Demand& demand) { return demand.from < first; });
        }
    }

    std::size_t joins() const { return history_.arrivals.size(); }
    double length() const {
        return hours(history_.arrivals.back().joined_at - history_.arrivals.front().joined_at);
    }

    void solve_with(const Calibration& calibration) {
        history_.calibrations.push_back(calibration);
        named_ = ProblemBuilder(history_, demands_, books_).build_whole();
        settled_ = relax_unsettled(named_.problem, find_parts(named_.problem), demands_, books_);
        solution_ = solve(named_.problem);
        history_.calibrations.pop_back();
    }

    double log_evidence() const {
        double sum = 0;
        for (std::size_t i = 0; i < settled_.size(); ++i) {
            sum += counts(i) ? solution_.components[i].log_evidence : 0;
        }
        return sum;
    }

    // Expected joins without an invite.
    double nones() const {
        double sum = 0;
        for (std::size_t k = 0; k < named_.arrival.size(); ++k) {
            for (const Way& way : solution_.ways_of(k)) {
                const bool none = way.label == kNoInvite;
                sum += none && counts(solution_.component_of_newcomer[k]) ? way.p : 0;
            }
        }
        return sum;
    }

    // Expected ghosts, and how many there would be if everybody bounced.
    std::pair<double, double> ghosts(double bounce_share) const {
        double seen = 0;
        double all = 0;
        for (std::size_t i = 0; i < named_.problem.nodes.size(); ++i) {
            const Node& node = named_.problem.nodes[i];
            if (node.exact() && counts(solution_.component_of_node[i])) {
                seen += solution_.ghosts[i];
                all +=
                    static_cast<double>(node.at_most) * node.ghost_mass / bounce_share / node.span;
            }
        }
        return {seen, all};
    }

  private:
    bool counts(std::size_t component) const {
        return settled_[component] && solution_.components[component].consistent;
    }

    History history_;
    Books books_;
    Demands demands_;
    NamedProblem named_;
    std::vector<bool> settled_;
    Solution solution_;
};

Duration best_lag_scale(Sample& sample, Calibration calibration) {
    Duration best = calibration.lag_scale;
    sample.solve_with(calibration);
    double evidence = sample.log_evidence();
    for (const Duration scale : kScales) {
        calibration.lag_scale = scale;
        sample.solve_with(calibration);
        if (sample.log_evidence() > evidence) {
            evidence = sample.log_evidence();
            best = scale;
        }
    }
    return best;
}

// What the solution says of a rate; a little of the old keeps small samples sober.
void refine_no_invite_rate(const Sample& sample, Calibration& calibration) {
    if (calibration.closed) {
        return;
    }
    constexpr double kOld = 2;  // joins
    const double prior = kOld / std::max(calibration.no_invite_rate, 1e-6);
    calibration.no_invite_rate = (sample.nones() + kOld) / (sample.length() + prior);
}
void refine_bounce_share(const Sample& sample, Calibration& calibration) {
    if (calibration.no_ghosts) {
        return;
    }
    constexpr double kOld = 10;  // uses
    const auto [seen, all] = sample.ghosts(calibration.bounce_share);
    calibration.bounce_share =
        std::clamp((seen + kOld * calibration.bounce_share) / (all + kOld), 0.001, 0.9);
}

// Expectation and maximisation.
void refine(Sample& sample, Calibration& calibration) {
    const bool both = !calibration.closed && !calibration.no_ghosts;
    for (int round = 0; both && round < kRoundsOfBounces; ++round) {
        sample.solve_with(calibration);
        refine_bounce_share(sample, calibration);
    }
    for (int round = 0; round < kRoundsOfBoth; ++round) {
        sample.solve_with(calibration);
        refine_no_invite_rate(sample, calibration);
        refine_bounce_share(sample, calibration);
    }
}

}  // namespace

Calibration fit_rates(const History& history, const Calibration& start) {
    Sample sample(history);
    if (sample.joins() < kFitFewest) {
        return start;
    }
    Calibration fitted = start;
    if (!fitted.closed) {
        // Where many join between two readings the counters hardly tell joins without an invite
        // from those whose uses others made and left: what is thought at first then stays.
        fitted.no_invite_rate =
            std::max(fitted.no_invite_rate,
                     kUsualShare * static_cast<double>(sample.joins()) / sample.length());
    }
    fitted.lag_scale = best_lag_scale(sample, fitted);
    refine(sample, fitted);
    return fitted;
}

}  // namespace invitectl::reconcile
