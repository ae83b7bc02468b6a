// Who still writes: what a join counts for, what does not count, and a plain count on random
// histories.
#include "invitectl/analytics/activity.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace invitectl::analytics {
namespace {

using namespace std::chrono_literals;
using namespace testing;

class ActivityTest : public ::testing::Test {
  protected:
    struct Written {
        UserId user;
        Instant joined_at;
        Duration after;
    };

    // Users have ascending ids, as the store hands on their posts.
    JoinEntry joined(Instant at = kStart, std::optional<Duration> wrote_after = {}) {
        JoinEntry join = came(kByAbc, Verdict::proved, at);
        join.user = UserId{++users_};
        if (wrote_after) {
            wrote(join, *wrote_after);
        }
        return join;
    }
    void wrote(const JoinEntry& join, Duration after) {
        posts_.add(join.user, join.joined_at, after);
    }
    void add(const JoinEntry& join, const std::vector<WeightedWay>& candidates = {}) {
        columns_.add(join, candidates);
    }
    Activity activity() {
        ActivityBuilder builder(rules_, known_, posts_, names_);
        builder.add(columns_.view(builder.wants(columns_.bounds)));
        return builder.finish();
    }
    // "active/silent/waiting/unread" of each day of the row, with "+" where it is unfinished.
    static std::string text(const ActivityRow& row) {
        std::string all;
        for (const Active& at : row.at) {
            all += (all.empty() ? "" : " ") + std::to_string(std::lround(at.active)) + "/" +
                   std::to_string(std::lround(at.silent)) + "/" +
                   std::to_string(std::lround(at.waiting)) + "/" +
                   std::to_string(std::lround(at.unread)) + (at.finished ? "" : "+");
        }
        return all;
    }

    std::int64_t users_ = 0;
    Dictionaries names_ = dictionaries();
    JoinColumnVectors columns_;
    LastPosts posts_;
    RetentionRules rules_{.axis = {},
                          .cohort = {},
                          .days = {1, 7},
                          .window = {},
                          .now = kStart + 30 * kDay,
                          .zone = {}};
    MessagesKnown known_{kStart, kStart + 60 * kDay, {}};
};

TEST_F(ActivityTest, the_first_moment_of_day_n_counts_and_the_one_before_does_not) {
    add(joined(kStart + 1500ms, 7 * kDay));
    add(joined(kStart + 1500ms, 7 * kDay - Duration{1}));
    add(joined(kStart, kDay));
    add(joined());
    EXPECT_EQ(text(activity().rows.at(0)), "3/1/1/0 1/3/3/0");
    EXPECT_DOUBLE_EQ(*activity().rows.at(0).at.at(0).share(), 0.75);
}

TEST_F(ActivityTest, who_left_is_silent_and_does_not_wait) {
    add(and_left(joined(kStart, 2 * kDay), 3 * kDay));
    add(and_left(joined(), 40 * kDay));
    EXPECT_EQ(text(activity().rows.at(0)), "1/1/1/0 0/2/1/0") << "one leaves after now";
}

TEST_F(ActivityTest, joins_from_before_messages_were_read_do_not_count_and_bots_do_not) {
    known_.since = kStart + kDay;
    add(joined(kStart, 8 * kDay));
    JoinEntry bot = joined(kStart + 2 * kDay);
    bot.flags = join_flag::kBot;
    add(bot);
    add(joined(kStart + kDay, 9 * kDay));
    const Activity result = activity();
    EXPECT_EQ(text(result.rows.at(0)), "1/0/0/0 1/0/0/0");
    EXPECT_DOUBLE_EQ(result.joins, 3);
    EXPECT_DOUBLE_EQ(result.uncounted, 2);
}

TEST_F(ActivityTest, without_messages_nothing_counts) {
    known_ = {};
    add(joined());
    const Activity result = activity();
    EXPECT_EQ(text(result.rows.at(0)), "0/0/0/0 0/0/0/0");
    EXPECT_DOUBLE_EQ(result.uncounted, 1);
    EXPECT_FALSE(result.rows.at(0).at.at(0).share());
}

TEST_F(ActivityTest, what_was_not_read_yet_is_as_if_it_were_not_over) {
    known_.until = kStart + 7 * kDay - 1s;
    add(joined());
    EXPECT_EQ(text(activity().rows.at(0)), "0/1/1/0 0/0/0/0+");
    known_.until = kStart + 7 * kDay;
    EXPECT_EQ(text(activity().rows.at(0)), "0/1/1/0 0/1/1/0");
}

TEST_F(ActivityTest, whoever_may_have_written_in_a_gap_is_said_to_be_so) {
    known_.gaps = {{kStart + 3 * kDay, kStart + 5 * kDay}};
    add(joined());                      // day 1 to now holds the gap, day 7 does not
    add(and_left(joined(), 2 * kDay));  // gone before it
    add(joined(kStart, 2 * kDay));      // active on day 1 all the same
    EXPECT_EQ(text(activity().rows.at(0)), "1/2/1/1 0/3/2/0");
}

TEST_F(ActivityTest, cohorts_and_groups_are_those_of_retention) {
    rules_.cohort = Cohort::week;
    rules_.axis = Axis::inviter;
    rules_.now = kStart + 10 * kDay;
    add(joined(kStart, 8 * kDay));
    JoinEntry open = came(kByAbc, Verdict::open, kStart + 2 * kDay);
    open.user = UserId{++users_};
    wrote(open, kDay);
    add(open, {{kByAbc, 0.25}, {kByBcd, 0.75}});
    const Activity result = activity();
    RetentionBuilder retention(rules_, names_);
    retention.add(columns_.view());
    const Retention other = retention.finish();
    ASSERT_EQ(result.rows.size(), other.rows.size());
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
        EXPECT_EQ(result.rows[i].key, other.rows[i].key);
        EXPECT_EQ(result.rows[i].cohort, other.rows[i].cohort);
        EXPECT_DOUBLE_EQ(result.rows[i].joins, other.rows[i].joins);
        EXPECT_EQ(result.rows[i].at[1].finished, other.rows[i].at[1].finished);
    }
    EXPECT_DOUBLE_EQ(result.rows[0].at[0].active, 1);
    EXPECT_DOUBLE_EQ(result.rows[1].at[0].active, 0.25);
    EXPECT_DOUBLE_EQ(result.rows[2].at[0].active, 0.75);
}

