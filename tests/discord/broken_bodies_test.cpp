// Answers that break the rules, and the place each error names. Bodies are made from a good one by
// one change, so that nothing else can be wrong with them.
#include "discord/readers.hpp"
#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace invitectl::discord {
namespace {

using Json = nlohmann::json;

enum class Ask { invites, vanity, members, audit, guild, channels, guilds };

std::string good_body(Ask ask) {
    switch (ask) {
        case Ask::invites:
            return fixture("invites.json");
        case Ask::vanity:
            return R"({"code": "harbour", "uses": 12})";
        case Ask::members:
            return fixture("members.json");
        case Ask::audit:
            return fixture("audit_log.json");
        case Ask::guild:
            return fixture("guild.json");
        case Ask::channels:
            return fixture("channels.json");
        case Ask::guilds:
            return fixture("my_guilds.json");
    }
    return {};
}

void read(Ask ask, const std::string& body) {
    ScriptedTransport transport;
    transport.answers.push_back(answer(200, body));
    Readers readers(transport);
    switch (ask) {
        case Ask::invites:
            readers.invites(kGuild);
            break;
        case Ask::vanity:
            readers.vanity(kGuild);
            break;
        case Ask::members:
            readers.members(kGuild, {});
            break;
        case Ask::audit:
            readers.audit_entries(kGuild, {});
            break;
        case Ask::guild:
            readers.guild(kGuild);
            break;
        case Ask::channels:
            readers.channels(kGuild);
            break;
        case Ask::guilds:
            readers.guilds();
            break;
    }
}

// Everything behind "GET /…: ".
std::string problem(Ask ask, const std::string& body) {
    const auto [code, text] = failure_of([&] { read(ask, body); });
    EXPECT_EQ(code, ErrorCode::broken_protocol) << text;
    const std::size_t colon = text.find(": ");
    return colon == std::string::npos ? text : text.substr(colon + 2);
}

struct Break {
    Ask ask;
    const char* at;     // JSON pointer
    const char* value;  // JSON; empty: the field is taken out
    const char* problem;
};

std::string broken(const Break& change) {
    Json json = Json::parse(good_body(change.ask));
    const Json::json_pointer place(change.at);
    if (*change.value == '\0') {
        json.at(place.parent_pointer()).erase(place.back());
    } else {
        json[place] = Json::parse(change.value);
    }
    return json.dump();
}

const Break kBreaks[] = {
    {Ask::invites, "/1/uses", "", "[1].uses is missing"},
    {Ask::invites, "/0/uses", "\"41\"", "[0].uses is no whole number"},
    {Ask::invites, "/0/uses", "-1", "[0].uses is negative"},
    {Ask::invites, "/0/uses", "null", "[0].uses is no whole number"},
    {Ask::invites, "/0/uses", "18446744073709551615", "[0].uses is too large"},
    {Ask::invites, "/0/code", "", "[0].code is missing"},
    {Ask::invites, "/0/code", "\"a b\"", "[0].code is no invite code"},
    {Ask::invites, "/0/code", "\"Wk-7\"", "[1].code is listed twice"},
    {Ask::invites, "/0/code", "7", "[0].code is no invite code"},
    {Ask::invites, "/1/created_at", "", "[1].created_at is missing"},
    {Ask::invites, "/1/created_at", "\"2026-02-30T00:00:00Z\"", "[1].created_at is no time"},
    {Ask::invites, "/1/created_at", "1785578400", "[1].created_at is no time"},
    {Ask::invites, "/1/expires_at", "\"soon\"", "[1].expires_at is no time"},
    {Ask::invites, "/1/max_uses", "", "[1].max_uses is missing"},
    {Ask::invites, "/1/max_age", "\"1d\"", "[1].max_age is no whole number"},
    {Ask::invites, "/1/temporary", "0", "[1].temporary is neither true nor false"},
    {Ask::invites, "/0/inviter", "\"ana\"", "[0].inviter is no object"},
    {Ask::invites, "/0/inviter/id", "", "[0].inviter.id is missing"},
    {Ask::invites, "/0/inviter/id", "\"9223372036854775808\"", "[0].inviter.id is no id"},
    {Ask::invites, "/0/channel/id", "\"x\"", "[0].channel.id is no id"},
    {Ask::invites, "/0/roles/0/id", "", "[0].roles[0].id is missing"},
    {Ask::invites, "/0/roles", "{}", "[0].roles is no list"},
    {Ask::invites, "/0", "[]", "[0] is no object"},
    {Ask::invites, "", "{\"invites\": []}", "the body is no list"},
    {Ask::vanity, "/code", "", "code is missing"},
    {Ask::vanity, "/code", "\"\"", "code is no invite code"},
    {Ask::vanity, "/uses", "", "uses is missing"},
    {Ask::vanity, "/uses", "1.5", "uses is no whole number"},
    {Ask::vanity, "", "[]", "the body is no object"},
    {Ask::members, "/0/user", "", "[0].user is missing"},
    {Ask::members, "/0/user/username", "null", "[0].user.username is no text"},
    {Ask::members, "/0/joined_at", "", "[0].joined_at is missing"},
    {Ask::members, "/2/joined_at", "\"yesterday\"", "[2].joined_at is no time"},
    {Ask::members, "/2/roles", "", "[2].roles is missing"},
    {Ask::members, "/0/roles/1", "5", "[0].roles[1] is no id"},
    {Ask::members, "/0/flags", "\"1\"", "[0].flags is no whole number"},
    {Ask::members, "/2/user/id", "\"1000000000000000001\"", "[2].user.id is listed twice"},
    {Ask::members, "/2/user/bot", "1", "[2].user.bot is neither true nor false"},
    {Ask::members, "", "{}", "the body is no list"},
    {Ask::audit, "/audit_log_entries", "", "audit_log_entries is missing"},
    {Ask::audit, "/audit_log_entries/0/id", "", "audit_log_entries[0].id is missing"},
    {Ask::audit,
     "/audit_log_entries/1/id",
     "\"1308388400000000001\"",
     "audit_log_entries has an entry twice"},
    {Ask::audit,
     "/audit_log_entries/0/action_type",
     "\"40\"",
     "audit_log_entries[0].action_type is no whole number"},
    {Ask::audit,
     "/audit_log_entries/3/target_id",
     "\"somebody\"",
     "audit_log_entries[3].target_id is no id"},
    {Ask::audit,
     "/audit_log_entries/0/changes/0/new_value",
     "\"\"",
     "audit_log_entries[0].changes[0].new_value is no invite code"},
    {Ask::audit,
     "/audit_log_entries/1/changes/2/old_value",
     "\"many\"",
     "audit_log_entries[1].changes[2].old_value is no number"},
    {Ask::audit,
     "/audit_log_entries/0/changes/6/new_value",
     "0",
     "audit_log_entries[0].changes[6].new_value is neither true nor false"},
    {Ask::audit,
     "/audit_log_entries/0/changes/0/key",
     "",
     "audit_log_entries[0].changes[0].key is missing"},
    {Ask::audit, "/users/1/id", "", "users[1].id is missing"},
    {Ask::guild, "/owner_id", "", "owner_id is missing"},
    {Ask::guild, "/features", "\"VANITY_URL\"", "features is no list"},
    {Ask::guild, "/system_channel_id", "12", "system_channel_id is no id"},
    {Ask::channels, "/2/type", "", "[2].type is missing"},
    {Ask::channels, "/2/name", "", "[2].name is missing"},
    {Ask::guilds, "/0/permissions", "160", "[0].permissions is no permission set"},
    {Ask::guilds, "/0/permissions", "\"0x20\"", "[0].permissions is no permission set"},
};

TEST(BrokenBodies, name_the_field) {
    for (const Break& change : kBreaks) {
        EXPECT_EQ(problem(change.ask, broken(change)), change.problem) << change.at << change.value;
    }
}

TEST(BrokenBodies, name_the_endpoint) {
    EXPECT_EQ(failure_of([] { read(Ask::invites, "{}"); }).second,
              "GET /guilds/{guild}/invites: the body is no list");
}

TEST(BrokenBodies, are_good_without_the_break) {
    for (const Ask ask : {Ask::invites,
                          Ask::vanity,
                          Ask::members,
                          Ask::audit,
                          Ask::guild,
                          Ask::channels,
                          Ask::guilds}) {
        EXPECT_NO_THROW(read(ask, good_body(ask)));
    }
}

// Every prefix of an answer is refused: nothing is ever understood in part.
TEST(BrokenBodies, no_cut_body_is_understood) {
    for (const Ask ask : {Ask::invites, Ask::members, Ask::audit, Ask::guild}) {
        const std::string body = Json::parse(good_body(ask)).dump();
        for (std::size_t length = 0; length < body.size(); ++length) {
            const std::string text = problem(ask, body.substr(0, length));
            ASSERT_EQ(text.rfind("the body is no JSON", 0), 0U) << length << text;
        }
    }
}

TEST(BrokenBodies, duplicate_keys_and_depth) {
    EXPECT_EQ(problem(Ask::vanity, R"({"code": "a", "uses": 1, "uses": 900})"),
              "uses stands there twice");
    EXPECT_EQ(problem(Ask::invites, std::string(100, '[') + std::string(100, ']')),
              "the body is nested deeper than 64");
}

TEST(BrokenBodies, pages_that_do_not_lead_on) {
    ScriptedTransport transport;
    Readers readers(transport);
    transport.answers.push_back(answer(200, fixture("members.json")));
    EXPECT_EQ(failure_of([&] { readers.members(kGuild, {1000000000000000001}); }).second,
              "GET /guilds/{guild}/members: [0].user.id is not beyond the page before");
    transport.answers.push_back(answer(200, fixture("audit_log.json")));
    EXPECT_EQ(failure_of([&] { readers.audit_entries(kGuild, {1308388400000000001}); }).second,
              "GET /guilds/{guild}/audit-logs: audit_log_entries is not beyond the page before");
}

TEST(BrokenBodies, without_a_date_nothing_tells_when) {
    ScriptedTransport transport;
    Readers readers(transport);
    Response undated = answer(200, "[]");
    undated.bracket.reset();
    transport.answers.push_back(undated);
    EXPECT_EQ(failure_of([&] { readers.invites(kGuild); }),
              std::pair(ErrorCode::broken_protocol,
                        std::string("GET /guilds/{guild}/invites: the answer has no readable Date "
                                    "header")));
}

}  // namespace
}  // namespace invitectl::discord
