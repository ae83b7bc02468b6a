// What joins cost, and why a code has none.
#include "invitectl/analytics/code_findings.hpp"
#include "invitectl/analytics/costs.hpp"

#include <gtest/gtest.h>

namespace invitectl::analytics {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart = from_micros(1'785'542'400'000'000);

TEST(Costs, are_spread_evenly_over_their_time) {
    const std::vector<Spending> spendings = {{10'000, {kStart, kStart + 10h}}, {77, {}}};
    EXPECT_EQ(spent_within(spendings, {}), 10'077);
    EXPECT_EQ(spent_within(spendings, {kStart, kStart + 1h}), 1'077);
    EXPECT_EQ(spent_within(spendings, {kStart - 1h, kStart}), 77);
    EXPECT_EQ(spent_within({}, {}), 0);
}

TEST(Costs, of_nobody_are_no_number) {
    EXPECT_EQ(per_head(100, 3), 33);
    EXPECT_EQ(per_head(200, 3), 67);
    EXPECT_EQ(per_head(100, 0), std::nullopt);
}

TEST(CodeFindings, name_each_reason_alone) {
    using Found = std::vector<CodeFinding>;
    CodeFacts facts;
    facts.assigned = true;
    EXPECT_EQ(findings(facts), Found{CodeFinding::unseen});
    facts.seen = true;
    EXPECT_EQ(findings(facts), Found{CodeFinding::unmoved});
    facts.baseline_uses = 3;
    EXPECT_EQ(findings(facts), Found{CodeFinding::baseline_only});
    facts.uses_since = 2;
    EXPECT_EQ(findings(facts), Found{CodeFinding::ghosts_only});
    facts.open_joins = 1;
    EXPECT_EQ(findings(facts), Found{CodeFinding::all_open});
    facts.joins = 1;
    EXPECT_TRUE(findings(facts).empty());
    facts.assigned = false;
    facts.ignored.log = true;
    EXPECT_EQ(findings(facts), (Found{CodeFinding::unassigned, CodeFinding::ignored}));
    facts.own_url = true;
    EXPECT_EQ(findings(facts), Found{CodeFinding::ignored});
}

}  // namespace
}  // namespace invitectl::analytics
