// What the simulated API answers: pages, orders, permissions and error bodies.
#include "tests/sim/api_routes.hpp"
#include "tests/sim/life.hpp"
#include "tests/sim/script.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace invitectl::sim {
namespace {

using nlohmann::json;

// A tiny guild and a client with a good token.
class Api : public ::testing::Test {
  protected:
    ApiRequest request(const std::string& path,
                       std::multimap<std::string, std::string> query = {}) {
        return {"GET", path, std::move(query), "Bot token", "DiscordBot (https://example.org, 1)"};
    }
    Answer get(const std::string& path, std::multimap<std::string, std::string> query = {}) {
        return answer(guild.world(), request(path, std::move(query)), "");
    }
    json body(const std::string& path, std::multimap<std::string, std::string> query = {}) {
        const Answer got = get(path, std::move(query));
        EXPECT_EQ(got.status, 200) << path << ": " << got.body;
        return json::parse(got.body);
    }
    // "status/code" of a refusal.
    std::string refusal(const std::string& path,
                        std::multimap<std::string, std::string> query = {}) {
        const Answer got = get(path, std::move(query));
        return std::to_string(got.status) + "/" +
               std::to_string(json::parse(got.body).value("code", -1));
    }
    std::string of_guild(const std::string& rest = {}) {
        return "/guilds/" + guild.guild().text() + rest;
    }
    std::string messages() {
        return "/channels/" + guild.world().guild(guild.guild()).system_channel->text() +
               "/messages";
    }
    void allow(std::uint64_t permissions) {
        guild.world().set_bot_permissions(guild.guild(), permissions);
    }

