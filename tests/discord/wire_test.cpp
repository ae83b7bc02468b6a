// Whole answers of our own making, read into the domain.
#include "discord/json_fields.hpp"
#include "discord/wire_application.hpp"
#include "discord/wire_audit_log.hpp"
#include "discord/wire_channel.hpp"
#include "discord/wire_error.hpp"
#include "discord/wire_guild.hpp"
#include "discord/wire_invite.hpp"
#include "discord/wire_member.hpp"
#include "discord/wire_message.hpp"
#include "discord/wire_rate_limit.hpp"
#include "discord/wire_target_users.hpp"
#include "discord/wire_vanity.hpp"
#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

namespace invitectl::discord {
namespace {

constexpr UserId kAna{1000000000000000001};
constexpr ChannelId kWelcome{1308388316999999901};
const Person kAnaPerson{kAna, "ana", "Ana 🌊", false, true};

TEST(WireInvite, reads_a_list) {
    const auto invites = read_invites(fixture("invites.json"));
    ASSERT_EQ(invites.size(), 2U);
    EXPECT_EQ(invites[0].terms,
              (InviteTerms{.code = *InviteCode::parse("spring"),
                           .channel = kWelcome,
                           .inviter = kAna,
                           .created_at = at("2026-08-01T09:30:00.250Z"),
                           .expires_at = {},
                           .roles = {{1308388316999999950}}}));
    EXPECT_EQ(invites[0].uses, 41);
    EXPECT_EQ(invites[0].inviter, kAnaPerson);
    EXPECT_EQ(invites[1].terms,
              (InviteTerms{.code = *InviteCode::parse("Wk-7"),
                           .channel = {},
                           .inviter = {},
                           .created_at = at("2026-08-01T10:00:00Z"),
                           .expires_at = at("2026-08-08T10:00:00Z"),
                           .max_uses = 10,
                           .max_age = 604800,
                           .temporary = true,
                           .roles = {}}));
    EXPECT_EQ(invites[1].inviter, std::nullopt);
}

TEST(WireInvite, hidden_counters_are_never_zero) {
    EXPECT_EQ(failure_of([] { read_invites(fixture("invites_without_uses.json")); }).first,
              ErrorCode::invites_without_uses);
    EXPECT_TRUE(read_invites("[]").empty());
}

TEST(WireVanity, reads_a_counter_or_none) {
    const auto vanity = read_vanity(R"({"code": "harbour", "uses": 12})");
    ASSERT_TRUE(vanity);
    EXPECT_EQ(vanity->code.text(), "harbour");
    EXPECT_EQ(vanity->uses, 12);
    EXPECT_FALSE(read_vanity(R"({"code": null, "uses": 0})"));
}

TEST(WireMember, reads_a_page_and_leaves_guests_out) {
    const MemberPage page = read_member_page(fixture("members.json"), {}, 1000);
    ASSERT_EQ(page.members.size(), 2U);
    EXPECT_EQ(page.members[0].person, kAnaPerson);
    EXPECT_EQ(page.members[0].joined_at, at("2026-08-01T09:00:00.123456Z"));
    EXPECT_TRUE(page.members[0].did_rejoin);
    EXPECT_FALSE(page.members[0].pending);
    EXPECT_EQ(page.members[0].roles.size(), 2U);
    EXPECT_TRUE(page.members[1].person.bot);
    EXPECT_FALSE(page.members[1].person.has_avatar);
    EXPECT_TRUE(page.members[1].pending);
    EXPECT_FALSE(page.members[1].did_rejoin);
    EXPECT_EQ(page.last, UserId{1000000000000000009}) << "a guest moves the cursor too";
    EXPECT_TRUE(page.complete);
}

TEST(WireMember, a_full_page_is_not_the_last) {
    EXPECT_FALSE(read_member_page(fixture("members.json"), {}, 4).complete);
    const MemberPage none = read_member_page("[]", kAna, 1000);
    EXPECT_TRUE(none.complete);
    EXPECT_EQ(none.last, std::nullopt);
}

TEST(WireAuditLog, reads_invites_from_the_side_that_tells) {
    const AuditPage page = read_audit_page(fixture("audit_log.json"), {}, 100);
    ASSERT_EQ(page.entries.size(), 5U);
    EXPECT_EQ(page.entries[0].invite,
              (AuditInvite{*InviteCode::parse("spring"), kWelcome, kAna, 0, 0, 86400, false}));
    EXPECT_EQ(page.entries[1].invite,
              (AuditInvite{*InviteCode::parse("spring"), {}, kAna, 57, {}, {}, {}}));
    EXPECT_EQ(page.entries[1].reason, "campaign over");
    EXPECT_EQ(page.entries[2].invite, std::nullopt) << "no code was named";
    EXPECT_EQ(page.entries[2].actor, std::nullopt);
}

TEST(WireAuditLog, keeps_what_it_does_not_know) {
    const AuditPage page = read_audit_page(fixture("audit_log.json"), {}, 100);
    EXPECT_EQ(page.entries[3].action, audit_action::kMemberKick);
    EXPECT_EQ(page.entries[3].target, 1000000000000000005);
    EXPECT_EQ(page.entries[4].action, 31415);
    EXPECT_EQ(page.entries[4].target, std::nullopt);
    EXPECT_EQ(page.entries[4].invite, std::nullopt);
    EXPECT_EQ(page.people.size(), 2U);
    EXPECT_TRUE(page.complete);
}

TEST(WireAuditLog, puts_a_last_page_in_order) {
    const auto ids = [](std::size_t limit) {
        std::vector<std::int64_t> found;
        const std::string body = R"({"audit_log_entries": [
            {"id": "12", "action_type": 1, "user_id": null, "target_id": null},
            {"id": "11", "action_type": 1, "user_id": null, "target_id": null}]})";
        for (const AuditEntry& entry : read_audit_page(body, {10}, limit).entries) {
            found.push_back(entry.id.value);
        }
        return found;
    };
    EXPECT_EQ(ids(100), (std::vector<std::int64_t>{11, 12}));
    EXPECT_THROW(ids(2), FieldError) << "newest first on a full page hides what is between";
}

