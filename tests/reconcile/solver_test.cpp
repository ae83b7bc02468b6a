// The solver against the enumeration of every explanation.
#include "invitectl/reconcile/solver.hpp"

#include "invitectl/reconcile/invariants.hpp"

#include "tests/reconcile/agreement.hpp"
#include "tests/reconcile/campaign.hpp"
#include "tests/reconcile/random_problem.hpp"
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>

namespace invitectl::reconcile {
namespace {

TEST(Solver, agrees_with_every_explanation_enumerated) {
    const std::uint64_t seed = campaign_seed();
    RandomProblems problems(seed);
    int components = 0;
    int inconsistent = 0;
    std::map<Method, int> methods;
    while (components < rounds(4'000)) {
        const Problem problem = problems.next();
        check_problem(problem);
        Explanations explanations;
        const Solution solution = solve(problem, &explanations);
        check_solution(problem, solution);
        for (std::uint32_t c = 0; c < solution.components.size(); ++c) {
            const Agreement agreement = compare(part_of(problem, solution, c));
            ASSERT_TRUE(agreement.same_sets);
            ASSERT_EQ(solution.components[c].consistent, agreement.consistent);
            ++components;
            ++methods[explanations.components()[c].method];
            inconsistent += agreement.consistent ? 0 : 1;
            ASSERT_LE(agreement.difference, 1e-9);
        }
    }
    // The campaign must have met what it is for.
    EXPECT_GT(inconsistent, components / 100);
    EXPECT_GT(methods[Method::closed_form], components / 20);
    EXPECT_GT(methods[Method::dynamic_programme], components / 20);
}

TEST(Solver, the_rest_of_the_problem_changes_nothing) {
    const std::uint64_t seed = campaign_seed();
    RandomProblems problems(seed);
    for (int round = 0; round < 300; ++round) {
        const Problem problem = problems.next();
        const Solution whole = solve(problem);
        for (std::uint32_t c = 0; c < whole.components.size(); ++c) {
            const Problem part = part_of(problem, whole, c);
            const Solution alone = solve(part);
            std::size_t i = 0;
            for (std::size_t k = 0; k < problem.newcomers.size(); ++k) {
                if (whole.component_of_newcomer[k] != c) {
                    continue;
                }
                const auto a = whole.ways_of(k);
                const auto b = alone.ways_of(i++);
                EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end()));
            }
        }
    }
}

// A problem by hand: one minute, seconds as times.
class Minute {
  public:
    Instant at(int second) const {
        return from_micros(1'800'000'000'000'000 + second * 1'000'000LL);
    }

    Minute& newcomer(int second, bool may_be_none = false) {
        problem.newcomers.push_back(
            {.at = at(second), .may_be_none = may_be_none, .none_rate = may_be_none ? 0.1 : 0});
        return *this;
    }
    Minute& uses(int label, std::int64_t count, int from = 0, int until = 60, bool ghosts = true) {
        Node node{.from = at(from),
                  .until = at(until),
                  .label = label,
                  .at_least = count,
                  .at_most = count,
                  .ghosts = ghosts,
                  .opened = {},
                  .closed = {}};
        node.ghost_mass = 0.01;
        node.span = 0.02;
        problem.nodes.push_back(node);
        return *this;
    }

    Problem problem;
};

TEST(Solver, one_newcomer_and_one_use_in_a_closed_guild_leave_one_way) {
    Minute minute;
    minute.newcomer(30).uses(0, 1);
    const Solution solution = solve(minute.problem);
    ASSERT_EQ(solution.ways_of(0).size(), 1U);
    EXPECT_EQ(solution.ways_of(0)[0], (Way{0, 1.0}));
    EXPECT_TRUE(solution.components[0].consistent);
}

TEST(Solver, two_codes_share_in_proportion_to_their_uses) {
    Minute minute;
    minute.newcomer(10).newcomer(20).newcomer(30).uses(0, 2, 0, 60, false).uses(1, 1, 0, 60, false);
    const Solution solution = solve(minute.problem);
    ASSERT_EQ(solution.ways_of(1).size(), 2U);
    EXPECT_NEAR(solution.ways_of(1)[0].p, 2.0 / 3, 1e-12);
    EXPECT_NEAR(solution.attributed[0], 2, 1e-12);
    EXPECT_NEAR(solution.ghosts[0], 0, 1e-12);
}

TEST(Solver, a_use_nobody_can_have_made_is_a_ghost_exactly) {
    Minute minute;
    minute.uses(0, 3);
    const Solution solution = solve(minute.problem);
    EXPECT_EQ(solution.ghosts[0], 3);
    EXPECT_EQ(solution.attributed[0], 0);
}

TEST(Solver, capacity_proves_what_reach_alone_does_not) {
    // The second newcomer could use either code by time, but the first needs the only use of code
    // 0.
    Minute minute;
    minute.newcomer(5).newcomer(30).uses(0, 1, 0, 60).uses(1, 1, 20, 60);
    const Solution solution = solve(minute.problem);
    ASSERT_EQ(solution.ways_of(0).size(), 1U);
    ASSERT_EQ(solution.ways_of(1).size(), 1U);
    EXPECT_EQ(solution.ways_of(1)[0].label, 1);
}

TEST(Solver, more_newcomers_than_uses_in_a_closed_guild_is_a_contradiction) {
    Minute minute;
    minute.newcomer(5).newcomer(30).uses(0, 1);
    const Solution solution = solve(minute.problem);
    EXPECT_FALSE(solution.components[0].consistent);
    EXPECT_EQ(solution.ways_of(0).size(), 2U);
}

TEST(Solver, a_newcomer_nobody_counted_has_no_way_in_a_closed_guild) {
    Minute minute;
    minute.newcomer(90);
    const Solution solution = solve(minute.problem);
    EXPECT_TRUE(solution.ways_of(0).empty());
    EXPECT_FALSE(solution.components[0].consistent);
}

TEST(Solver, a_newcomer_nobody_counted_came_without_an_invite_in_an_open_guild) {
    Minute minute;
    minute.newcomer(90, true).uses(0, 1);
    const Solution solution = solve(minute.problem);
    ASSERT_EQ(solution.ways_of(0).size(), 1U);
    EXPECT_EQ(solution.ways_of(0)[0], (Way{kNoInvite, 1.0}));
}

TEST(Solver, scales_one_long_chain_within_its_numbers) {
    // Overlapping windows as a raid makes them, too many for the exact programme.
    Minute minute;
    std::mt19937 random(7);
    for (int second = 0; second < 3'000; ++second) {
        minute.newcomer(second, true);
    }
    for (int window = 0; window < 50; ++window) {
        for (int label = 0; label < 40; ++label) {
            minute.uses(
                label, 1 + static_cast<int>(random() % 3), window * 60 - 7, window * 60 + 61);
        }
    }
    check_problem(minute.problem);
    Explanations explanations;
    const Solution solution = solve(minute.problem, &explanations);
    check_solution(minute.problem, solution);
    EXPECT_EQ(explanations.components()[0].method, Method::scaling);
    EXPECT_EQ(explanations.components()[0].newcomers, 3'000U);
}

// Newcomers of whom everybody used one of twelve codes, read every minute, or an invite that
// expired in that minute, of which nobody read the last uses.
Problem everybody_was_seen(std::mt19937& random) {
    constexpr int kCodes = 12;
    constexpr int kWindows = 50;
    std::array<std::array<int, kCodes>, kWindows> uses{};
    Minute minute;
    for (int second = 0; second < kWindows * 60 - 5; second += 2) {
        minute.newcomer(second);
        const auto shown = static_cast<std::size_t>(second + static_cast<int>(random() % 5)) / 60;
        const auto code = static_cast<std::size_t>(random() % (kCodes + 1));
        if (code < kCodes) {
            ++uses.at(shown).at(code);
        }
    }
    for (int window = 0; window < kWindows; ++window) {
        const int from = window * 60 - 5;
        for (int code = 0; code < kCodes; ++code) {
            const int count =
                uses.at(static_cast<std::size_t>(window)).at(static_cast<std::size_t>(code));
            if (count > 0) {
                minute.uses(code, count, from, window * 60 + 60, false);
            }
        }
        minute.uses(kCodes + window, 10, from, window * 60 + 60, false);
        minute.problem.nodes.back().at_least = 0;
        minute.problem.nodes.back().rate = 0.01;
    }
    for (Node& node : minute.problem.nodes) {
        node.opened = node.from + std::chrono::seconds{5};
        node.closed = node.until;
        node.lag_scale = std::chrono::milliseconds{300};
        node.lag_bound = std::chrono::seconds{5};
    }
    return minute.problem;
}

TEST(Solver, scales_without_ghosts_until_every_use_is_somebodys) {
    std::mt19937 random(11);
    for (int round = 0; round < 20; ++round) {
        const Problem problem = everybody_was_seen(random);
        check_problem(problem);
        const Solution solution = solve(problem);
        check_solution(problem, solution);
        EXPECT_TRUE(solution.components[0].consistent);
    }
}

TEST(Solver, hostile_numbers_do_no_harm) {
    Minute minute;
    minute.newcomer(30, true).newcomer(31, true);
    minute.uses(0, kMostUses).uses(1, kMostUses - 1).uses(2, 1);
    check_problem(minute.problem);
    const Solution solution = solve(minute.problem);
    EXPECT_EQ(solution.ways_of(0).size(), 4U);
    check_solution(minute.problem, solution);
}

TEST(Solver, a_rate_as_no_guild_has_it_does_no_harm) {
    Minute minute;
    minute.uses(0, 0);
    Node& vanished = minute.problem.nodes.front();
    vanished.at_most = kUnlimited;
    vanished.rate = 2e16;
    check_problem(minute.problem);
    check_solution(minute.problem, solve(minute.problem));
}

}  // namespace
}  // namespace invitectl::reconcile
