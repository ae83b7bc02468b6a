// Values that people type about sources: money, scopes, exclusions, credit.
#include "invitectl/base/error.hpp"
#include "invitectl/domain/money.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/domain/standing.hpp"

#include <gtest/gtest.h>

namespace invitectl {
namespace {

TEST(Money, is_read_to_the_hundredth) {
    EXPECT_EQ(parse_money("120"), 12'000);
    EXPECT_EQ(parse_money("0"), 0);
    EXPECT_EQ(parse_money("99.5"), 9'950);
    EXPECT_EQ(parse_money("0.05"), 5);
    EXPECT_EQ(parse_money("1000000000"), 100'000'000'000);
    EXPECT_EQ(format_money(9'950), "99.50");
    EXPECT_EQ(format_money(5), "0.05");
    for (const char* bad : {"",
                            ".",
                            "1.",
                            ".5",
                            "1.005",
                            "-1",
                            "1e3",
                            "12,5",
                            "€5",
                            "1000000001",
                            "99999999999999999999",
                            "1.x",
                            " 1"}) {
        EXPECT_THROW(parse_money(bad), Error) << bad;
    }
}

TEST(Standing, scopes_are_lists_of_words) {
    EXPECT_EQ(parse_ignore_scope("log"), (IgnoreScope{true, false, false}));
    EXPECT_EQ(parse_ignore_scope("xp,log"), (IgnoreScope{true, false, true}));
    EXPECT_EQ(to_text(IgnoreScope{true, true, true}), "log,board,xp");
    EXPECT_EQ(parse_exclusion("inviter,member"), (Exclusion{true, true}));
    for (const char* bad : {"logs", "log;board", ",log", "board, xp", "all"}) {
        EXPECT_THROW(parse_ignore_scope(bad), Error) << bad;
    }
    EXPECT_THROW(parse_exclusion("staff"), Error);
    EXPECT_FALSE(parse_ignore_scope("").any());
}

class Credits : public ::testing::Test {
  protected:
    const InviteCode abc = *InviteCode::parse("abc");
    const Instant start = from_micros(1'000'000'000);
    const UserId ana{1};
    const UserId ben{2};
    AssignmentTimeline decisions;
};

TEST_F(Credits, hold_from_their_time_on) {
    EXPECT_EQ(decisions.credited(abc, start), std::nullopt);
    decisions.add(Credit{abc, ana, {}});
    decisions.add(Credit{abc, ben, start});
    EXPECT_EQ(decisions.credited(abc, start - Duration{1}), ana);
    EXPECT_EQ(decisions.credited(abc, start), ben);
    decisions.add(Credit{abc, std::nullopt, {}});
    EXPECT_EQ(decisions.credited(abc, start), std::nullopt);
}

TEST_F(Credits, of_a_code_go_before_the_owner_of_its_source) {
    decisions.add(Assignment{abc, SourceId{7}, start});
    decisions.set_owner(7, ben);
    EXPECT_EQ(decisions.credited(abc, start - Duration{1}), std::nullopt);
    EXPECT_EQ(decisions.credited(abc, start), ben);
    decisions.add(Credit{abc, ana, {}});
    EXPECT_EQ(decisions.credited(abc, start), ana);
}

TEST(SourceName, hostile_ones_are_refused) {
    const std::string next = "\u2028";
    for (const std::string& bad : {std::string(""),
                                   std::string("   "),
                                   std::string(10'000, 'x'),
                                   std::string("a\nb"),
                                   std::string("a\x1b[31m"),
                                   std::string("a\u202Eb"),
                                   std::string("a\u200Bb"),
                                   "a" + next + "b",
                                   std::string("\xff\xfe"),
                                   std::string("a\0b", 3),
                                   std::string("vanity")}) {
        EXPECT_THROW(check_source_name(bad), Error) << bad;
    }
    check_source_name("Реклама 🎉 (日本) ");
}

TEST(SourceName, what_is_easily_confused_is_named) {
    std::vector<Source> sources(3);
    sources[0].name = "Reddit ad";
    sources[1].name = "Twitch";
    sources[2].name = "REDDIT AD";
    EXPECT_EQ(confusable_names("reddit ad ", sources),
              (std::vector<std::string>{"Reddit ad", "REDDIT AD"}));
    EXPECT_EQ(confusable_names("Reddit ad", sources), (std::vector<std::string>{"REDDIT AD"}));
    EXPECT_TRUE(confusable_names("Newsletter", sources).empty());
}

}  // namespace
}  // namespace invitectl
