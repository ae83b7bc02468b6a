#include "tests/reconcile/brute_force.hpp"

#include "reconcile/lag_law.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::reconcile {
namespace {

double factorial(std::int64_t n) {
    double product = 1;
    for (std::int64_t i = 2; i <= n; ++i) {
        product *= static_cast<double>(i);
    }
    return product;
}

double power(double x, std::int64_t n) {
    return std::pow(x, static_cast<double>(n));
}

// Weight of h ghosts beside n newcomers, straight from the model: exact numbers cancel the rate,
// others are a Poisson stream or, with the prior probability, an invite that was used up.
double weight(const Node& node, std::int64_t n, std::int64_t h) {
    const std::int64_t uses = n + h;
    if (uses < node.at_least || uses > node.at_most || (h > 0 && !node.ghosts)) {
        return 0;
    }
    const double ghosts = power(node.ghost_mass, h) / factorial(h);
    if (node.exact()) {
        return ghosts;
    }
    const double poisson = std::exp(-node.rate * node.span) * power(node.rate, uses) * ghosts;
    if (node.used_up <= 0) {
        return poisson;
    }
    return uses == node.at_most ? node.used_up * factorial(uses) / power(node.span, uses) * ghosts
                                : (1 - node.used_up) * poisson;
}

class Enumeration {
  public:
    Enumeration(const Problem& problem, int labels)
        : problem_(problem), labels_(static_cast<std::size_t>(labels)) {
        result_.possible.resize(problem.newcomers.size());
        result_.p.assign(problem.newcomers.size(), std::vector<double>(labels_ + 1, 0.0));
        result_.attributed.resize(problem.nodes.size());
        result_.ghosts.resize(problem.nodes.size());
        choice_.resize(problem.newcomers.size());
        taken_.resize(problem.nodes.size());
    }

    BruteForce run() {
        choose(0, 1);
        if (whole_ > 0) {
            for (auto& ways : result_.p) {
                std::for_each(ways.begin(), ways.end(), [this](double& p) { p /= whole_; });
            }
            for (std::size_t v = 0; v < taken_.size(); ++v) {
                result_.attributed[v] /= whole_;
                result_.ghosts[v] /= whole_;
            }
        }
        return std::move(result_);
    }

  private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    void choose(std::size_t i, double weight) {
        if (i == problem_.newcomers.size()) {
            finish(weight);
            return;
        }
        const Newcomer& newcomer = problem_.newcomers[i];
        for (std::size_t v = 0; v < problem_.nodes.size(); ++v) {
            const Node& node = problem_.nodes[v];
            if (problem_.leaves(newcomer, node.label) && node.from < newcomer.at &&
                newcomer.at <= node.until) {
                choice_[i] = v;
                ++taken_[v];
                choose(i + 1, weight * shown_within(node, newcomer.at));
                --taken_[v];
            }
        }
        if (newcomer.may_be_none) {
            choice_[i] = kNone;
            choose(i + 1, weight * newcomer.none_rate);
        }
    }

    void finish(double weight_of_choices) {
        std::vector<double> ghosts(taken_.size());
        double all = weight_of_choices;
        for (std::size_t v = 0; v < taken_.size(); ++v) {
            const Node& node = problem_.nodes[v];
            const std::int64_t most =
                std::min<std::int64_t>(node.at_most - taken_[v], node.exact() ? 1'000 : 60);
            double sum = 0;
            for (std::int64_t h = 0; h <= most; ++h) {
                const double w = weight(node, taken_[v], h);
                sum += w;
                ghosts[v] += w * static_cast<double>(h);
            }
            ghosts[v] = sum > 0 ? ghosts[v] / sum : 0;
            all *= sum;
        }
        if (!(all > 0)) {
            return;
        }
        result_.consistent = true;
        whole_ += all;
        for (std::size_t i = 0; i < choice_.size(); ++i) {
            const bool none = choice_[i] == kNone;
            const int label = none ? kNoInvite : problem_.nodes[choice_[i]].label;
            result_.possible[i].insert(label);
            result_.p[i][none ? labels_ : static_cast<std::size_t>(label)] += all;
        }
        for (std::size_t v = 0; v < taken_.size(); ++v) {
            result_.attributed[v] += all * static_cast<double>(taken_[v]);
            result_.ghosts[v] += all * ghosts[v];
        }
    }

    const Problem& problem_;
    std::size_t labels_;
    BruteForce result_;
    std::vector<std::size_t> choice_;  // node per newcomer
    std::vector<std::int64_t> taken_;  // newcomers per node
    double whole_ = 0;
};

}  // namespace

BruteForce enumerate(const Problem& problem, int labels) {
    return Enumeration(problem, labels).run();
}

}  // namespace invitectl::reconcile
