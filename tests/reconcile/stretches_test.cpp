// Histories cut at random: nothing is lost, and no demand holds newcomers on both sides of a cut.
#include "reconcile/stretches.hpp"

#include "tests/reconcile/campaign.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace invitectl::reconcile {
namespace {

Demand demand_between(Instant from, Instant until) {
    return {.key = {.stream = Stream::invites, .reading = 2, .code = *InviteCode::parse("abc")},
            .inviter = {},
            .at_most = {},
            .from = from,
            .until = until,
            .opened = {},
            .closed = {}};
}

class RandomHistory {
  public:
    explicit RandomHistory(std::mt19937_64& random) {
        const auto at = [&] { return Instant{} + std::chrono::seconds{random() % 2'000}; };
        newcomers.resize(random() % 200);
        std::ranges::generate(newcomers, at);
        std::ranges::sort(newcomers);
        for (std::size_t i = random() % 200; i > 0; --i) {
            const Instant from = at();
            demands.push_back(demand_between(from, from + std::chrono::seconds{random() % 40}));
        }
        std::ranges::sort(demands, {}, &Demand::from);
    }

    // Newcomers the demand holds, by their places: first .. last-1.
    std::pair<std::size_t, std::size_t> held(const Demand& demand) const {
        const auto place = [&](Instant t) {
            return static_cast<std::size_t>(std::ranges::upper_bound(newcomers, t) -
                                            newcomers.begin());
        };
        return {place(demand.from), place(demand.until)};
    }

    std::vector<Instant> newcomers;
    std::vector<Demand> demands;
};

TEST(Stretches, follow_each_other_and_have_nothing_to_do_with_each_other) {
    std::mt19937_64 random(campaign_seed());
    std::size_t cuts = 0;
    for (int round = 0; round < rounds(500); ++round) {
        const RandomHistory history(random);
        const std::size_t enough = 1 + random() % 20;
        const auto stretches = cut_into_stretches(history.demands, history.newcomers, enough);
        Stretch last;
        for (const Stretch& stretch : stretches) {
            ASSERT_EQ(stretch.first_demand, last.last_demand);
            ASSERT_EQ(stretch.first_newcomer, last.last_newcomer);
            for (std::size_t i = stretch.first_demand; i < stretch.last_demand; ++i) {
                const auto [first, end] = history.held(history.demands[i]);
                ASSERT_TRUE(first == end ||
                            (stretch.first_newcomer <= first && end <= stretch.last_newcomer))
                    << "round " << round;
            }
            last = stretch;
        }
        ASSERT_EQ(last.last_demand, history.demands.size());
        ASSERT_EQ(last.last_newcomer, history.newcomers.size());
        cuts += stretches.size() - 1;
    }
    EXPECT_GT(cuts, 0U);
}

TEST(Stretches, are_as_long_as_what_hangs_together) {
    std::vector<Instant> newcomers;
    for (int i = 1; i <= 100; ++i) {
        newcomers.push_back(Instant{} + std::chrono::seconds{i});
    }
    const std::vector<Demand> demands = {
        demand_between(Instant{} + std::chrono::seconds{10}, Instant{} + std::chrono::seconds{60})};
    const auto stretches = cut_into_stretches(demands, newcomers, 5);
    const auto holds = [](const Stretch& stretch) {
        return stretch.first_demand == 0 && stretch.last_demand == 1;
    };
    const auto found = std::ranges::find_if(stretches, holds);
    ASSERT_NE(found, stretches.end());
    EXPECT_LE(found->first_newcomer, 10U);
    EXPECT_GE(found->last_newcomer, 60U);
    EXPECT_GT(stretches.size(), 5U);
}

}  // namespace
}  // namespace invitectl::reconcile
