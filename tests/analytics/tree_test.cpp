// Who invited whom: chains, rejoins, circles, and what is counted.
#include "invitectl/analytics/tree.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

namespace invitectl::analytics {
namespace {

using namespace testing;

class TreeTest : public ::testing::Test {
  protected:
    TreeTest() {
        names_.inviters.clear();
        for (std::int64_t user = 0; user < 10; ++user) {
            names_.inviters.push_back(UserId{user});
        }
    }
    void join(std::uint32_t inviter, std::int64_t member, bool left = false) {
        JoinEntry entry = came({Candidate::Kind::invite, kNoIndex, inviter, kNoIndex},
                               Verdict::proved,
                               kStart + std::chrono::hours{++hour_});
        entry.user = UserId{member};
        columns_.add(left ? and_left(entry, kDay) : entry, {});
    }
    // "1=5:3/2/2": the first root is user 5, who invited 3 in all, 2 directly, of whom 2 are there.
    std::string tree() {
        TreeBuilder builder(rules_, names_);
        builder.add(columns_.view(builder.wants(columns_.bounds)));
        std::string text;
        for (const TreeRow& row : builder.finish()) {
            std::string place;
            for (const int n : row.place) {
                place += (place.empty() ? "" : ".") + std::to_string(n);
            }
            text += (text.empty() ? "" : " ") + place + "=" + row.user.text() + ":" +
                    std::to_string(row.all) + "/" + std::to_string(row.invited) + "/" +
                    std::to_string(row.still_there);
        }
        return text;
    }

    Dictionaries names_ = dictionaries();
    JoinColumnVectors columns_;
    int hour_ = 0;
    TreeRules rules_{.window = {}, .now = kStart + 30 * kDay, .root = {}, .depth = 0};
};

TEST_F(TreeTest, people_stand_under_whom_they_came_by) {
    join(1, 2);
    join(2, 3);
    join(2, 4, true);
    join(3, 5);
    join(6, 7);
    EXPECT_EQ(tree(), "1=1:4/1/3 1.1=2:3/2/2 1.1.1=3:1/1/1 2=6:1/1/1");
    rules_.depth = 2;
    EXPECT_EQ(tree(), "1=1:4/1/3 1.1=2:3/2/2 2=6:1/1/1");
    rules_.depth = 0;
    rules_.root = UserId{2};
    EXPECT_EQ(tree(), "1=2:3/2/2 1.1=3:1/1/1");
}

TEST_F(TreeTest, a_rejoin_moves_nobody_and_counts_once) {
    join(1, 3, true);
    join(2, 3);
    join(2, 4);
    EXPECT_EQ(tree(), "1=1:1/1/1 2=2:1/1/1");
}

// Nobody can tell how they came back, but they are there.
TEST_F(TreeTest, who_came_back_some_other_way_is_there) {
    join(1, 3, true);
    join(1, 4, true);
    JoinEntry again = came({.kind = Candidate::Kind::none}, Verdict::open, kStart + 3 * kDay);
    again.user = UserId{3};
    again.flags = join_flag::kRejoin;
    columns_.add(again, {});
    EXPECT_EQ(tree(), "1=1:2/2/1");
    rules_.now = kStart + 2 * kDay;
    EXPECT_EQ(tree(), "1=1:2/2/0") << "not back yet";
    rules_.now = kStart + 30 * kDay;
    rules_.window.until = kStart + 2 * kDay;
    EXPECT_EQ(tree(), "1=1:2/2/1") << "there now, whatever joins are looked at";
}

TEST_F(TreeTest, circles_are_cut_at_the_later_join) {
    join(1, 2);
    join(2, 3);
    join(3, 1);  // a member from before who came back by a grandchild
    join(4, 4);  // by an invite of one's own
    EXPECT_EQ(tree(), "1=1:2/1/2 1.1=2:1/1/1");
}

TEST_F(TreeTest, long_chains_need_no_deep_stack) {
    names_.inviters.clear();
    for (std::uint32_t user = 0; user < 100'000; ++user) {
        names_.inviters.push_back(UserId{user});
    }
    for (std::uint32_t user = 0; user + 1 < 3'000; ++user) {
        columns_.add(came({Candidate::Kind::invite, kNoIndex, user, kNoIndex}, Verdict::proved),
                     {});
        columns_.user.back() = user + 1;
    }
    rules_.depth = 1;
    EXPECT_EQ(tree(), "1=0:2999/1/2999");
}

}  // namespace
}  // namespace invitectl::analytics