TEST(WireGuild, reads_what_matters_for_joins) {
    const Guild guild = read_guild(fixture("guild.json"));
    EXPECT_EQ(guild.id, kGuild);
    EXPECT_EQ(guild.name, "Harbour");
    EXPECT_EQ(guild.owner, kAna);
    EXPECT_TRUE(guild.has_vanity);
    EXPECT_TRUE(guild.discoverable);
    EXPECT_EQ(guild.system_channel, kWelcome);
}

TEST(WireMessage, says_who_wrote_when_and_how_much) {
    const std::string join =
        R"({"id": "304781866777706506", "channel_id": "7", "type": 7, "content": "",)"
        R"( "timestamp": "2017-04-21T00:54:19.613000+00:00", "author": {"id": "5"}, "new": 1})";
    const auto messages = read_messages("[" + join + "]");
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].type, message_type::kUserJoin);
    EXPECT_EQ(messages[0].author, UserId{5});
    EXPECT_FALSE(messages[0].by_program);
    for (const char* field : {"id", "channel_id", "type", "content", "timestamp", "author"}) {
        std::string broken = join;
        broken.replace(broken.find("\"" + std::string(field) + "\""), 2, "\"x");
        EXPECT_THROW(read_messages("[" + broken + "]"), FieldError) << field;
    }
}

TEST(WireMessage, a_page_comes_in_order_with_who_joined) {
    const auto message = [](int id, int type) {
        return R"({"id": ")" + std::to_string(id) + R"(", "channel_id": "7", "content": "hi",)" +
               R"( "type": )" + std::to_string(type) +
               R"(, "timestamp": "2017-04-21T00:54:19.613000+00:00",)" +
               R"( "author": {"id": "5", "username": "eve"}})";
    };
    const std::string body = "[" + message(12, 0) + "," + message(11, 7) + "]";
    const MessagePage page = read_message_page(body, {10}, 2);
    ASSERT_EQ(page.messages.size(), 2U);
    EXPECT_EQ(page.messages[0].id, MessageId{11});
    EXPECT_EQ(page.messages[1].id, MessageId{12});
    ASSERT_EQ(page.people.size(), 1U);
    EXPECT_EQ(page.people[0].username, "eve");
    EXPECT_FALSE(page.complete);
    EXPECT_TRUE(read_message_page(body, {10}, 3).complete);
    EXPECT_THROW(read_message_page(body, {11}, 3), FieldError);
    EXPECT_THROW(read_message_page("[" + message(12, 0) + "," + message(12, 0) + "]", {10}, 3),
                 FieldError);
}

