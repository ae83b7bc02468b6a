// What is sent to change something, to the byte.
#include "discord/change_requests.hpp"

#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace invitectl::discord {
namespace {

using nlohmann::json;

constexpr ChannelId kChannel{77};
constexpr UserId kUser{55};

TEST(ChangeRequests, an_invite_is_always_a_code_of_its_own) {
    const Request request = create_invite(
        kChannel, {.max_age = 3600, .max_uses = 5, .temporary = true, .roles = {{9}}}, "spring ad");
    EXPECT_EQ(request.path, "/channels/77/invites");
    EXPECT_EQ(request.resource, "77");
    EXPECT_EQ(request.reason, "spring%20ad");
    EXPECT_EQ(json::parse(request.body),
              (json{{"max_age", 3600},
                    {"max_uses", 5},
                    {"temporary", true},
                    {"unique", true},
                    {"role_ids", {"9"}}}));
    EXPECT_FALSE(json::parse(create_invite(kChannel, {}, "r").body).contains("role_ids"));
}

TEST(ChangeRequests, the_list_of_the_invited_goes_in_a_file) {
    const Request request = create_invite(kChannel, {.targets = {kUser, {56}}}, "r");
    EXPECT_EQ(request.content_type, "multipart/form-data; boundary=invitectl-part-boundary");
    EXPECT_NE(request.body.find("user_id\r\n55\r\n56\r\n"), std::string::npos) << request.body;
    EXPECT_NE(request.body.find(R"("unique":true)"), std::string::npos);
}

TEST(ChangeRequests, a_message_mentions_nobody_and_comes_once) {
    const json body = json::parse(post_message(kChannel, "hi @everyone", "run-1").body);
    EXPECT_EQ(body,
              (json{{"content", "hi @everyone"},
                    {"nonce", "run-1"},
                    {"enforce_nonce", true},
                    {"allowed_mentions", {{"parse", json::array()}}}}));
    EXPECT_EQ(json::parse(edit_message(kChannel, {3}, "x").body)["allowed_mentions"],
              (json{{"parse", json::array()}}));
    EXPECT_EQ(failure_of([] { post_message(kChannel, "x", std::string(26, 'n')); }).first,
              ErrorCode::internal);
}

TEST(ChangeRequests, reasons_are_escaped_whole) {
    EXPECT_EQ(kick_member(kGuild, kUser, "Grüße\r\nX: 1").reason, "Gr%C3%BC%C3%9Fe%0D%0AX%3A%201");
    EXPECT_EQ(kick_member(kGuild, kUser, std::string(512, 'r')).reason.size(), 512U);
    for (const std::string& bad : {std::string(), std::string(513, 'r'), std::string("\xff")}) {
        EXPECT_EQ(failure_of([&] { kick_member(kGuild, kUser, bad); }).first, ErrorCode::bad_value);
    }
    std::string long_in_bytes;
    for (int i = 0; i < 512; ++i) {
        long_in_bytes += "ü";
    }
    EXPECT_EQ(kick_member(kGuild, kUser, long_in_bytes).reason.size(), 512U * 6);
}

TEST(ChangeRequests, limits_are_kept_before_anything_is_sent) {
    const auto refused = [](const NewInvite& wanted) {
        return failure_of([&] { create_invite(kChannel, wanted, "r"); }).first;
    };
    EXPECT_EQ(refused({.max_age = kLongestInviteAge + 1}), ErrorCode::bad_value);
    EXPECT_EQ(refused({.max_age = -1}), ErrorCode::bad_value);
    EXPECT_EQ(refused({.max_uses = 101}), ErrorCode::bad_value);
    EXPECT_EQ(failure_of([] { create_role(kGuild, std::string(101, 'n'), "r"); }).first,
              ErrorCode::bad_value);
    EXPECT_EQ(failure_of([] { post_message(kChannel, "", "n"); }).first, ErrorCode::bad_value);
    EXPECT_EQ(failure_of([] { post_message(kChannel, std::string(2001, 'x'), "n"); }).first,
              ErrorCode::bad_value);
    EXPECT_EQ(failure_of([] { ban_member(kGuild, kUser, std::chrono::hours{169}, "r"); }).first,
              ErrorCode::bad_value);
}

TEST(ChangeRequests, an_odd_code_stays_one_segment_of_the_path) {
    EXPECT_EQ(delete_invite(*InviteCode::parse("a%2e.b"), "r").path, "/invites/a%252e.b");
}

}  // namespace
}  // namespace invitectl::discord
