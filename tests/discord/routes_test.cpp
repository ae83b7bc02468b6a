// Which addresses are ever asked for.
#include "discord/routes.hpp"

#include "test_paths.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cctype>
#include <fstream>

namespace invitectl::discord {
namespace {

constexpr GuildId kSomeGuild{42};

TEST(Routes, are_what_the_documentation_calls_them) {
    EXPECT_EQ(ask_self().path, "/users/@me");
    EXPECT_EQ(ask_application().path, "/applications/@me");
    EXPECT_EQ(ask_my_guilds({7}).path, "/users/@me/guilds?limit=200&after=7");
    EXPECT_EQ(ask_guild(kSomeGuild).path, "/guilds/42");
    EXPECT_EQ(ask_channels(kSomeGuild).path, "/guilds/42/channels");
    EXPECT_EQ(ask_invites(kSomeGuild).path, "/guilds/42/invites");
    EXPECT_EQ(ask_vanity(kSomeGuild).path, "/guilds/42/vanity-url");
    EXPECT_EQ(ask_members(kSomeGuild, {9}).path, "/guilds/42/members?limit=1000&after=9");
    EXPECT_EQ(ask_audit_log(kSomeGuild, {9}).path, "/guilds/42/audit-logs?limit=100&after=9");
    EXPECT_EQ(ask_messages({8}, {9}).path, "/channels/8/messages?limit=100&after=9");
}

TEST(Routes, count_their_limits_for_each_guild) {
    EXPECT_EQ(ask_invites(kSomeGuild).resource, "42");
    EXPECT_EQ(ask_self().resource, "");
    EXPECT_EQ(ask_messages({8}, {9}).resource, "8");
    EXPECT_EQ(label_of(Endpoint::members), "GET /guilds/{guild}/members");
}

// All but one, which a setting has to allow.
TEST(Routes, stand_in_the_official_description) {
    std::ifstream file(INVITECTL_DISCORD_REFERENCE "/openapi.json");
    if (!file.is_open()) {
        GTEST_SKIP() << "no openapi.json in " INVITECTL_DISCORD_REFERENCE;
    }
    const auto paths = nlohmann::json::parse(file)["paths"];
    for (const Route& route : all_routes()) {
        if (!route.documented) {
            continue;  // member_search_test.cpp says which that is
        }
        std::string path(route.pattern);
        for (const char* name : {"guild", "channel", "user", "role", "message"}) {
            const std::string brace = std::string("{") + name + "}";
            if (const std::size_t place = path.find(brace); place != std::string::npos) {
                path.replace(place, brace.size(), std::string("{") + name + "_id}");
            }
        }
        ASSERT_TRUE(paths.contains(path)) << path;
        std::string method(name_of(route.method));
        for (char& c : method) {
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        EXPECT_TRUE(paths[path].contains(method)) << method << ' ' << path;
    }
}

}  // namespace
}  // namespace invitectl::discord
