// What admins ask about attribution, told as stories.
#include "invitectl/analytics/board.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/coverage.hpp"
#include "invitectl/workflow/edits.hpp"
#include "invitectl/workflow/source_edits.hpp"

#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::testing {
namespace {

std::vector<store::StoredDemand> demands(Story& story) {
    std::vector<store::StoredDemand> found;
    store::each_demand(story.tool.database(), story.tool.guild(), [&](const auto& demand) {
        found.push_back(demand);
    });
    return found;
}

double p_of(const Attribution& answer, const std::string& code) {
    double p = 0;
    for (const Candidate& candidate : answer.candidates) {
        p += candidate.code && candidate.code->text() == code ? candidate.p : 0;
    }
    return p;
}

TEST(Scenario, two_joins_same_second_different_invites) {
    Story story;
    story.guild.invite("abc", "ana");
    story.guild.invite("def", "ben");
    story.begin();
    story.pass(5min);
    const Instant moment = story.tool.world().now() + 1min;
    story.guild.join("bob", "abc", moment);
    story.guild.join("eve", "def", moment);
    story.pass(5min);
    story.settle();

    for (const auto* name : {"bob", "eve"}) {
        const Attribution answer = story.answer_for(name);
        EXPECT_EQ(answer.code.verdict, Verdict::open) << name;
        EXPECT_EQ(answer.candidates.size(), 2U) << name;
        EXPECT_NEAR(p_of(answer, "abc"), 0.5, 1e-9) << name;
        EXPECT_NEAR(p_of(answer, "def"), 0.5, 1e-9) << name;
    }
    const auto board = story.tool.board(analytics::Axis::code);
    EXPECT_EQ(board.total.tally.joins, 2);
    ASSERT_EQ(demands(story).size(), 2U);
    for (const store::StoredDemand& demand : demands(story)) {
        EXPECT_EQ(demand.at_least, 1) << demand.code.text();
        EXPECT_NEAR(demand.attributed, 1, 1e-9) << demand.code.text();
        EXPECT_NEAR(demand.ghosts, 0, 1e-9) << demand.code.text();
    }
}

TEST(Scenario, join_while_sync_down_or_reading_failed) {
    Story story;
    story.guild.invite("abc", "ana");
    story.guild.invite("def", "ben");
    story.begin();
    story.pass(5min);
    const Instant start = story.tool.world().now();
    story.guild.join("bob", "abc", start + 1min);
    story.guild.join("eve", "def", start + 21min);
    // One reading fails, and then nobody looks for a while.
    story.tool.world().advance(5min);
    story.tool.discord().miss_next(1);
    EXPECT_THROW(story.tool.sync(), Error);
    story.pass(25min);
    story.settle();

    // One window holds both: neither can be told from the other any more, and nothing is lost.
    for (const auto* name : {"bob", "eve"}) {
        const Attribution answer = story.answer_for(name);
        EXPECT_EQ(answer.code.verdict, Verdict::open) << name;
        EXPECT_EQ(answer.candidates.size(), 2U) << name;
    }
    EXPECT_EQ(story.tool.board(analytics::Axis::code).total.tally.joins, 2);
    const auto readings =
        store::recent_readings(story.tool.database(), story.tool.guild(), Stream::invites, 10);
    const auto moved = std::ranges::find(readings, 2, &store::ReadingSummary::moved_codes);
    ASSERT_NE(moved, readings.end());
    ASSERT_NE(std::next(moved), readings.end());
    EXPECT_EQ(moved->reading.bracket.began - std::next(moved)->reading.bracket.began, 30min);
}

TEST(Scenario, invite_expired_between_polls) {
    Story story;
    story.guild.invite("abc", "ana");
    sim::InviteSpec brief;
    brief.max_age = 15min;
    brief.max_uses = 5;
    story.guild.invite("brief", "ben", brief);
    story.begin();
    story.pass(5min);
    const Instant start = story.tool.world().now();
    story.guild.join("bob", "brief", start + 2min);
    story.guild.join("eve", "abc", start + 3min);
    story.pass(30min);
    story.settle();

    const auto all = demands(story);
    const auto bounded = std::ranges::find(
        all, "brief", [](const store::StoredDemand& demand) { return demand.code.text(); });
    ASSERT_NE(bounded, all.end());
    EXPECT_EQ(bounded->at_least, 0);
    EXPECT_EQ(bounded->at_most, 5);
    // Either of the two may have come by it, and one by the other.
    for (const auto* name : {"bob", "eve"}) {
        const Attribution answer = story.answer_for(name);
        EXPECT_NE(answer.code.verdict, Verdict::proved) << name;
        EXPECT_GT(p_of(answer, "brief"), 0) << name;
        EXPECT_GT(p_of(answer, "abc"), 0) << name;
    }
}

TEST(Scenario, discovery_join_has_no_invite) {
    Story story;
    story.guild.invite("abc", "ana");
    story.begin(false);
    story.pass(5min);
    const Instant start = story.tool.world().now();
    story.guild.join_without_invite("bob", start + 2min);   // no counter moves near it
    story.guild.join_without_invite("eve", start + 22min);  // one of these two moves one
    story.guild.join("kim", "abc", start + 23min);
    story.pass(5min);
    story.pass(15min);
    story.pass(5min);
    story.settle();

    const Attribution alone = story.answer_for("bob");
    EXPECT_EQ(alone.code.verdict, Verdict::proved);
    EXPECT_EQ(alone.by, Candidate::Kind::none);
    EXPECT_FALSE(alone.code_value);
    const Attribution beside = story.answer_for("eve");
    EXPECT_TRUE(beside.code.verdict == Verdict::open || beside.code.verdict == Verdict::likely);
    EXPECT_EQ(beside.candidates.size(), 2U);
}

void assign(Story& story, const std::string& code, const std::string& source) {
    const workflow::Author author{"mallory", story.tool.world().now()};
    workflow::create_source(story.tool.database(), story.tool.guild(), source, author);
    workflow::assign_codes(
        story.tool.database(), story.tool.guild(), {*InviteCode::parse(code)}, source, {}, author);
}

// Twelve people in twelve hours, two of them by the other code.
void busy_day(Story& story, const std::string& prefix) {
    const Instant start = story.tool.world().now();
    for (int hour = 1; hour <= 12; ++hour) {
        story.guild.join(prefix + std::to_string(hour),
                         hour % 6 == 0 ? "def" : "abc",
                         start + std::chrono::hours{hour} - 30min);
        story.pass(1h);
    }
    story.settle();
}

TEST(Scenario, all_recent_joins_one_wrong_source) {
    Story story;
    story.guild.invite("abc", "ana");
    story.guild.invite("def", "ben");
    story.begin();
    assign(story, "abc", "Newsletter");
    busy_day(story, "early");
    story.pass(std::chrono::days{20});
    busy_day(story, "late");
    const auto quiet = workflow::guild_coverage(
        story.tool.database(), story.tool.guild(), {}, story.tool.world().now());
    EXPECT_TRUE(quiet.jumps.empty());
    assign(story, "abc", "Reddit ad");

    // The list is read anew each time: joins by one code never end on the source of another.
    EXPECT_FALSE(story.answer_for("late6").source_value);
    // A bad assignment is named, with what the code was assigned to before.
    const auto found = workflow::guild_coverage(
        story.tool.database(), story.tool.guild(), {}, story.tool.world().now());
    EXPECT_EQ(found.coverage.code.total(), 24);
    ASSERT_EQ(found.jumps.size(), 1U);
    const workflow::SourceJump& jump = found.jumps[0];
    EXPECT_EQ(jump.jump.joins, 10);
    EXPECT_DOUBLE_EQ(jump.jump.before, 0);
    EXPECT_EQ(jump.jump.code, InviteCode::parse("abc"));
    ASSERT_TRUE(jump.assignment);
    EXPECT_EQ(jump.assignment->author, "mallory");
    const auto newsletter =
        store::find_source(story.tool.database(), story.tool.guild(), "Newsletter");
    EXPECT_EQ(jump.previous, newsletter->id);
    // Nothing contradicts the declaration, and looking changed nothing.
    ASSERT_EQ(found.declarations.size(), 2U);
    EXPECT_TRUE(found.declarations[0].on);
    EXPECT_EQ(found.declarations[0].contradictions, 0);
    EXPECT_EQ(found.declarations[0].joins, 24);
    EXPECT_TRUE(found.inconsistencies.empty());
}

TEST(Scenario, vanity_counter_flickers) {
    Story story;
    story.guild.set_vanity("harbour");
    story.guild.invite("abc", "ana");
    story.begin();
    story.pass(5min);
    story.guild.join_by_vanity("bob");
    story.pass(5min);
    story.tool.world().misreport_vanity(story.guild.guild(), 0);
    story.pass(5min);
    story.tool.world().misreport_vanity(story.guild.guild(), 1);
    story.guild.join("eve", "abc", story.tool.world().now() + 2min);
    story.pass(5min);
    story.settle();

    const auto all = demands(story);
    EXPECT_EQ(std::ranges::count(all, Stream::vanity, &store::StoredDemand::stream), 1);
    EXPECT_EQ(story.code_of("bob"), "harbour");
    EXPECT_EQ(story.code_of("eve"), "abc");
}

}  // namespace
}  // namespace invitectl::testing