TEST(WireTargetUsers, reads_the_column_and_nothing_else) {
    EXPECT_EQ(read_target_users("user_id\r\n5\n7\n"), (std::vector<UserId>{{5}, {7}}));
    EXPECT_TRUE(read_target_users("user_id").empty());
    for (const char* broken : {"", "id\n5\n", "user_id\nabc\n", "user_id\n5,6\n"}) {
        EXPECT_THROW(read_target_users(broken), FieldError) << broken;
    }
}

TEST(WireGuild, a_channel_without_join_messages_is_none) {
    const Guild guild = read_guild(R"({"id": "1", "name": "x", "owner_id": "2", "features": [],
        "system_channel_id": "3", "system_channel_flags": 5})");
    EXPECT_EQ(guild.system_channel, std::nullopt);
    EXPECT_FALSE(guild.has_vanity);
    EXPECT_FALSE(guild.discoverable);
}

TEST(WireGuild, reads_permissions_of_any_length) {
    const auto guilds = read_memberships(fixture("my_guilds.json"), {});
    ASSERT_EQ(guilds.size(), 2U);
    EXPECT_EQ(guilds[0].permissions, permission::kManageGuild | permission::kViewAuditLog);
    // 2^64 + 8: the low bits survive what is above them.
    EXPECT_EQ(guilds[1].permissions, permission::kAdministrator);
}

TEST(WireChannel, keeps_unknown_types) {
    const auto channels = read_channels(fixture("channels.json"));
    ASSERT_EQ(channels.size(), 3U);
    EXPECT_EQ(channels[0], (Channel{kWelcome, "welcome", 0}));
    EXPECT_EQ(channels[2].type, 77);
}

TEST(WireApplication, knows_both_forms_of_the_members_intent) {
    EXPECT_TRUE(read_members_intent(R"({"flags": 16384})"));
    EXPECT_TRUE(read_members_intent(R"({"flags": 8421376})"));
    EXPECT_FALSE(read_members_intent(R"({"flags": 8192})"));
    EXPECT_EQ(read_self(R"({"id": "7", "username": "tracker", "bot": true})").username, "tracker");
}

TEST(WireError, reads_refusals_and_nothing_else) {
    const auto error = read_error(R"({"message": "Missing Access", "code": 50001})");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, api_code::kMissingAccess);
    EXPECT_EQ(error->message, "Missing Access");
    EXPECT_EQ(read_error(R"({"message": "401: Unauthorized", "code": 0})")->code, 0);
    for (const char* body : {"", "[]", "{}", "<html>", "{\"code\": \"x\"}", "{\"message\": 5}"}) {
        EXPECT_FALSE(read_error(body)) << body;
    }
    EXPECT_EQ(read_error("{\"message\": \"" + std::string(5000, 'x') + "\"}")->message.size(),
              300U);
}

TEST(WireRateLimit, reads_what_can_be_waited_for) {
    const auto limit = read_rate_limit(R"({"retry_after": 64.57, "global": true, "message": ""})");
    ASSERT_TRUE(limit);
    EXPECT_EQ(limit->retry_after, 64.57);
    EXPECT_TRUE(limit->global);
    EXPECT_EQ(read_rate_limit(R"({"retry_after": -1})")->retry_after, std::nullopt);
    EXPECT_EQ(read_rate_limit(R"({"retry_after": "5"})")->retry_after, std::nullopt);
    EXPECT_FALSE(read_rate_limit("[]"));
    EXPECT_FALSE(read_rate_limit("<html>"));
}

}  // namespace
}  // namespace invitectl::discord
