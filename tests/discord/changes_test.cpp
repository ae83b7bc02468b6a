// Changes over HTTP: what the simulated Discord then holds, logs and refuses.
#include "tests/discord/hasty_clock.hpp"
#include "tests/discord/notes.hpp"
#include "tests/discord/workbench.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::discord {
namespace {

class Changes : public Workbench {
  protected:
    const sim::AuditState& last_entry() { return state().audit.back(); }
};

TEST_F(Changes, an_invite_is_created_as_asked_and_deleted_once) {
    const RoleId role = client->role_admin().create(kin(), "spring", "campaign").id;
    const Invite invite = client->invite_admin().create(
        kin(),
        channel(),
        {.max_age = 86'400, .max_uses = 3, .temporary = true, .roles = {role}},
        "campaign: Frühling");
    EXPECT_EQ(invite.uses, 0);
    EXPECT_EQ(invite.terms.max_age, 86'400);
    EXPECT_EQ(invite.terms.max_uses, 3);
    EXPECT_TRUE(invite.terms.temporary);
    EXPECT_EQ(invite.terms.channel, channel());
    EXPECT_EQ(invite.terms.inviter, guild.world().bot());
    EXPECT_EQ(invite.terms.roles, std::vector{role});
    EXPECT_EQ(last_entry().entry.action, audit_action::kInviteCreate);
    EXPECT_EQ(last_entry().entry.reason, "campaign: Frühling");

    EXPECT_EQ(client->invite_admin().remove(kin(), invite.terms.code, "over"), Change::made);
    EXPECT_EQ(last_entry().entry.reason, "over");
    EXPECT_EQ(client->invite_admin().remove(kin(), invite.terms.code, "over"), Change::already);
    EXPECT_TRUE(state().listed.empty());
}

TEST_F(Changes, equal_invites_get_codes_of_their_own) {
    const Invite first = client->invite_admin().create(kin(), channel(), {}, "one");
    const Invite second = client->invite_admin().create(kin(), channel(), {}, "two");
    EXPECT_NE(first.terms.code, second.terms.code);
    EXPECT_EQ(
        client->invite_admin().created_since(kin(), channel(), {}, guild.world().start()).size(),
        2U);
    EXPECT_TRUE(client->invite_admin()
                    .created_since(kin(), channel(), {.max_uses = 1}, guild.world().start())
                    .empty());
}

TEST_F(Changes, an_invite_can_be_for_listed_people_alone) {
    const UserId friend_of_the_house = guild.user("ida");
    const Invite invite = client->invite_admin().create(
        kin(), channel(), {.targets = {friend_of_the_house}}, "guests");
    EXPECT_TRUE(invite.terms.targeted);
    ASSERT_EQ(state().invites.back().targets, std::vector{friend_of_the_house});
    EXPECT_THROW(guild.join("zed", invite.terms.code.text()), std::logic_error);
    guild.join("ida", invite.terms.code.text());
}

TEST_F(Changes, what_discord_refuses_is_said_with_the_way_out) {
    guild.world().set_most_invites(kin(), 1);
    client->invite_admin().create(kin(), channel(), {}, "the last one");
    const auto full =
        failure_of([&] { client->invite_admin().create(kin(), channel(), {}, "one more"); });
    EXPECT_EQ(full.first, ErrorCode::refused_by_discord);
    EXPECT_EQ(full.second, "the server has as many invites as Discord allows");
    EXPECT_EQ(failure_of([&] { client->invite_admin().create(kin(), {5}, {}, "r"); }).first,
              ErrorCode::not_found);
    guild.world().set_overwrite(
        kin(), channel(), {guild.world().bot().value, false, 0, sim::kCreateInvite});
    EXPECT_EQ(failure_of([&] { client->invite_admin().create(kin(), channel(), {}, "r"); }).first,
              ErrorCode::missing_permission);
    allow(sim::kViewChannel);
    EXPECT_EQ(failure_of([&] { client->role_admin().create(kin(), "r", "r"); }).first,
              ErrorCode::missing_permission);
}

TEST_F(Changes, roles_are_made_without_power_given_and_taken) {
    const UserId ana = guild.user("ana");
    guild.join_without_invite("ana");
    RoleAdmin& roles = client->role_admin();
    const Role made = roles.create(kin(), "from the fair", "campaign");
    EXPECT_EQ(made.permissions, 0U);
    EXPECT_FALSE(made.managed);
    const auto all = roles.roles(kin());
    EXPECT_NE(std::ranges::find(all, made), all.end());
    for (int twice = 0; twice < 2; ++twice) {
        roles.add(kin(), ana, made.id, "was there");
        EXPECT_EQ(state().members.at(ana).roles, std::vector{made.id});
    }
    const std::size_t logged = state().audit.size();
    for (int twice = 0; twice < 2; ++twice) {
        roles.remove(kin(), ana, made.id, "was not");
        EXPECT_TRUE(state().members.at(ana).roles.empty());
    }
    EXPECT_EQ(state().audit.size(), logged + 1);
    EXPECT_EQ(failure_of([&] { roles.add(kin(), ana, {7}, "r"); }).first, ErrorCode::not_found);
    const RoleId above = guild.world().add_role(kin(), "staff");
    guild.world().set_bot_rank(kin(), 1);
    EXPECT_EQ(failure_of([&] { roles.add(kin(), ana, above, "r"); }).first,
              ErrorCode::missing_permission);
}

TEST_F(Changes, people_are_kicked_banned_and_let_back) {
    const UserId ana = guild.user("ana");
    guild.join_without_invite("ana");
    Moderator& moderator = client->moderator();
    EXPECT_EQ(moderator.kick(kin(), ana, "fake account"), Change::made);
    EXPECT_EQ(last_entry().entry.action, audit_action::kMemberKick);
    EXPECT_EQ(last_entry().entry.reason, "fake account");
    EXPECT_EQ(moderator.kick(kin(), ana, "fake account"), Change::already);
    EXPECT_EQ(moderator.ban(kin(), ana, std::chrono::hours{1}, "again"), Change::made);
    EXPECT_TRUE(state().banned.contains(ana));
    EXPECT_EQ(moderator.unban(kin(), ana, "appeal"), Change::made);
    EXPECT_EQ(last_entry().entry.reason, "appeal");
    EXPECT_EQ(moderator.unban(kin(), ana, "appeal"), Change::already);
    EXPECT_EQ(failure_of([&] { moderator.kick(kin(), state().owner, "r"); }).first,
              ErrorCode::missing_permission);
}

TEST_F(Changes, messages_come_once_ring_nobody_and_can_go) {
    Messenger& messages = client->messenger();
    const MessageId first = messages.post(channel(), "@everyone <@1> look", "week-31");
    EXPECT_EQ(messages.post(channel(), "@everyone <@1> look", "week-31"), first);
    ASSERT_EQ(text_messages().size(), 1U);
    EXPECT_FALSE(text_messages()[0].rings);
    messages.edit(channel(), first, "@here better");
    EXPECT_EQ(text_messages()[0].content, "@here better");
    EXPECT_FALSE(text_messages()[0].rings);
    EXPECT_EQ(messages.remove(channel(), first, "tidy"), Change::made);
    EXPECT_EQ(messages.remove(channel(), first, "tidy"), Change::already);
    EXPECT_EQ(failure_of([&] { messages.edit(channel(), first, "x"); }).first,
              ErrorCode::not_found);
}

TEST_F(Changes, direct_messages_go_to_who_takes_them) {
    const UserId ana = guild.user("ana");
    guild.join_without_invite("ana");
    Messenger& messages = client->messenger();
    const ChannelId direct = messages.direct_channel(ana);
    EXPECT_EQ(messages.direct_channel(ana), direct);
    messages.post(direct, "three came by your link", "ana-3");
    EXPECT_EQ(guild.world().find_direct(direct)->messages.size(), 1U);
    guild.world().refuse_direct_messages(ana);
    EXPECT_EQ(failure_of([&] { messages.post(direct, "four", "ana-4"); }).first,
              ErrorCode::refused_by_discord);
}

}  // namespace
}  // namespace invitectl::discord