// One join, from its exact times.
struct Counted {
    std::array<int, 4> of{};
    int joins = 0;
    int uncounted = 0;
};

TEST_F(ActivityTest, a_thousand_random_histories_count_alike) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto pick = [&random](int n) {
        return std::uniform_int_distribution<int>(0, n - 1)(random);
    };
    for (int round = 0; round < 1000 && !HasFailure(); ++round) {
        columns_.clear();
        posts_ = {};
        const int n = 1 + pick(7);
        rules_.days = {n};
        rules_.now = kStart + 6h * pick(60);
        rules_.window = {kStart + 6h * pick(10), kStart + 6h * (20 + pick(40))};
        known_ = {kStart + 6h * pick(20), kStart + 6h * pick(70), {}};
        if (pick(2) == 0) {
            const Instant from = kStart + 6h * pick(60);
            known_.gaps.push_back({from, from + 6h * (1 + pick(10))});
        }
        const Instant now = std::min(rules_.now, known_.until);
        Counted plain;
        for (int i = pick(30); i > 0; --i) {
            JoinEntry join = joined(kStart + 6h * pick(60));
            std::optional<Duration> last;
            if (pick(3) > 0) {
                last = 3h * pick(100);
                if (join.joined_at + *last > now) {
                    last.reset();  // only what was written by then is handed on
                } else {
                    wrote(join, *last);
                }
            }
            if (pick(2) == 0) {
                const Instant left = join.joined_at + last.value_or(0s) + 6h * (1 + pick(30));
                join.leave = Leave{left, left};
            }
            add(join);
            if (!rules_.window.contains(join.joined_at) || join.joined_at > rules_.now) {
                continue;
            }
            ++plain.joins;
            if (join.joined_at < known_.since) {
                ++plain.uncounted;
                continue;
            }
            const Instant day = join.joined_at + n * kDay;
            if (day > now) {
                continue;
            }
            const bool active = last && *last >= n * kDay;
            const bool gone = join.leave && join.leave->latest <= now;
            const Instant end = gone ? join.leave->latest : now;
            const bool gap = !active && std::ranges::any_of(known_.gaps, [&](const TimeRange& g) {
                return std::max(g.from, day) < std::min(g.until, end);
            });
            ++plain.of.at(active ? 0 : 1);
            plain.of[2] += !active && !gone ? 1 : 0;
            plain.of[3] += gap ? 1 : 0;
        }
        const Activity result = activity();
        EXPECT_DOUBLE_EQ(result.joins, plain.joins);
        EXPECT_DOUBLE_EQ(result.uncounted, plain.uncounted);
        if (result.rows.empty()) {
            continue;
        }
        const Active& at = result.rows.front().at.front();
        EXPECT_DOUBLE_EQ(at.active, plain.of[0]);
        EXPECT_DOUBLE_EQ(at.silent, plain.of[1]);
        EXPECT_DOUBLE_EQ(at.waiting, plain.of[2]);
        EXPECT_DOUBLE_EQ(at.unread, plain.of[3]);
        EXPECT_EQ(at.finished, plain.of[0] + plain.of[1] == plain.joins - plain.uncounted);
    }
}

}  // namespace
}  // namespace invitectl::analytics