    Script guild;
};

std::vector<std::string> ids(const json& list) {
    std::vector<std::string> out;
    for (const json& item : list) {
        out.push_back(item.at("id"));
    }
    return out;
}

bool ascending(const std::vector<std::string>& ids) {
    return std::ranges::is_sorted(ids, {}, [](const auto& id) { return std::stoll(id); });
}

TEST_F(Api, members_come_one_a_page_unless_asked_and_by_ascending_id) {
    for (int i = 0; i < 9; ++i) {
        guild.join_without_invite("user" + std::to_string(i));
    }
    EXPECT_EQ(body(of_guild("/members")).size(), 1U);
    std::vector<std::string> seen;
    std::string after = "0";
    while (true) {
        const json page = body(of_guild("/members"), {{"limit", "4"}, {"after", after}});
        for (const json& member : page) {
            seen.push_back(member.at("user").at("id"));
        }
        if (page.size() < 4) {
            break;
        }
        after = seen.back();
    }
    EXPECT_EQ(seen.size(), guild.world().guild(guild.guild()).members.size());
    EXPECT_TRUE(ascending(seen));
}

TEST_F(Api, the_audit_log_is_newest_first_but_after_is_oldest_first) {
    guild.invite("a1", "ana");
    guild.invite("a2", "ana");
    guild.invite("a3", "ben");
    guild.delete_invite("a1", "ben");
    const auto entries = [&](std::multimap<std::string, std::string> query) {
        return ids(body(of_guild("/audit-logs"), std::move(query)).at("audit_log_entries"));
    };
    auto newest_first = entries({});
    ASSERT_EQ(newest_first.size(), 4U);
    const auto oldest_first = entries({{"after", "0"}});
    EXPECT_TRUE(ascending(oldest_first));
    std::ranges::reverse(newest_first);
    EXPECT_EQ(newest_first, oldest_first);
    EXPECT_EQ(entries({{"after", oldest_first[0]}, {"limit", "2"}}),
              (std::vector<std::string>{oldest_first[1], oldest_first[2]}));
    EXPECT_EQ(entries({{"before", oldest_first[2]}, {"limit", "1"}}),
              (std::vector<std::string>{oldest_first[1]}));
    EXPECT_EQ(entries({{"action_type", "42"}}).size(), 1U);
    EXPECT_EQ(entries({{"user_id", guild.user("ben").text()}}).size(), 2U);
}

TEST_F(Api, a_deletion_entry_carries_the_old_values) {
    guild.invite("abc", "ana", {.max_uses = 5});
    guild.join("bob", "abc");
    guild.delete_invite("abc", "ben");
    const json entry = body(of_guild("/audit-logs")).at("audit_log_entries").at(0);
    EXPECT_EQ(entry.at("action_type"), 42);
    EXPECT_EQ(entry.at("target_id"), nullptr);
    json values;
    for (const json& change : entry.at("changes")) {
        values[change.at("key").get<std::string>()] = change.at("old_value");
    }
    EXPECT_EQ(values["code"], "abc");
    EXPECT_EQ(values["uses"], 1);
    EXPECT_EQ(values["max_uses"], 5);
    EXPECT_EQ(values["inviter_id"], guild.user("ana").text());
}

TEST_F(Api, messages_are_newest_first_and_after_gives_the_nearest_page) {
    std::vector<std::string> posted;
    const ChannelId channel = *guild.world().guild(guild.guild()).system_channel;
    for (int i = 0; i < 10; ++i) {
        guild.world().advance(1s);
        posted.push_back(
            guild.world().post(guild.guild(), channel, guild.old_member("ana"), "hi").text());
    }
    const auto page = [&](std::multimap<std::string, std::string> query) {
        auto got = ids(body(messages(), std::move(query)));
        std::ranges::reverse(got);
        EXPECT_TRUE(ascending(got));
        return got;
    };
    const auto part = [&](int from, int to) {
        return std::vector(posted.begin() + from, posted.begin() + to);
    };
    EXPECT_EQ(page({}), posted);
    EXPECT_EQ(page({{"limit", "3"}}), part(7, 10));
    EXPECT_EQ(page({{"limit", "3"}, {"after", posted[1]}}), part(2, 5));
    EXPECT_EQ(page({{"limit", "3"}, {"after", "0"}}), part(0, 3));
    EXPECT_EQ(page({{"limit", "3"}, {"before", posted[6]}}), part(3, 6));
    EXPECT_EQ(page({{"limit", "3"}, {"around", posted[5]}}), part(4, 7));
    EXPECT_TRUE(page({{"after", posted[9]}}).empty());
}

TEST_F(Api, text_is_withheld_without_the_content_intent) {
    const ChannelId channel = *guild.world().guild(guild.guild()).system_channel;
    guild.world().post(guild.guild(), channel, guild.old_member("ana"), "secret");
    EXPECT_EQ(body(messages()).at(0).at("content"), "");
    guild.world().set_content_intent(true);
    EXPECT_EQ(body(messages()).at(0).at("content"), "secret");
}

TEST_F(Api, a_join_message_is_of_type_seven_by_the_joiner) {
    guild.join_without_invite("bob");
    const json message = body(messages()).at(0);
    EXPECT_EQ(message.at("type"), 7);
    EXPECT_EQ(message.at("author").at("id"), guild.user("bob").text());
}

TEST_F(Api, invites_lose_their_counters_without_manage_server) {
    guild.invite("abc", "ana", {.max_uses = 3, .max_age = 24h});
    json invite = body(of_guild("/invites")).at(0);
    EXPECT_EQ(invite.at("uses"), 0);
    EXPECT_EQ(invite.at("max_age"), 86400);
    EXPECT_EQ(invite.at("expires_at"), "2026-08-02T00:00:00+00:00");
    allow(permission::kViewAuditLog);
    invite = body(of_guild("/invites")).at(0);
    for (const auto* field : {"uses", "max_uses", "max_age", "temporary", "created_at"}) {
        EXPECT_FALSE(invite.contains(field)) << field;
    }
    allow(0);
    EXPECT_EQ(refusal(of_guild("/invites")), "403/50013");
}

TEST_F(Api, what_the_bot_may_not_is_refused) {
    EXPECT_EQ(refusal(of_guild("/vanity-url")), "403/50001");
    guild.set_vanity("ours");
    EXPECT_EQ(body(of_guild("/vanity-url")), (json{{"code", "ours"}, {"uses", 0}}));
    guild.set_vanity({});
    EXPECT_EQ(body(of_guild("/vanity-url")), (json{{"code", nullptr}, {"uses", 0}}));
    allow(0);
    EXPECT_EQ(refusal(of_guild("/vanity-url")), "403/50013");
    EXPECT_EQ(refusal(of_guild("/audit-logs")), "403/50013");
    guild.world().set_members_intent(false);
    EXPECT_EQ(refusal(of_guild("/members")), "403/50001");
    EXPECT_EQ(body("/applications/@me").at("flags"), 0);
    guild.world().set_bot_present(guild.guild(), false);
    EXPECT_EQ(refusal(of_guild()), "403/50001");
    EXPECT_TRUE(body("/users/@me/guilds").empty());
    EXPECT_EQ(refusal("/guilds/5"), "404/10004");
    EXPECT_EQ(refusal("/channels/5/messages"), "404/10003");
}

TEST_F(Api, channel_overwrites_decide_over_messages) {
    const ChannelId channel = *guild.world().guild(guild.guild()).system_channel;
    guild.join_without_invite("bob");
    const auto set = [&](std::int64_t id, bool role, std::uint64_t on, std::uint64_t off) {
        guild.world().set_overwrite(guild.guild(), channel, {id, role, on, off});
    };
    set(guild.guild().value, true, 0, kReadHistory);
    EXPECT_TRUE(body(messages()).empty()) << "no history: 200 and nothing";
    set(guild.guild().value, true, 0, kViewChannel);
    EXPECT_EQ(refusal(messages()), "403/50001");
    set(guild.world().guild(guild.guild()).bot_role.value, true, kViewChannel, 0);
    EXPECT_EQ(body(messages()).size(), 1U);
    set(guild.world().bot().value, false, 0, kViewChannel);
    EXPECT_EQ(refusal(messages()), "403/50001");
    allow(permission::kAdministrator);
    EXPECT_EQ(body(messages()).size(), 1U);
}

TEST_F(Api, members_are_found_or_unknown) {
    guild.join_without_invite("bob");
    const std::string bob = of_guild("/members/" + guild.user("bob").text());
    EXPECT_EQ(body(bob).at("user").at("username"), "bob");
    guild.leave("bob");
    EXPECT_EQ(refusal(bob), "404/10007");
    EXPECT_EQ(refusal(of_guild("/members/7")), "404/10013");
    guild.join_without_invite("bob");
    EXPECT_EQ(body(bob).at("flags"), 1);
}

TEST_F(Api, values_that_do_not_fit_are_form_errors) {
    for (const auto& [name, value] : std::multimap<std::string, std::string>{
             {"limit", "0"}, {"limit", "1001"}, {"limit", "ten"}, {"limit", ""}, {"after", "-1"}}) {
        EXPECT_EQ(refusal(of_guild("/members"), {{name, value}}), "400/50035") << name << value;
    }
    EXPECT_EQ(refusal(of_guild("/audit-logs"), {{"limit", "101"}}), "400/50035");
    EXPECT_EQ(refusal(of_guild("/audit-logs"), {{"before", "yesterday"}}), "400/50035");
    EXPECT_EQ(refusal(of_guild(), {{"with_counts", "maybe"}}), "400/50035");
    EXPECT_EQ(refusal("/guilds/abc"), "400/50035");
    const json error = json::parse(get(of_guild("/members"), {{"limit", "1001"}}).body);
    EXPECT_EQ(error.at("errors").at("limit").at("_errors").at(0).at("code"), "NUMBER_TYPE_MAX");
}

TEST_F(Api, strangers_are_turned_away) {
    const auto status = [&](ApiRequest r, const std::string& token) {
        return answer(guild.world(), r, token).status;
    };
    ApiRequest r = request("/users/@me");
    EXPECT_EQ(status(r, ""), 200);
    EXPECT_EQ(status(r, "token"), 200);
    EXPECT_EQ(status(r, "another"), 401);
    r.authorization = "Bearer token";
    EXPECT_EQ(status(r, ""), 401);
    r.user_agent = "curl/7.88.1";
    const Answer blocked = answer(guild.world(), r, "");
    EXPECT_EQ(blocked.status, 403);
    EXPECT_EQ(json::parse(blocked.body).at("code"), 40333);
    r = request("/users/@me");
    r.method = "DELETE";
    EXPECT_EQ(status(r, ""), 405);
    EXPECT_EQ(get("/no/such/thing").status, 404);
    EXPECT_EQ(get(of_guild("/invites/abc")).status, 404);
}

TEST_F(Api, routes_name_their_bucket_and_resource) {
    const RouteMatch route = match_route(request(of_guild("/invites")));
    EXPECT_EQ(route.name, "invites");
    EXPECT_EQ(route.pattern, "/guilds/{guild_id}/invites");
    EXPECT_EQ(route.resource, guild.guild().text());
    EXPECT_TRUE(match_route(request("/nowhere")).name.empty());
}

TEST_F(Api, a_search_of_members_tells_how_they_came_oldest_first) {
    guild.invite("abc", "ana");
    guild.set_vanity("harbour");
    guild.join("bob", "abc");
    guild.world().advance(1s);
    guild.join_by_vanity("cem");
    guild.world().advance(1s);
    guild.join_without_invite("dora");
    const auto search = [this](const std::string& body) {
        ApiRequest asked = request(of_guild("/members-search"));
        asked.method = "POST";
        asked.body = body;
        return answer(guild.world(), asked, "");
    };
    const std::string since = std::to_string(
        std::chrono::floor<std::chrono::milliseconds>(guild.after(0s)).time_since_epoch().count());
    const std::string query =
        R"({"limit":2,"sort":2,"and_query":{"guild_joined_at":{"range":{"gte":)" + since + R"(}}})";
    const json page = json::parse(search(query + "}").body);
    ASSERT_EQ(page["members"].size(), 2U);
    EXPECT_EQ(page["members"][0]["source_invite_code"], "abc");
    EXPECT_EQ(page["members"][0]["inviter_id"], guild.user("ana").text());
    EXPECT_EQ(page["members"][1]["join_source_type"], 6);
    EXPECT_EQ(page["total_result_count"], 3);

    const std::string after = std::to_string(
        std::chrono::floor<std::chrono::milliseconds>(guild.after(1s)).time_since_epoch().count());
    const json rest = json::parse(search(query + R"(,"after":{"guild_joined_at":)" + after +
                                         R"(,"user_id":")" + guild.user("cem").text() + R"("}})")
                                      .body);
    ASSERT_EQ(rest["members"].size(), 1U);
    EXPECT_EQ(rest["members"][0]["join_source_type"], 3);

    EXPECT_EQ(search("no json").status, 400);
    EXPECT_EQ(refusal(of_guild("/members-search")), "405/0");
    guild.world().set_search(guild.guild(), {.indexed = false});
    EXPECT_EQ(search(query + "}").status, 202);
    guild.world().set_search(guild.guild(), {.lag = 20s});
    EXPECT_EQ(json::parse(search(query + "}").body)["members"].size(), 0U);
    allow(permission::kViewAuditLog);
    EXPECT_EQ(search(query + "}").status, 403);
}

}  // namespace
}  // namespace invitectl::sim
