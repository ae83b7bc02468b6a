// Source names, and which code belonged to which source when.
#include "invitectl/domain/source.hpp"

#include "invitectl/base/error.hpp"

#include <gtest/gtest.h>

#include <random>

namespace invitectl {
namespace {

constexpr SourceId kReddit = 4;
constexpr SourceId kTwitch = 5;

Instant at(std::int64_t us) {
    return from_micros(us);
}
InviteCode code(std::string_view text) {
    return *InviteCode::parse(text);
}

bool is_allowed(std::string_view name) {
    try {
        check_source_name(name);
        return true;
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::bad_value);
        EXPECT_FALSE(error.next().empty());
        return false;
    }
}

TEST(SourceName, any_visible_text_of_200_bytes_will_do) {
    for (const std::string& name : {std::string("Reddit ad"),
                                    std::string("reddit ad "),
                                    std::string("Küche ☕"),
                                    std::string("Vanity"),
                                    std::string(200, 'x')}) {
        EXPECT_TRUE(is_allowed(name)) << name;
    }
}

TEST(SourceName, blank_long_control_and_reserved_names_are_refused) {
    for (const std::string& name : {std::string(),
                                    std::string("   "),
                                    std::string(201, 'x'),
                                    std::string("a\nb"),
                                    std::string("a\0b", 3),
                                    std::string("a\x7f"),
                                    std::string("vanity"),
                                    std::string("bot"),
                                    std::string("none")}) {
        EXPECT_FALSE(is_allowed(name)) << name;
    }
}

// Such rows stand on boards beside the sources.
TEST(SourceName, in_brackets_is_for_rows_that_are_no_source) {
    check_new_source_name("Reddit (ad)");
    check_new_source_name("(EU) Reddit");
    EXPECT_THROW(check_new_source_name("(unassigned)"), Error);
    EXPECT_THROW(check_new_source_name("(mine)"), Error);
    EXPECT_THROW(check_new_source_name("none"), Error);
    EXPECT_TRUE(is_allowed("(unassigned)")) << "an older database may have it";
}

TEST(SourceName, is_told_as_it_was_given) {
    try {
        check_source_name("a\tb");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(error.why().find("\"a\tb\""), std::string::npos) << "escaped once, when printed";
    }
}

TEST(SourceKind, words_and_kinds_go_both_ways) {
    for (const auto kind :
         {SourceKind::named, SourceKind::vanity, SourceKind::bot, SourceKind::none}) {
        EXPECT_EQ(parse_source_kind(to_text(kind)), kind);
    }
    EXPECT_FALSE(parse_source_kind("other"));
}

TEST(AssignmentTimeline, an_unknown_code_has_no_source) {
    EXPECT_FALSE(AssignmentTimeline{}.source_of(code("abc"), at(0)));
}

TEST(AssignmentTimeline, without_a_date_it_holds_for_all_history) {
    AssignmentTimeline timeline;
    timeline.add({code("abc"), kReddit, {}});
    EXPECT_EQ(timeline.source_of(code("abc"), Instant::min()), kReddit);
    EXPECT_EQ(timeline.source_of(code("abc"), at(1'000)), kReddit);
    EXPECT_FALSE(timeline.source_of(code("ABC"), at(1'000)));
}

TEST(AssignmentTimeline, from_a_date_on_keeps_what_was_before) {
    AssignmentTimeline timeline;
    timeline.add({code("abc"), kReddit, {}});
    timeline.add({code("abc"), kTwitch, at(100)});
    EXPECT_EQ(timeline.source_of(code("abc"), at(99)), kReddit);
    EXPECT_EQ(timeline.source_of(code("abc"), at(100)), kTwitch);
}

TEST(AssignmentTimeline, to_none_takes_the_source_away_from_then_on) {
    AssignmentTimeline timeline;
    timeline.add({code("abc"), kReddit, {}});
    timeline.add(Assignment{code("abc"), {}, at(100)});
    EXPECT_EQ(timeline.source_of(code("abc"), at(99)), kReddit);
    EXPECT_FALSE(timeline.source_of(code("abc"), at(100)));
}

TEST(AssignmentTimeline, a_later_decision_covers_earlier_ones_about_the_same_time) {
    AssignmentTimeline timeline;
    timeline.add({code("abc"), kTwitch, at(100)});
    timeline.add({code("abc"), kReddit, {}});
    EXPECT_EQ(timeline.source_of(code("abc"), at(500)), kReddit);
}

// Against the definition: the last decision whose start is not after t.
TEST(AssignmentTimeline, is_the_same_until_a_decision_begins) {
    AssignmentTimeline timeline;
    EXPECT_TRUE(timeline.is_same_at(at(0), at(1000)));
    timeline.add(Assignment{code("abc"), kReddit, {}});
    EXPECT_TRUE(timeline.is_same_at(at(0), at(1000))) << "it holds for all history";
    timeline.add(Credit{code("xyz"), UserId{7}, at(500)});
    EXPECT_TRUE(timeline.is_same_at(at(499), at(0)));
    EXPECT_TRUE(timeline.is_same_at(at(500), at(1000)));
    EXPECT_FALSE(timeline.is_same_at(at(499), at(500)));
    EXPECT_FALSE(timeline.is_same_at(at(1000), at(0)));
}

TEST(AssignmentTimeline, always_gives_the_last_decision_that_applies) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto below = [&random](std::int64_t n) {
        return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random);
    };
    for (int round = 0; round < 500; ++round) {
        AssignmentTimeline timeline;
        std::vector<Assignment> decisions;
        for (std::int64_t n = below(8); n > 0; --n) {
            Assignment decision{code("abc"), {}, {}};
            if (below(3) != 0) {
                decision.source = below(4);
            }
            if (below(3) != 0) {
                decision.from = at(below(10));
            }
            decisions.push_back(decision);
            timeline.add(decision);
        }
        for (std::int64_t t = 0; t < 10; ++t) {
            std::optional<SourceId> expected;
            for (const Assignment& decision : decisions) {
                if (decision.from.value_or(Instant::min()) <= at(t)) {
                    expected = decision.source;
                }
            }
            EXPECT_EQ(timeline.source_of(code("abc"), at(t)), expected);
        }
        for (int pair = 0; pair < 20; ++pair) {
            const Instant a = at(below(12) - 1);
            const Instant b = at(below(12) - 1);
            if (timeline.is_same_at(a, b)) {
                EXPECT_EQ(timeline.source_of(code("abc"), a), timeline.source_of(code("abc"), b));
            }
        }
    }
}

}  // namespace
}  // namespace invitectl
