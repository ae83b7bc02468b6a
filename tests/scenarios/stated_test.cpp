// What members-search adds to the counters, where a guild switched it on, and what it may not harm.
#include "invitectl/store/stated.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/store/cursors.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/workflow/coverage.hpp"
#include "invitectl/workflow/reconcile_run.hpp"
#include "invitectl/workflow/setting_edits.hpp"

#include "tests/scenarios/story.hpp"
#include "tests/sim/life.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::testing {
namespace {

// Two codes, and nothing to tell apart who came by which while one reading passed.
class Stated : public ::testing::Test {
  protected:
    void begin(bool closed = true) {
        story.guild.invite("abc", "ana");
        story.guild.invite("xyz", "ben");
        story.guild.set_vanity("harbour");
        story.begin(closed);
        story.tool.set("members_search", "on");
        story.pass(5min);
    }
    void search(const sim::SearchState& state) {
        story.tool.world().set_search(story.tool.guild(), state);
    }
    void both_join() {
        story.guild.join("carl", "abc");
        story.tool.world().advance(1s);
        story.guild.join("dora", "xyz");
        story.pass(5min);
    }
    std::string reason(const std::string& name) { return story.answer_for(name).reason; }
    Verdict verdict(const std::string& name) { return story.answer_for(name).code.verdict; }
    std::vector<store::Difference> rebuilt() {
        return workflow::verify_rebuild(story.tool.database(), story.tool.guild(), 5);
    }
    std::string poll() {
        const auto last =
            store::latest_poll(story.tool.database(), story.tool.guild(), store::PollKind::stated);
        return last ? last->outcome : "(never)";
    }

