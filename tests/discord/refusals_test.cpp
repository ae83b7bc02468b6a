// What each refusal means to the user.
#include "discord/refusals.hpp"

#include "discord/readers.hpp"
#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

namespace invitectl::discord {
namespace {

std::string error_body(int code, const std::string& message = "No") {
    return "{\"message\": \"" + message + "\", \"code\": " + std::to_string(code) + "}";
}

struct Row {
    Endpoint endpoint;
    int status;
    std::string body;
    ErrorCode code;
};

const Row kRows[] = {
    {Endpoint::self, 401, error_body(0, "401: Unauthorized"), ErrorCode::token_rejected},
    {Endpoint::invites, 401, error_body(50014), ErrorCode::token_rejected},
    {Endpoint::self, 401, "", ErrorCode::token_rejected},
    {Endpoint::invites, 403, error_body(50013), ErrorCode::missing_permission},
    {Endpoint::invites, 403, error_body(50001), ErrorCode::missing_permission},
    {Endpoint::vanity, 403, error_body(50013), ErrorCode::missing_permission},
    {Endpoint::audit_log, 403, error_body(50013), ErrorCode::missing_permission},
    {Endpoint::members, 403, error_body(50001), ErrorCode::missing_intent},
    {Endpoint::members, 403, error_body(50013), ErrorCode::missing_permission},
    {Endpoint::guild, 403, error_body(50001), ErrorCode::guild_gone},
    {Endpoint::channels, 403, error_body(50001), ErrorCode::guild_gone},
    {Endpoint::self,
     403,
     error_body(40333, "internal network error"),
     ErrorCode::discord_unavailable},
    {Endpoint::guild, 403, "<!DOCTYPE html><title>blocked</title>", ErrorCode::discord_unavailable},
    {Endpoint::guild, 404, error_body(10004), ErrorCode::guild_gone},
    {Endpoint::guild, 404, error_body(0, "404: Not Found"), ErrorCode::guild_gone},
    {Endpoint::invites, 404, error_body(10004), ErrorCode::guild_gone},
    {Endpoint::invites, 404, error_body(0, "404: Not Found"), ErrorCode::refused_by_discord},
    {Endpoint::members, 400, error_body(50035), ErrorCode::refused_by_discord},
    {Endpoint::members, 405, "", ErrorCode::refused_by_discord},
    {Endpoint::invites, 500, "", ErrorCode::discord_unavailable},
    {Endpoint::invites, 502, "<html>502</html>", ErrorCode::discord_unavailable},
    {Endpoint::invites, 524, error_body(0), ErrorCode::discord_unavailable},
    {Endpoint::invites, 200, "\n <html>", ErrorCode::discord_unavailable},
    {Endpoint::invites, 202, error_body(110000), ErrorCode::discord_unavailable},
    {Endpoint::invites, 202, "[]", ErrorCode::broken_protocol},
    {Endpoint::invites, 204, "", ErrorCode::broken_protocol},
    {Endpoint::invites, 301, "", ErrorCode::broken_protocol},
    {Endpoint::invites, 304, "", ErrorCode::broken_protocol},
};

TEST(Refusals, mean_what_they_mean) {
    for (const Row& row : kRows) {
        const Request request{row.endpoint, "/x", kGuild.text()};
        const auto [code, text] =
            failure_of([&] { require_data(request, answer(row.status, row.body)); });
        EXPECT_EQ(error_id(code), error_id(row.code))
            << label_of(row.endpoint) << " " << row.status << " " << row.body << ": " << text;
    }
}

TEST(Refusals, data_passes) {
    EXPECT_NO_THROW(require_data(ask_invites(kGuild), answer(200, "[]")));
}

TEST(Refusals, a_page_is_known_by_its_type_too) {
    const Response page =
        answer(200, "Please log in", {{"content-type", "text/html; charset=utf-8"}});
    EXPECT_EQ(failure_of([&] { require_data(ask_self(), page); }).first,
              ErrorCode::discord_unavailable);
}

TEST(Refusals, say_what_discord_said_and_what_to_do) {
    try {
        require_data(ask_invites(kGuild), answer(403, error_body(50013, "Missing Permissions")));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.why(),
                  "GET /guilds/{guild}/invites was answered 403 (50013): Missing Permissions");
        EXPECT_EQ(error.next(), "grant Manage Server to a role of the bot, then try again");
    }
}

TEST(Refusals, a_guild_without_a_url_of_its_own_has_none) {
    ScriptedTransport transport;
    Readers readers(transport);
    for (const Response& none : {answer(403, error_body(50001, "Missing Access")),
                                 answer(400, error_body(50020)),
                                 answer(200, R"({"code": null, "uses": 0})")}) {
        transport.answers.push_back(none);
        EXPECT_EQ(readers.vanity(kGuild).value.has_value(), false);
    }
    for (const Response& refused : {answer(403, error_body(50013)),
                                    answer(400, error_body(50001)),
                                    answer(404, error_body(10004))}) {
        transport.answers.push_back(refused);
        EXPECT_THROW(readers.vanity(kGuild), Error);
    }
}

TEST(Refusals, guilds_are_read_page_by_page) {
    const auto page = [](int first, int count) {
        std::string text;
        for (int i = first; i < first + count; ++i) {
            text += (text.empty() ? "" : ",") + std::string("{\"id\": \"") + std::to_string(i) +
                    "\", \"name\": \"g\", \"permissions\": \"8\"}";
        }
        return answer(200, "[" + text + "]");
    };
    ScriptedTransport transport;
    Readers readers(transport);
    transport.answers = {page(1, 200), page(201, 3)};
    EXPECT_EQ(readers.guilds().size(), 203U);
    EXPECT_EQ(transport.requests.at(1).path, "/users/@me/guilds?limit=200&after=200");

    transport.answers = {page(1, 200), page(1, 200)};
    EXPECT_EQ(failure_of([&] { readers.guilds(); }).first, ErrorCode::broken_protocol)
        << "a page that repeats would be followed for ever";
}

}  // namespace
}  // namespace invitectl::discord
