// The hand-written guild: what happens when, and what Discord would refuse.
#include "tests/sim/script.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace invitectl::sim {
namespace {

const GuildState& state(Script& guild) {
    return guild.world().guild(guild.guild());
}

std::int64_t shown(Script& guild, const std::string& code) {
    for (const InviteState* invite : state(guild).listed) {
        if (invite->terms.code.text() == code) {
            return invite->visible;
        }
    }
    return -1;  // not listed
}

const TruthEntry& entry_of(Script& guild, const std::string& name) {
    const UserId user = guild.user(name);
    const TruthEntry* found = nullptr;
    for (const TruthEntry& entry : guild.world().truth(guild.guild()).entries) {
        if (entry.user == user) {
            found = &entry;
        }
    }
    return found == nullptr ? throw std::logic_error("never joined: " + name) : *found;
}

int last_action(Script& guild) {
    return state(guild).audit.back().entry.action;
}

TEST(Script, a_join_happens_at_its_microsecond_and_counts) {
    Script guild;
    guild.invite("abc", "ana");
    const Instant t = guild.after(10s + Duration{1});
    guild.join("bob", "abc", t);
    guild.world().advance_to(t - Duration{1});
    EXPECT_EQ(shown(guild, "abc"), 0);
    EXPECT_FALSE(guild.world().is_member(guild.guild(), guild.user("bob")));
    guild.world().advance(Duration{1});
    EXPECT_EQ(shown(guild, "abc"), 1);
    const TruthEntry& entry = entry_of(guild, "bob");
    EXPECT_EQ(entry.joined_at, t);
    EXPECT_EQ(entry.code, "abc");
    EXPECT_EQ(entry.inviter, guild.user("ana"));
}

TEST(Script, a_late_use_shows_after_its_lag) {
    Script guild;
    guild.invite("abc", "ana");
    guild.join_late("bob", "abc", guild.after(10s), 3s);
    guild.world().advance(13s - Duration{1});
    EXPECT_EQ(shown(guild, "abc"), 0);
    guild.world().advance(Duration{1});
    EXPECT_EQ(shown(guild, "abc"), 1);
}

TEST(Script, a_single_use_invite_vanishes_with_its_use) {
    Script guild;
    guild.invite("once", "ana", {.max_uses = 1});
    guild.join("bob", "once");
    EXPECT_EQ(shown(guild, "once"), -1);
    EXPECT_THROW(guild.join("eve", "once"), std::logic_error);
    EXPECT_EQ(last_action(guild), audit_action::kInviteCreate) << "being used up is not logged";
}

TEST(Script, an_expired_invite_vanishes_without_a_log_entry) {
    Script guild;
    guild.invite("brief", "ana", {.max_age = 60s});
    guild.join_late("bob", "brief", guild.after(59s), 5s);
    guild.world().advance(60s);
    EXPECT_EQ(shown(guild, "brief"), -1);
    EXPECT_EQ(last_action(guild), audit_action::kInviteCreate);
    guild.world().advance(1h);
    EXPECT_FALSE(entry_of(guild, "bob").counted_at.has_value());
    EXPECT_EQ(guild.world().truth(guild.guild()).codes.back().uses, 1);
}

TEST(Script, a_deletion_logs_the_true_final_count) {
    Script guild;
    guild.invite("abc", "ana");
    guild.join_late("bob", "abc", guild.after(1s), 5s);
    guild.delete_invite("abc", "mod", guild.after(2s));
    guild.world().advance(10s);
    EXPECT_EQ(shown(guild, "abc"), -1);
    const AuditEntry& entry = state(guild).audit.back().entry;
    EXPECT_EQ(entry.action, audit_action::kInviteDelete);
    EXPECT_EQ(entry.actor, guild.user("mod"));
    ASSERT_TRUE(entry.invite.has_value());
    EXPECT_EQ(entry.invite->uses, 1);
    EXPECT_EQ(entry.invite->inviter, guild.user("ana"));
}

TEST(Script, a_code_may_live_again) {
    Script guild;
    guild.invite("abc", "ana");
    guild.join("bob", "abc");
    guild.delete_invite("abc", "ana");
    guild.invite_at(guild.after(5s), "abc", "cem");
    guild.world().advance(5s);
    EXPECT_EQ(shown(guild, "abc"), 0);
    EXPECT_EQ(guild.world().truth(guild.guild()).codes.size(), 2U);
}

TEST(Script, a_new_url_starts_at_zero_and_keeps_out_late_uses_of_the_old) {
    Script guild;
    guild.set_vanity("first");
    guild.world().join_by_vanity(guild.guild(), guild.user("bob"), 5s);
    guild.set_vanity("second", guild.after(1s));
    guild.world().advance(10s);
    EXPECT_EQ(state(guild).vanity->visible, 0);
    guild.set_vanity({});
    EXPECT_FALSE(state(guild).vanity.has_value());
    EXPECT_THROW(guild.join_by_vanity("eve"), std::logic_error);
}

TEST(Script, who_comes_back_is_a_rejoiner_with_a_new_entry) {
    Script guild;
    guild.invite("abc", "ana");
    guild.join("bob", "abc", guild.after(1s));
    guild.leave("bob", guild.after(2s));
    guild.join("bob", "abc", guild.after(3s));
    guild.world().advance(2s);
    EXPECT_EQ(entry_of(guild, "bob").left_at, guild.after(2s));
    EXPECT_EQ(entry_of(guild, "bob").left_how, LeaveCause::unknown);
    guild.world().advance(1s);
    EXPECT_TRUE(entry_of(guild, "bob").rejoined);
    EXPECT_TRUE(state(guild).members.at(guild.user("bob")).did_rejoin);
    EXPECT_EQ(shown(guild, "abc"), 2);
}

TEST(Script, kicks_bans_and_bots_are_logged) {
    Script guild;
    guild.invite("abc", "ana");
    guild.join("bob", "abc");
    guild.kick("bob", "mod");
    EXPECT_EQ(last_action(guild), audit_action::kMemberKick);
    EXPECT_EQ(entry_of(guild, "bob").left_how, LeaveCause::kicked);
    guild.join("bob", "abc");
    guild.ban("bob", "mod");
    EXPECT_EQ(last_action(guild), audit_action::kMemberBan);
    EXPECT_THROW(guild.join("bob", "abc"), std::logic_error);
    guild.unban("bob", "mod");
    EXPECT_EQ(last_action(guild), audit_action::kMemberUnban);
    guild.add_bot("helper", "ana");
    EXPECT_EQ(last_action(guild), audit_action::kBotAdd);
    EXPECT_EQ(state(guild).audit.back().entry.target, guild.user("helper").value);
    EXPECT_EQ(entry_of(guild, "helper").way, Way::bot);
}

TEST(Script, a_deleted_channel_takes_its_invites_along) {
    Script guild;
    const ChannelId doomed = guild.world().add_channel(guild.guild(), "doomed");
    guild.invite("gone", "ana", {.channel = doomed});
    guild.invite("kept", "ana");
    guild.world().delete_channel(guild.guild(), doomed, guild.user("ana"));
    EXPECT_EQ(shown(guild, "gone"), -1);
    EXPECT_EQ(shown(guild, "kept"), 0);
    EXPECT_EQ(last_action(guild), audit_action::kChannelDelete);
}

TEST(Script, an_invite_of_old_has_uses_and_no_entry) {
    Script guild;
    guild.invite("old", "ana", {.created_at = guild.after(-24h * 30), .uses = 12});
    EXPECT_EQ(shown(guild, "old"), 12);
    EXPECT_TRUE(state(guild).audit.empty());
}

TEST(Script, join_messages_appear_in_the_system_channel) {
    Script guild;
    guild.invite("abc", "ana");
    guild.join("bob", "abc", guild.after(7s));
    guild.world().advance(7s);
    const auto& messages = state(guild).channels.front().messages;
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages.front().type, 7);
    EXPECT_EQ(messages.front().author, guild.user("bob"));
    EXPECT_EQ(messages.front().id.created_at(), guild.after(7s));

    Script silent({}, {.join_messages = false});
    silent.join_without_invite("bob");
    EXPECT_TRUE(state(silent).channels.front().messages.empty());
}

TEST(Script, invite_roles_are_given_on_joining) {
    Script guild;
    const RoleId marker = guild.world().add_role(guild.guild(), "from-reddit");
    guild.invite("abc", "ana", {.roles = {marker}});
    guild.join("bob", "abc");
    EXPECT_EQ(state(guild).members.at(guild.user("bob")).roles, std::vector<RoleId>{marker});
}

TEST(Script, the_clock_goes_forward_only) {
    Script guild;
    guild.world().advance(1s);
    EXPECT_THROW(guild.world().advance_to(guild.after(0s)), std::logic_error);
    EXPECT_THROW(guild.join_without_invite("bob", guild.after(0s)), std::logic_error);
}

}  // namespace
}  // namespace invitectl::sim