    Story story;
};

TEST_F(Stated, joins_that_the_counters_leave_open_are_stated) {
    begin();
    both_join();
    story.settle();
    EXPECT_EQ(verdict("carl"), Verdict::stated);
    EXPECT_EQ(story.code_of("carl"), "abc");
    EXPECT_EQ(story.answer_for("carl").inviter_value, story.guild.user("ana"));
    EXPECT_EQ(story.code_of("dora"), "xyz");
    EXPECT_EQ(reason("dora"), "stated");
    EXPECT_EQ(poll(), "ok");
    EXPECT_TRUE(rebuilt().empty());
}

TEST_F(Stated, what_the_counters_alone_say_is_held_against_it) {
    begin();
    both_join();
    story.settle();
    const auto found = workflow::guild_coverage(
        story.tool.database(), story.tool.guild(), TimeRange{}, story.tool.world().now());
    EXPECT_EQ(found.reliability.answers(), 2);
    ASSERT_EQ(found.reliability.bins().size(), 1U);
    // Two codes, two joins: each code is as probable as the other.
    EXPECT_NEAR(found.reliability.bins().front().expected, 1, 0.01);
}

TEST_F(Stated, without_the_setting_nothing_is_asked) {
    story.guild.invite("abc", "ana");
    story.guild.invite("xyz", "ben");
    story.begin();
    both_join();
    story.settle();
    EXPECT_EQ(story.tool.discord().searches(), 0);
    EXPECT_EQ(verdict("carl"), Verdict::open);
    EXPECT_EQ(poll(), "(never)");
}

TEST_F(Stated, the_url_and_discovery_are_ways_like_others) {
    begin(false);
    story.guild.join_by_vanity("eva");
    story.guild.join_without_invite("finn");
    story.guild.join("carl", "abc");
    story.pass(5min);
    story.settle();
    EXPECT_EQ(verdict("eva"), Verdict::stated);
    EXPECT_EQ(story.answer_for("eva").by, Candidate::Kind::vanity);
    EXPECT_EQ(verdict("finn"), Verdict::stated);
    EXPECT_EQ(story.answer_for("finn").by, Candidate::Kind::none);
    EXPECT_FALSE(story.answer_for("finn").code_value);
    EXPECT_TRUE(rebuilt().empty());
}

TEST_F(Stated, a_bot_stays_with_whoever_added_it) {
    begin();
    story.guild.add_bot("helper", "ana");
    story.pass(5min);
    story.settle();
    EXPECT_EQ(story.answer_for("helper").by, Candidate::Kind::bot);
    EXPECT_EQ(story.answer_for("helper").inviter_value, story.guild.user("ana"));
}

TEST_F(Stated, whoever_the_index_misses_at_first_is_asked_for_again) {
    begin();
    search({.lag = 20s});
    story.guild.join("carl", "abc");
    story.guild.join("dora", "xyz");
    story.pass(5s);
    EXPECT_EQ(verdict("carl"), Verdict::open);
    story.pass(1min);
    EXPECT_EQ(verdict("carl"), Verdict::stated);
    EXPECT_EQ(verdict("dora"), Verdict::stated);
}

TEST_F(Stated, an_index_that_is_not_ready_harms_nothing_and_is_asked_again) {
    begin();
    search({.indexed = false});
    both_join();
    story.settle();
    EXPECT_EQ(verdict("carl"), Verdict::open);
    EXPECT_TRUE(
        store::load_attribution(story.tool.database(), story.tool.guild(), story.join_of("carl").id)
            ->settled);
    EXPECT_EQ(poll(), error_id(ErrorCode::discord_unavailable));

    search({});
    story.pass(1min);
    EXPECT_EQ(story.code_of("carl"), "abc");
    EXPECT_EQ(verdict("carl"), Verdict::stated);
    EXPECT_EQ(poll(), "ok");
    const auto journal = store::recent_journal(story.tool.database(), story.tool.guild(), 100);
    EXPECT_TRUE(std::ranges::any_of(
        journal, [](const auto& entry) { return entry.action == "late evidence"; }));
    EXPECT_TRUE(rebuilt().empty());
}

TEST_F(Stated, a_refusal_is_said_once) {
    begin();
    search({.offered = false});
    both_join();
    story.settle();
    EXPECT_EQ(poll(), error_id(ErrorCode::refused_by_discord));
    const std::string& warnings = story.tool.warnings();
    const auto first = warnings.find("gave no answer");
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(warnings.find("gave no answer", first + 1), std::string::npos) << warnings;
}

TEST_F(Stated, a_statement_that_no_counter_confirms_is_shown_as_such) {
    begin();
    story.guild.invite("unused", "ben");
    story.pass(5min);
    story.guild.join("carl", "abc");
    story.tool.world().misstate_source(story.tool.guild(), story.guild.user("carl"), "unused");
    story.pass(5min);
    story.settle();
    EXPECT_EQ(story.code_of("carl"), "unused");
    EXPECT_EQ(verdict("carl"), Verdict::stated);
    EXPECT_EQ(reason("carl"), "stated_against");
    EXPECT_TRUE(rebuilt().empty());
}

TEST_F(Stated, no_invite_in_a_guild_declared_closed_is_shown_as_such) {
    begin();
    story.guild.join_without_invite("finn");
    story.pass(5min);
    story.settle();
    EXPECT_EQ(story.answer_for("finn").by, Candidate::Kind::none);
    EXPECT_EQ(reason("finn"), "stated_against");
    EXPECT_TRUE(rebuilt().empty());
}

TEST_F(Stated, switching_it_on_later_states_the_joins_since_tracking_began) {
    story.guild.invite("abc", "ana");
    story.guild.invite("xyz", "ben");
    story.begin();
    story.pass(5min);
    both_join();
    story.settle();
    story.pass(std::chrono::hours{24});
    ASSERT_EQ(verdict("carl"), Verdict::open);
    story.tool.set("members_search", "on");
    story.pass(5min);
    EXPECT_EQ(verdict("carl"), Verdict::stated);
    EXPECT_EQ(verdict("dora"), Verdict::stated);
    EXPECT_TRUE(rebuilt().empty());
}

TEST_F(Stated, the_caution_is_said_and_written_down_once) {
    story.begin();
    const SettingRow& row = *find_setting("members_search");
    const workflow::Author tester{"tester", story.tool.world().now()};
    const auto change = [&](std::int64_t value) {
        return workflow::change_setting(
                   story.tool.database(), story.tool.guild(), row, value, {}, tester)
            .caution;
    };
    EXPECT_TRUE(change(0).empty());
    EXPECT_NE(change(1).find("does not document"), std::string_view::npos);
    EXPECT_TRUE(change(0).empty());
    EXPECT_TRUE(change(1).empty());
    const auto journal = store::recent_journal(story.tool.database(), story.tool.guild(), 100);
    EXPECT_EQ(std::ranges::count(journal, "cautioned", &store::JournalEntry::action), 1);
}

// A living guild, asked in small pages: whatever is stated is true, and most joins are stated.
TEST(StatedInLife, agrees_with_the_truth) {
    sim::LifeConfig life;
    life.joins_per_hour = 40;
    life.lasts = 10h;
    sim::LivingGuild living = sim::living_guild({.seed = 5}, life);
    sim::World& world = *living.world;
    Follower tool(world, living.guild, {.search_page = 3});
    tool.begin(false);
    tool.set("members_search", "on");
    world.set_search(living.guild, {.lag = 20s});
    for (int i = 0; i < 60; ++i) {
        tool.pass(10min);
        world.set_search(living.guild, {.indexed = i % 5 != 0, .lag = 20s});
    }
    world.set_search(living.guild, {});
    tool.settle();
    int stated = 0;
    for (const sim::TruthEntry& entry : world.truth(living.guild).entries) {
        for (const auto& join : store::joins_of(tool.database(), living.guild, entry.user)) {
            const auto answer = store::load_attribution(tool.database(), living.guild, join.id);
            if (join.spell.joined_at != entry.joined_at || !answer ||
                answer->code.verdict != Verdict::stated) {
                continue;
            }
            ++stated;
            EXPECT_EQ(answer->code_value ? answer->code_value->text() : "", entry.code);
            EXPECT_EQ(answer->reason, "stated");
        }
    }
    EXPECT_GT(stated, 150);
    EXPECT_TRUE(workflow::verify_rebuild(tool.database(), living.guild, 5).empty());
}

}  // namespace
}  // namespace invitectl::testing
