// The connection is cut after Discord did what it was asked, or before: nothing happens twice, and
// nothing that happened is called failed.
//
// INVITECTL_LONG=1 runs a thousand trials of each verb.
#include "tests/discord/workbench.hpp"
#include "tests/sim/cut_proxy.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>

namespace invitectl::discord {
namespace {

int trials() {
    return std::getenv("INVITECTL_LONG") != nullptr ? 1000 : 15;
}

class CutChanges : public Workbench {
  protected:
    CutChanges() : proxy(server->port()) { open(proxy.base_url()); }

    // Of the next one or two connections: cut at a place that varies, the first bytes of the answer
    // included, or before the whole request is through.
    void plan_cut(int trial) {
        std::minstd_rand random(static_cast<unsigned>(trial) + 1);
        sim::CutPlan plan;
        const bool before = trial % 4 == 3;
        plan.kind = before           ? sim::CutPlan::Kind::cut_request
                    : trial % 4 == 2 ? sim::CutPlan::Kind::reset_response
                                     : sim::CutPlan::Kind::cut_response;
        plan.bytes = random() % (before ? 60U : 120U);
        plan.connections = 1 + trial % 2;
        proxy.set_plan(plan);
        open(proxy.base_url());  // no connection of an earlier trial is left
    }
    std::size_t entries(int action) {
        return static_cast<std::size_t>(std::ranges::count_if(
            state().audit, [&](const auto& entry) { return entry.entry.action == action; }));
    }

    sim::CutProxy proxy;
};

TEST_F(CutChanges, no_orphan_invite) {
    for (int trial = 0; trial < trials(); ++trial) {
        plan_cut(trial);
        const std::size_t before = state().listed.size();
        const Invite invite = client->invite_admin().create(kin(), channel(), {}, "cut");
        ASSERT_EQ(state().listed.size(), before + 1) << trial;
        ASSERT_EQ(state().listed.back()->terms.code, invite.terms.code) << trial;
        guild.world().advance(1min);
    }
}

TEST_F(CutChanges, an_invite_is_deleted_once) {
    for (int trial = 0; trial < trials(); ++trial) {
        const InviteCode code = guild.world().add_invite(kin(), {.inviter = guild.world().bot()});
        plan_cut(trial);
        ASSERT_EQ(client->invite_admin().remove(kin(), code, "cut"), Change::made) << trial;
        ASSERT_FALSE(guild.world().usable(kin(), code.text())) << trial;
    }
    EXPECT_EQ(entries(audit_action::kInviteDelete), static_cast<std::size_t>(trials()));
}

TEST_F(CutChanges, a_message_is_posted_once) {
    for (int trial = 0; trial < trials(); ++trial) {
        plan_cut(trial);
        const std::string nonce = "trial-" + std::to_string(trial);
        const MessageId id = client->messenger().post(channel(), "hello", nonce);
        ASSERT_EQ(text_messages().size(), static_cast<std::size_t>(trial) + 1);
        ASSERT_EQ(text_messages().back().id, id);
        guild.world().advance(1min);
    }
}

TEST_F(CutChanges, a_message_is_deleted_once) {
    for (int trial = 0; trial < trials(); ++trial) {
        const MessageId id = client->messenger().post(channel(), "x", "t" + std::to_string(trial));
        plan_cut(trial);
        ASSERT_EQ(client->messenger().remove(channel(), id, "cut"), Change::made) << trial;
        ASSERT_TRUE(text_messages().empty()) << trial;
    }
}

TEST_F(CutChanges, somebody_is_kicked_once) {
    const UserId ana = guild.user("ana");
    for (int trial = 0; trial < trials(); ++trial) {
        guild.world().join_without_invite(kin(), ana);
        plan_cut(trial);
        ASSERT_EQ(client->moderator().kick(kin(), ana, "cut"), Change::made) << trial;
        ASSERT_FALSE(guild.world().is_member(kin(), ana)) << trial;
    }
    EXPECT_EQ(entries(audit_action::kMemberKick), static_cast<std::size_t>(trials()));
}

TEST_F(CutChanges, bans_and_their_undoing_happen_once) {
    const UserId ana = guild.user("ana");
    for (int trial = 0; trial < trials(); ++trial) {
        plan_cut(trial);
        ASSERT_EQ(client->moderator().ban(kin(), ana, std::chrono::seconds{0}, "cut"),
                  Change::made);
        ASSERT_TRUE(state().banned.contains(ana)) << trial;
        plan_cut(trial + 1);
        ASSERT_EQ(client->moderator().unban(kin(), ana, "cut"), Change::made) << trial;
        ASSERT_FALSE(state().banned.contains(ana)) << trial;
    }
    EXPECT_EQ(entries(audit_action::kMemberBan), static_cast<std::size_t>(trials()));
    EXPECT_EQ(entries(audit_action::kMemberUnban), static_cast<std::size_t>(trials()));
}

// A guild has room for 250 roles, so the trials are shared out among five.
class CutRoles : public CutChanges, public ::testing::WithParamInterface<int> {};

TEST_P(CutRoles, are_made_given_and_taken_once) {
    const UserId ana = guild.user("ana");
    guild.join_without_invite("ana");
    const int rounds = trials() / 5;
    for (int trial = GetParam() * rounds; trial < (GetParam() + 1) * rounds; ++trial) {
        const std::size_t before = state().roles.size();
        plan_cut(trial);
        const Role role =
            client->role_admin().create(kin(), "role " + std::to_string(trial), "cut");
        ASSERT_EQ(state().roles.size(), before + 1) << trial;
        ASSERT_EQ(state().roles.back().id, role.id) << trial;
        plan_cut(trial);
        client->role_admin().add(kin(), ana, role.id, "cut");
        ASSERT_EQ(state().members.at(ana).roles, std::vector{role.id}) << trial;
        plan_cut(trial);
        client->role_admin().remove(kin(), ana, role.id, "cut");
        ASSERT_TRUE(state().members.at(ana).roles.empty()) << trial;
    }
    EXPECT_EQ(entries(audit_action::kMemberRoleUpdate), 2 * static_cast<std::size_t>(rounds));
}
INSTANTIATE_TEST_SUITE_P(Guilds, CutRoles, ::testing::Range(0, 5));

// Discord is gone after it did it: then nobody knows, and nobody pretends to.
TEST_F(CutChanges, what_cannot_be_looked_up_is_called_unknown) {
    proxy.set_plan({.kind = sim::CutPlan::Kind::cut_response, .bytes = 0});
    open(proxy.base_url());
    EXPECT_EQ(failure_of([&] { client->invite_admin().create(kin(), channel(), {}, "cut"); }).first,
              ErrorCode::outcome_unknown);
    EXPECT_EQ(state().listed.size(), 1U);
    EXPECT_EQ(failure_of([&] { client->moderator().kick(kin(), guild.user("ana"), "cut"); }).first,
              ErrorCode::outcome_unknown);
}

}  // namespace
}  // namespace invitectl::discord
