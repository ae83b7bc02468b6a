// The HTTP door: headers, limits, faults, the journal, and that it says what the memory door says.
#include "tests/sim/http_discord.hpp"

#include "invitectl/base/time_text.hpp"

#include "tests/sim/cut_proxy.hpp"
#include "tests/sim/life.hpp"
#include "tests/sim/memory_discord.hpp"
#include "tests/sim/script.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <httplib.h>
#include <set>
#include <stdexcept>
#include <thread>

namespace invitectl::sim {
namespace {

using nlohmann::json;

const httplib::Headers kHeaders = {{"Authorization", "Bot token"},
                                   {"User-Agent", "DiscordBot (https://example.org, 1)"}};

httplib::Result fetch(int port, const std::string& path) {
    httplib::Client client("127.0.0.1", port);
    client.set_read_timeout(2);
    return client.Get("/api/v10" + path, kHeaders);
}

HttpOptions unlimited() {
    HttpOptions options;
    options.limits = RateLimits::none();
    return options;
}

std::string invites_of(const Script& guild) {
    return "/guilds/" + guild.guild().text() + "/invites";
}

TEST(HttpDiscord, answers_with_discords_headers_and_the_worlds_time) {
    Script guild;
    guild.invite("abc", "ana");
    HttpDiscord http(guild.world());
    const auto got = fetch(http.port(), invites_of(guild));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->status, 200);
    EXPECT_EQ(got->get_header_value("Content-Type"), "application/json");
    EXPECT_EQ(parse_http_date(got->get_header_value("Date")), guild.after(0s));
    EXPECT_EQ(got->get_header_value("X-RateLimit-Limit"), "5");
    EXPECT_EQ(got->get_header_value("X-RateLimit-Remaining"), "4");
    EXPECT_EQ(got->get_header_value("X-RateLimit-Reset-After"), "1.000");
    EXPECT_EQ(got->get_header_value("X-RateLimit-Reset"), "1785542401.000");
    EXPECT_EQ(got->get_header_value("X-RateLimit-Bucket").size(), 16U);
    EXPECT_EQ(json::parse(got->body).at(0).at("code"), "abc");
    http.with_world([](World& world) { world.advance(1h); });
    EXPECT_EQ(parse_http_date(fetch(http.port(), "/users/@me")->get_header_value("Date")),
              guild.after(1h));
}

TEST(HttpDiscord, a_used_up_bucket_answers_429_until_time_passes_on_either_clock) {
    Script guild;
    HttpOptions options;
    options.limits = {{{"invites", {Limit::Model::fixed_window, 1, 300ms}}}, 0};
    HttpDiscord http(guild.world(), options);
    EXPECT_EQ(fetch(http.port(), invites_of(guild))->status, 200);
    const auto refused = fetch(http.port(), invites_of(guild));
    EXPECT_EQ(refused->status, 429);
    const json body = json::parse(refused->body);
    EXPECT_EQ(body.at("global"), false);
    EXPECT_LE(body.at("retry_after").get<double>(), 0.3);
    EXPECT_EQ(refused->get_header_value("Retry-After"), "1");
    EXPECT_EQ(refused->get_header_value("X-RateLimit-Scope"), "user");
    EXPECT_EQ(refused->get_header_value("X-RateLimit-Remaining"), "0");
    std::this_thread::sleep_for(350ms);
    EXPECT_EQ(fetch(http.port(), invites_of(guild))->status, 200);
    http.with_world([](World& world) { world.advance(1s); });
    EXPECT_EQ(fetch(http.port(), invites_of(guild))->status, 200);
}

TEST(HttpDiscord, the_global_limit_says_so) {
    Script guild;
    HttpOptions options;
    options.limits = {{}, 1};
    HttpDiscord http(guild.world(), options);
    EXPECT_EQ(fetch(http.port(), "/users/@me")->status, 200);
    const auto refused = fetch(http.port(), "/applications/@me");
    EXPECT_EQ(refused->status, 429);
    EXPECT_EQ(refused->get_header_value("X-RateLimit-Global"), "true");
    EXPECT_EQ(json::parse(refused->body).at("global"), true);
}

TEST(HttpDiscord, keeps_a_journal) {
    Script guild;
    HttpDiscord http(guild.world(), unlimited());
    fetch(http.port(), "/guilds/" + guild.guild().text() + "?with_counts=true");
    http.with_world([](World& world) { world.advance(1min); });
    fetch(http.port(), "/nowhere");
    const auto journal = http.journal();
    ASSERT_EQ(journal.size(), 2U);
    EXPECT_EQ(journal[0].method, "GET");
    EXPECT_EQ(journal[0].path, "/guilds/" + guild.guild().text());
    EXPECT_EQ(journal[0].query, "with_counts=true");
    EXPECT_EQ(journal[0].route, "guild");
    EXPECT_EQ(journal[0].status, 200);
    EXPECT_EQ(journal[1].status, 404);
    EXPECT_EQ(journal[1].at, guild.after(1min));
    http.clear_journal();
    EXPECT_TRUE(http.journal().empty());
}

TEST(HttpDiscord, the_clock_runs_where_a_speed_is_set) {
    Script guild;
    HttpOptions options;
    options.speed = 36000;
    HttpDiscord http(guild.world(), options);
    std::this_thread::sleep_for(20ms);
    Instant now;
    http.with_world([&](World& world) { now = world.now(); });
    EXPECT_GE(now, guild.after(12min));
}

TEST(HttpDiscord, a_taken_port_is_refused) {
    Script guild;
    HttpDiscord http(guild.world());
    HttpOptions same;
    same.port = http.port();
    EXPECT_THROW(HttpDiscord(guild.world(), same), std::runtime_error);
}

TEST(HttpDiscord, the_control_door_is_shut_unless_opened) {
    Script guild;
    const auto get = [](int port, const char* path) {
        return httplib::Client("127.0.0.1", port).Get(path)->status;
    };
    HttpDiscord shut(guild.world());
    EXPECT_EQ(get(shut.port(), "/sandbox/truth"), 404);
    Script other;
    HttpOptions options;
    options.control = true;
    HttpDiscord open(other.world(), options);
    EXPECT_EQ(get(open.port(), "/sandbox/truth"), 200);
    EXPECT_EQ(get(open.port(), "/sandbox/journal"), 200);
    httplib::Client client("127.0.0.1", open.port());
    const auto moved = client.Post("/sandbox/clock", R"({"advance":"6h"})", "application/json");
    EXPECT_EQ(json::parse(moved->body).at("now"), "2026-08-01T06:00:00Z");
    const auto wrong =
        client.Post("/sandbox/clock", R"({"to":"2026-01-01T00:00:00Z"})", "application/json");
    EXPECT_EQ(wrong->status, 400);
    EXPECT_EQ(get(open.port(), "/sandbox/clock"), 200);
}

// Faults, one after the other on the same route.
class Faults : public ::testing::Test {
  protected:
    Faults() { guild.invite("abc", "ana"); }
    httplib::Result struck(const Fault& fault) {
        http.add_fault(fault);
        auto got = fetch(http.port(), invites_of(guild));
        http.clear_faults();
        return got;
    }
    Script guild;
    HttpDiscord http{guild.world(), unlimited()};
};

TEST_F(Faults, that_replace_the_answer) {
    const std::vector<std::pair<FaultKind, int>> expected = {{FaultKind::unauthorized, 401},
                                                             {FaultKind::forbidden, 403},
                                                             {FaultKind::missing_access, 403},
                                                             {FaultKind::not_found, 404},
                                                             {FaultKind::limited_user, 429},
                                                             {FaultKind::limited_shared, 429},
                                                             {FaultKind::limited_global, 429},
                                                             {FaultKind::cloudflare_ban, 429},
                                                             {FaultKind::error_500, 500},
                                                             {FaultKind::error_502, 502},
                                                             {FaultKind::error_503, 503},
                                                             {FaultKind::error_504, 504},
                                                             {FaultKind::error_524, 524},
                                                             {FaultKind::html_200, 200},
                                                             {FaultKind::empty_body, 200},
                                                             {FaultKind::not_json, 200}};
    for (const auto& [kind, status] : expected) {
        EXPECT_EQ(struck({.kind = kind})->status, status);
    }
    const auto shared = struck({.kind = FaultKind::limited_shared, .delay = 1336570ms});
    EXPECT_EQ(shared->get_header_value("X-RateLimit-Scope"), "shared");
    EXPECT_EQ(shared->get_header_value("Retry-After"), "1337");
    EXPECT_EQ(json::parse(shared->body).at("retry_after"), 1336.57);
    const auto banned = struck({.kind = FaultKind::cloudflare_ban});
    EXPECT_TRUE(banned->get_header_value("Content-Type").starts_with("text/html"));
    EXPECT_FALSE(banned->has_header("Via"));
    EXPECT_TRUE(struck({.kind = FaultKind::empty_body})->body.empty());
}

TEST_F(Faults, that_spoil_the_answer) {
    const auto spoilt = [&](FaultKind kind, const std::string& field = "uses") {
        return struck({.kind = kind, .field = field})->body;
    };
    EXPECT_FALSE(json::accept(spoilt(FaultKind::truncated)));
    EXPECT_FALSE(json::accept(spoilt(FaultKind::garbled)));
    EXPECT_TRUE(json::parse(spoilt(FaultKind::wrong_type)).at(0).at("uses").is_string());
    EXPECT_TRUE(json::parse(spoilt(FaultKind::null_field)).at(0).at("uses").is_null());
    EXPECT_FALSE(json::parse(spoilt(FaultKind::missing_field)).at(0).contains("uses"));
    EXPECT_NE(spoilt(FaultKind::duplicate_key).find(R"("uses":"the first of two","uses":0)"),
              std::string::npos);
    EXPECT_TRUE(json::parse(spoilt(FaultKind::extra_field)).at(0).contains("a_field_of_tomorrow"));
    EXPECT_EQ(json::parse(spoilt(FaultKind::repeated_items)).size(), 2U);
}

TEST_F(Faults, that_change_an_order) {
    for (int i = 0; i < 5; ++i) {
        guild.join_without_invite("user" + std::to_string(i));
    }
    const std::string members = "/guilds/" + guild.guild().text() + "/members?limit=100";
    json right = json::parse(fetch(http.port(), members)->body);
    http.add_fault({.kind = FaultKind::shuffled});
    json shuffled = json::parse(fetch(http.port(), members)->body);
    EXPECT_NE(right, shuffled);
    std::sort(right.begin(), right.end());
    std::sort(shuffled.begin(), shuffled.end());
    EXPECT_EQ(right, shuffled);
}

TEST_F(Faults, that_strike_so_often_and_only_where_they_are_meant) {
    http.add_fault({.kind = FaultKind::error_503, .route = "vanity", .times = 1});
    EXPECT_EQ(fetch(http.port(), invites_of(guild))->status, 200);
    const std::string vanity = "/guilds/" + guild.guild().text() + "/vanity-url";
    EXPECT_EQ(fetch(http.port(), vanity)->status, 503);
    EXPECT_EQ(fetch(http.port(), vanity)->status, 403);
    http.add_fault({.kind = FaultKind::error_500, .times = -1, .probability = 0.5});
    int failed = 0;
    for (int i = 0; i < 200; ++i) {
        failed += fetch(http.port(), "/users/@me")->status == 500 ? 1 : 0;
    }
    EXPECT_GT(failed, 60);
    EXPECT_LT(failed, 140);
}

TEST_F(Faults, that_take_time) {
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(struck({.kind = FaultKind::slow, .delay = 120ms})->status, 200);
    EXPECT_GE(std::chrono::steady_clock::now() - began, 120ms);
}

TEST(FaultNames, are_all_readable) {
    EXPECT_EQ(parse_fault("error_502"), FaultKind::error_502);
    EXPECT_FALSE(parse_fault("error_501").has_value());
    std::set<FaultKind> kinds;
    for (const auto name : fault_names()) {
        kinds.insert(parse_fault(name).value());
    }
    EXPECT_EQ(kinds.size(), static_cast<std::size_t>(FaultKind::slow) + 1);
}

class Proxied : public ::testing::Test {
  protected:
    Proxied() { guild.invite("abc", "ana"); }
    bool answered() {
        httplib::Client client("127.0.0.1", proxy.port());
        client.set_read_timeout(0, 300'000);
        const auto got = client.Get("/api/v10" + invites_of(guild), kHeaders);
        return got && got->status == 200;
    }
    Script guild;
    HttpDiscord http{guild.world(), unlimited()};
    CutProxy proxy{http.port()};
};

TEST_F(Proxied, nothing_is_broken_unless_asked) {
    EXPECT_TRUE(answered());
    EXPECT_EQ(proxy.connections(), 1);
}

TEST_F(Proxied, connections_are_cut_reset_and_left_in_silence) {
    for (const CutPlan plan : {CutPlan{.kind = CutPlan::Kind::cut_request, .bytes = 30},
                               CutPlan{.kind = CutPlan::Kind::cut_response, .bytes = 200},
                               CutPlan{.kind = CutPlan::Kind::reset_response, .bytes = 200},
                               CutPlan{.kind = CutPlan::Kind::silent}}) {
        proxy.set_plan(plan);
        EXPECT_FALSE(answered()) << static_cast<int>(plan.kind);
    }
    proxy.set_plan({});
    EXPECT_TRUE(answered());
}

TEST_F(Proxied, a_request_cut_short_never_arrives_but_an_answer_cut_short_was_given) {
    proxy.set_plan({.kind = CutPlan::Kind::cut_request, .bytes = 30});
    EXPECT_FALSE(answered());
    EXPECT_TRUE(http.journal().empty());
    proxy.set_plan({.kind = CutPlan::Kind::cut_response, .bytes = 0});
    EXPECT_FALSE(answered());
    EXPECT_EQ(http.journal().size(), 1U);
}

TEST_F(Proxied, only_so_many_connections_are_broken) {
    proxy.set_plan({.kind = CutPlan::Kind::cut_response, .bytes = 10, .connections = 2});
    EXPECT_FALSE(answered());
    EXPECT_FALSE(answered());
    EXPECT_TRUE(answered());
}

TEST_F(Proxied, a_dripping_answer_arrives_late_and_whole) {
    proxy.set_plan({.kind = CutPlan::Kind::drip, .pause = 50us});
    EXPECT_TRUE(answered());
}

// Both doors of one living world, read at the same moment.
class BothDoors : public ::testing::Test {
  protected:
    BothDoors() {
        LifeConfig life;
        life.joins_per_hour = 20;
        life.names.hostile = 0.2;
        living = living_guild({.seed = 20}, life);
        living.world->advance(24h * 10);
        http = std::make_unique<HttpDiscord>(*living.world, unlimited());
    }
    json over_http(const std::string& rest) {
        return json::parse(fetch(http->port(), "/guilds/" + living.guild.text() + rest)->body);
    }
    LivingGuild living;
    std::unique_ptr<HttpDiscord> http;
};

TEST_F(BothDoors, list_the_same_invites) {
    MemoryDiscord memory(*living.world);
    std::set<std::string> in_memory;
    for (const Invite& i : memory.invites(living.guild).value) {
        in_memory.insert(i.terms.code.text() + ' ' + std::to_string(i.uses) + ' ' +
                         std::to_string(to_micros(i.terms.created_at)) + ' ' +
                         std::to_string(i.terms.expires_at ? to_micros(*i.terms.expires_at) : 0) +
                         ' ' + (i.inviter ? i.inviter->username : "nobody"));
    }
    std::set<std::string> in_answer;
    for (const json& i : over_http("/invites")) {
        const auto micros = [](const json& time) {
            return time.is_null() ? 0 : to_micros(parse_rfc3339(time.get<std::string>()).value());
        };
        in_answer.insert(
            i.at("code").get<std::string>() + ' ' + i.at("uses").dump() + ' ' +
            std::to_string(micros(i.at("created_at"))) + ' ' +
            std::to_string(micros(i.at("expires_at"))) + ' ' +
            (i.contains("inviter") ? i.at("inviter").at("username").get<std::string>() : "nobody"));
    }
    EXPECT_EQ(in_memory, in_answer);
    EXPECT_GT(in_answer.size(), 50U);
}

TEST_F(BothDoors, list_the_same_members) {
    MemoryDiscord memory(*living.world);
    const MemberPage page = memory.members(living.guild, {}).value;
    const json answer = over_http("/members?limit=1000");
    ASSERT_EQ(page.members.size(), answer.size());
    for (std::size_t i = 0; i < answer.size(); ++i) {
        const Member& member = page.members[i];
        EXPECT_EQ(answer[i].at("user").at("id"), member.person.id.text());
        EXPECT_EQ(parse_rfc3339(answer[i].at("joined_at").get<std::string>()), member.joined_at);
        const json& name = answer[i].at("user").at("global_name");
        EXPECT_EQ(name.is_null() ? "" : name.get<std::string>(), member.person.display_name);
        EXPECT_EQ(answer[i].at("flags") == 1, member.did_rejoin);
    }
}

TEST_F(BothDoors, give_the_same_audit_log_and_vanity) {
    MemoryDiscord memory(*living.world);
    const AuditPage page = memory.audit_entries(living.guild, {}).value;
    const json answer = over_http("/audit-logs?after=0&limit=100");
    ASSERT_EQ(page.entries.size(), answer.at("audit_log_entries").size());
    for (std::size_t i = 0; i < page.entries.size(); ++i) {
        const json& entry = answer.at("audit_log_entries")[i];
        EXPECT_EQ(entry.at("id"), page.entries[i].id.text());
        EXPECT_EQ(entry.at("action_type"), page.entries[i].action);
    }
    EXPECT_EQ(page.people.size(), answer.at("users").size());
    const Vanity vanity = memory.vanity(living.guild).value.value();
    EXPECT_EQ(over_http("/vanity-url"),
              (json{{"code", vanity.code.text()}, {"uses", vanity.uses}}));
}

}  // namespace
}  // namespace invitectl::sim
