// Small random problems with everything that can go wrong in them.
#pragma once

#include "invitectl/reconcile/problem.hpp"

#include <algorithm>
#include <cstdint>
#include <random>

namespace invitectl::reconcile {

inline constexpr int kLabels = 4;

// Polls every minute or so, guards that overlap, evidence, deletions nobody logged, limits, invites
// made in between; closed or not, ghosts or not, and now and then numbers that do not add up.
class RandomProblems {
  public:
    explicit RandomProblems(std::uint64_t seed) : random_(seed) {}

    Problem next() {
        closed_ = chance(0.5);
        ghosts_ = chance(0.6);
        Problem problem;
        add_newcomers(problem);
        add_nodes(problem);
        return problem;
    }

    std::int64_t below(std::int64_t n) {
        return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random_);
    }
    bool chance(double p) { return std::bernoulli_distribution(p)(random_); }

  private:
    static constexpr std::int64_t kSecond = 1'000'000;

    static Instant at(std::int64_t us) { return from_micros(1'800'000'000'000'000 + us); }

    void add_newcomers(Problem& problem) {
        const std::int64_t count = below(7) + (chance(0.9) ? 1 : 0);
        std::vector<Instant> times;
        for (std::int64_t i = 0; i < count; ++i) {
            times.push_back(at(below(240 * kSecond)));
        }
        std::sort(times.begin(), times.end());
        const double none_rate = 0.001 + 0.1 * static_cast<double>(below(10));
        for (const Instant t : times) {
            Newcomer newcomer{.at = t, .may_be_none = !closed_ || chance(0.05)};
            newcomer.none_rate = newcomer.may_be_none ? none_rate : 0;
            if (chance(0.1)) {
                newcomer.only = static_cast<int>(below(kLabels));
                newcomer.may_be_none = newcomer.may_be_none && chance(0.5);
            } else if (chance(0.03)) {
                newcomer.only = kNoInvite;
                newcomer.may_be_none = true;
                newcomer.none_rate = none_rate;
            }
            if (chance(0.15)) {
                newcomer.among = restriction(problem);
            }
            problem.newcomers.push_back(newcomer);
        }
    }

    int restriction(Problem& problem) {
        Restriction rule{.to_these = chance(0.5), .labels = {}};
        for (int label = 0; label < kLabels; ++label) {
            if (chance(0.5)) {
                rule.labels.push_back(label);
            }
        }
        problem.restrictions.push_back(std::move(rule));
        return static_cast<int>(problem.restrictions.size()) - 1;
    }

    void add_nodes(Problem& problem) {
        const std::int64_t guard = below(3) * 8 * kSecond + kSecond;
        const std::int64_t period = (30 + below(90)) * kSecond;
        for (std::int64_t end = period; end < 240 * kSecond + period; end += period) {
            for (int label = 0; label < kLabels; ++label) {
                if (chance(0.4)) {
                    problem.nodes.push_back(node(label, end - period, end, guard));
                }
            }
        }
        std::sort(problem.nodes.begin(), problem.nodes.end(), [](const Node& a, const Node& b) {
            return a.from != b.from ? a.from < b.from : a.until < b.until;
        });
    }

    Node node(int label, std::int64_t begin, std::int64_t end, std::int64_t guard) {
        Node node;
        node.label = label;
        node.from = at(begin - guard);
        node.until = at(end + kSecond);
        node.opened = at(begin);
        node.closed = at(end);
        node.blur = Duration{kSecond / 2};
        node.lag_bound = Duration{guard - kSecond / 2};
        node.lag_scale = Duration{kSecond * (1 + below(3)) / 2};
        node.ghosts = ghosts_ || chance(0.1);
        node.span = static_cast<double>(end - begin) / 3.6e9;
        node.ghost_mass = 0.2 * node.span;
        node.rate = 0.5 + static_cast<double>(below(20));
        node.at_least = node.at_most = below(4);
        if (chance(0.15)) {  // made in between
            node.from = at(begin + below(end - begin));
            node.opened.reset();
            node.ghost_mass /= 2;
        }
        if (chance(0.15)) {  // gone, and nobody knows how
            node.at_least = 0;
            node.at_most = chance(0.5) ? kUnlimited : 1 + below(4);
            node.used_up = node.at_most != kUnlimited && chance(0.5) ? 0.9 : 0;
            node.closed.reset();
        }
        return node;
    }

    std::mt19937_64 random_;
    bool closed_ = false;
    bool ghosts_ = true;
};

}  // namespace invitectl::reconcile
