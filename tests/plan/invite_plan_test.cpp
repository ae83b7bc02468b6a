// What making and deleting invites takes, and which invite a lost answer stands for.
#include "invitectl/plan/invite_plan.hpp"

#include "invitectl/base/error.hpp"

#include <gtest/gtest.h>

namespace invitectl::plan {
namespace {

InviteCode code(std::string_view text) {
    return *InviteCode::parse(text);
}

TEST(InvitePlan, a_role_is_made_only_where_it_is_missing) {
    InviteWish wish{.source = 4, .channel = ChannelId{9}, .marker_role = "via Reddit ad"};
    const WishNames names{"Reddit ad", "general"};
    const Plan both = creation(wish, names, false);
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].action, Action::create_role);
    EXPECT_EQ(both[1].target, "#general");
    EXPECT_EQ(creation(wish, names, true).size(), 1U);
    wish.max_age = 604'800;
    EXPECT_NE(creation(wish, names, true)[0].detail.find("expires after 7d"), std::string::npos);
    wish.marker_role.reset();
    EXPECT_EQ(creation(wish, names, false).size(), 1U);
}

TEST(InvitePlan, limits_are_those_of_discord) {
    InviteWish wish;
    check_wish(wish);
    wish.max_age = 5'184'000;
    wish.max_uses = 100;
    check_wish(wish);
    wish.max_age += 1;
    EXPECT_THROW(check_wish(wish), Error);
    wish.max_age = 0;
    wish.max_uses = 101;
    EXPECT_THROW(check_wish(wish), Error);
    wish.max_uses = -1;
    EXPECT_THROW(check_wish(wish), Error);
}

TEST(InvitePlan, only_what_is_there_is_deleted) {
    const Deletion deletion = plan::deletion(
        {{.code = code("abc"), .listed = true, .source = "Reddit ad", .inviter = "ana (1)"},
         {.code = code("def"), .listed = false},
         {.code = code("ghi"), .listed = false, .known = false}});
    ASSERT_EQ(deletion.plan.size(), 1U);
    EXPECT_EQ(deletion.plan[0].target, "abc");
    EXPECT_NE(deletion.plan[0].detail.find("ana (1)"), std::string::npos);
    EXPECT_EQ(deletion.codes, std::vector<InviteCode>{code("abc")});
    EXPECT_EQ(deletion.gone, std::vector<InviteCode>{code("def")});
    EXPECT_EQ(deletion.alien, std::vector<InviteCode>{code("ghi")});
    EXPECT_THROW(plan::deletion({{.code = code("harbour"), .listed = true, .own_url = true}}),
                 Error);
}

TEST(InvitePlan, a_lost_answer_stands_for_what_nobody_else_made) {
    const std::vector<InviteCode> found{code("abc"), code("def")};
    EXPECT_EQ(adoptable(found, {}), code("abc"));
    EXPECT_EQ(adoptable(found, {code("abc")}), code("def"));
    EXPECT_EQ(adoptable(found, {code("abc"), code("def")}), std::nullopt);
    EXPECT_EQ(adoptable({}, {}), std::nullopt);
}

}  // namespace
}  // namespace invitectl::plan
