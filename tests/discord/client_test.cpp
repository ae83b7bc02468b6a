// The whole client against the simulated Discord over HTTP: what the world knows arrives, and what
// Discord does to its clients is survived or told.
#include "invitectl/discord/client.hpp"

#include "tests/discord/hasty_clock.hpp"
#include "tests/discord/notes.hpp"
#include "tests/sim/http_discord.hpp"
#include "tests/sim/script.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::discord {
namespace {

class ClientTest : public testing::Test {
  protected:
    ClientTest() {
        guild.invite("abc", "ana");
        guild.join("bob", "abc");
        guild.join("cem", "abc");
        guild.set_vanity("harbour");
        guild.join_by_vanity("dora");
        guild.kick("bob", "ana");
        guild.world().advance(1min);
    }

    void serve(sim::RateLimits limits = sim::RateLimits::none()) {
        sim::HttpOptions options;
        options.token = kToken;
        options.limits = std::move(limits);
        server = std::make_unique<sim::HttpDiscord>(guild.world(), options);
        open(kToken);
    }
    void open(const char* token) {
        ClientOptions options;
        options.api_base = server->base_url();
        client = open_client(options, Secret(token), clock, log);
    }
    void spoil(sim::FaultKind kind, int times, const char* route = "invites") {
        sim::Fault fault;
        fault.kind = kind;
        fault.times = times;
        fault.route = route;
        server->add_fault(fault);
    }
    std::int64_t uses_of(const std::string& code) {
        for (const Invite& invite : client->invites().invites(guild.guild()).value) {
            if (invite.terms.code.text() == code) {
                return invite.uses;
            }
        }
        return -1;
    }
    ErrorCode failure() {
        return failure_of([&] { client->invites().invites(guild.guild()); }).first;
    }

    sim::Script guild;
    std::unique_ptr<sim::HttpDiscord> server;
    HastyClock clock;
    NotedLog log;
    std::unique_ptr<Client> client;
};

TEST_F(ClientTest, reads_what_the_world_knows) {
    serve();
    EXPECT_EQ(uses_of("abc"), 2);
    const auto vanity = client->invites().vanity(guild.guild());
    ASSERT_TRUE(vanity.value);
    EXPECT_EQ(vanity.value->code.text(), "harbour");
    EXPECT_EQ(vanity.value->uses, 1);

    const auto members = client->members().members(guild.guild(), {}).value;
    EXPECT_TRUE(members.complete);
    std::vector<UserId> ids;
    for (const Member& member : members.members) {
        ids.push_back(member.person.id);
    }
    EXPECT_TRUE(std::ranges::is_sorted(ids));
    EXPECT_TRUE(std::ranges::count(ids, guild.user("cem")) == 1);
    EXPECT_TRUE(std::ranges::count(ids, guild.user("bob")) == 0);

    const auto audit = client->audit().audit_entries(guild.guild(), {}).value;
    const auto kick =
        std::ranges::find(audit.entries, audit_action::kMemberKick, &AuditEntry::action);
    ASSERT_NE(kick, audit.entries.end());
    EXPECT_EQ(kick->target, guild.user("bob").value);
    EXPECT_EQ(kick->actor, guild.user("ana"));

    EXPECT_TRUE(client->guilds().self().members_intent);
    EXPECT_EQ(client->guilds().guilds().at(0).id, guild.guild());
    EXPECT_TRUE(client->guilds().guild(guild.guild()).value.has_vanity);
    EXPECT_FALSE(client->guilds().channels(guild.guild()).empty());
}

TEST_F(ClientTest, reads_join_messages_and_whom_invites_are_for) {
    serve();
    ChannelId channel;
    server->with_world([&](sim::World& w) {
        channel = *w.guild(guild.guild()).system_channel;
        w.post(guild.guild(), channel, guild.user("ana"), "welcome");
        w.add_invite(guild.guild(), {.code = "vip", .targets = {guild.user("dora")}});
    });
    const auto page = client->messages().messages(channel, {}).value;
    EXPECT_TRUE(page.complete);
    ASSERT_FALSE(page.messages.empty());
    EXPECT_EQ(page.messages.front().type, message_type::kUserJoin);
    EXPECT_EQ(page.messages.back().type, message_type::kOrdinary);
    EXPECT_EQ(page.people.size(), page.messages.size() - 1);
    const auto rest = client->messages().messages(channel, page.messages.back().id).value;
    EXPECT_TRUE(rest.messages.empty());

    EXPECT_FALSE(client->invites().target_users(*InviteCode::parse("abc")).value);
    EXPECT_EQ(client->invites().target_users(*InviteCode::parse("vip")).value,
              (std::vector<UserId>{guild.user("dora")}));
    EXPECT_EQ(failure_of([&] { client->invites().target_users(*InviteCode::parse("gone")); }).first,
              ErrorCode::not_found);
}

TEST_F(ClientTest, searches_members_page_by_page_and_goes_on_asking_other_things) {
    serve();
    const Instant start = guild.after(0s);
    const auto page = client->sources().stated_sources(guild.guild(), start, {}).value;
    EXPECT_TRUE(page.complete);
    ASSERT_EQ(page.stated.size(), 2U);  // bob is gone, ana is of old
    EXPECT_EQ(page.stated[0].user, guild.user("cem"));
    EXPECT_EQ(page.stated[0].code, InviteCode::parse("abc"));
    EXPECT_EQ(page.stated[0].inviter, guild.user("ana"));
    EXPECT_EQ(page.stated[1].user, guild.user("dora"));
    EXPECT_EQ(page.stated[1].way, Candidate::Kind::vanity);

    EXPECT_EQ(uses_of("abc"), 2);  // a GET on the same connection
    const auto rest = client->sources().stated_sources(guild.guild(), start, page.last).value;
    EXPECT_TRUE(rest.stated.empty());
    EXPECT_EQ(server->journal().front().method, "POST");
    EXPECT_EQ(server->journal().front().status, 200);
}

TEST_F(ClientTest, a_search_without_an_index_or_without_the_endpoint_is_no_answer) {
    serve();
    const auto search = [&] {
        return failure_of(
                   [&] { client->sources().stated_sources(guild.guild(), guild.after(0s), {}); })
            .first;
    };
    const auto become = [&](const sim::SearchState& state) {
        server->with_world([&](sim::World& w) { w.set_search(guild.guild(), state); });
    };
    become({.indexed = false});
    EXPECT_EQ(search(), ErrorCode::discord_unavailable);
    become({.offered = false});
    EXPECT_EQ(search(), ErrorCode::refused_by_discord);
    EXPECT_EQ(server->journal().size(), 2U) << "a refusal is not asked again";
}

TEST_F(ClientTest, brackets_are_in_discords_time) {
    serve();
    EXPECT_EQ(client->server_time(), std::nullopt);
    const Bracket bracket = client->invites().invites(guild.guild()).bracket;
    Instant world;
    server->with_world([&](sim::World& w) { world = w.now(); });
    EXPECT_LE(std::chrono::abs(bracket.began - world), 1500ms);
    EXPECT_LE(bracket.began, bracket.ended);
    ASSERT_TRUE(client->server_time());
    EXPECT_LE(std::chrono::abs(client->server_time()->last_date - world), 1s);
}

TEST_F(ClientTest, keeps_its_own_limits_and_is_never_refused) {
    serve(sim::RateLimits{});
    // The world's limits refill with its clock.
    clock.on_sleep = [&](Duration waited) {
        server->with_world([&](sim::World& w) { w.advance(waited); });
    };
    for (int i = 0; i < 25; ++i) {
        EXPECT_EQ(uses_of("abc"), 2);
        client->members().members(guild.guild(), {});
        client->guilds().guilds();
    }
    EXPECT_GT(clock.slept, 25s);
    EXPECT_EQ(std::ranges::count(server->journal(), 429, &sim::JournalLine::status), 0);
}

TEST_F(ClientTest, passing_faults_are_survived) {
    serve();
    for (const sim::FaultKind kind : {sim::FaultKind::error_500,
                                      sim::FaultKind::error_502,
                                      sim::FaultKind::error_503,
                                      sim::FaultKind::error_524,
                                      sim::FaultKind::limited_user,
                                      sim::FaultKind::limited_shared,
                                      sim::FaultKind::limited_global}) {
        spoil(kind, 2);
        EXPECT_EQ(uses_of("abc"), 2) << static_cast<int>(kind);
        server->clear_faults();
    }
}

TEST_F(ClientTest, other_faults_are_told) {
    const std::vector<std::pair<sim::FaultKind, ErrorCode>> faults = {
        {sim::FaultKind::error_503, ErrorCode::discord_unavailable},
        {sim::FaultKind::html_200, ErrorCode::discord_unavailable},
        {sim::FaultKind::cloudflare_ban, ErrorCode::rate_limited},
        {sim::FaultKind::unauthorized, ErrorCode::token_rejected},
        {sim::FaultKind::forbidden, ErrorCode::missing_permission},
        {sim::FaultKind::empty_body, ErrorCode::broken_protocol},
        {sim::FaultKind::not_json, ErrorCode::broken_protocol},
        {sim::FaultKind::truncated, ErrorCode::broken_protocol},
        {sim::FaultKind::garbled, ErrorCode::broken_protocol},
        {sim::FaultKind::duplicate_key, ErrorCode::broken_protocol},
        {sim::FaultKind::repeated_items, ErrorCode::broken_protocol},
    };
    serve();
    for (const auto& [kind, code] : faults) {
        open(kToken);
        spoil(kind, -1);
        EXPECT_EQ(error_id(failure()), error_id(code)) << static_cast<int>(kind);
        server->clear_faults();
    }
    spoil(sim::FaultKind::cloudflare_ban, -1);
    server->clear_journal();
    failure();
    EXPECT_EQ(server->journal().size(), 1U) << "a block is not asked again";
}

TEST_F(ClientTest, what_the_bot_may_not_do_is_told) {
    serve();
    server->with_world([&](sim::World& w) {
        w.set_members_intent(false);
        w.set_bot_permissions(guild.guild(), permission::kViewAuditLog);
    });
    EXPECT_EQ(failure(), ErrorCode::invites_without_uses);
    EXPECT_EQ(failure_of([&] { client->members().members(guild.guild(), {}); }).first,
              ErrorCode::missing_intent);
    EXPECT_FALSE(client->guilds().self().members_intent);
    server->with_world([&](sim::World& w) { w.set_bot_permissions(guild.guild(), 0); });
    EXPECT_EQ(failure_of([&] { client->audit().audit_entries(guild.guild(), {}); }).first,
              ErrorCode::missing_permission);
    server->with_world([&](sim::World& w) { w.set_bot_present(guild.guild(), false); });
    EXPECT_EQ(failure_of([&] { client->guilds().guild(guild.guild()); }).first,
              ErrorCode::guild_gone);
}

TEST_F(ClientTest, a_wrong_token_is_asked_with_once) {
    serve();
    open("another-token");
    server->clear_journal();
    EXPECT_EQ(failure(), ErrorCode::token_rejected);
    EXPECT_EQ(server->journal().size(), 1U);
}

TEST_F(ClientTest, no_log_line_shows_the_token_or_an_id) {
    serve();
    spoil(sim::FaultKind::error_503, 1);
    uses_of("abc");
    client->members().members(guild.guild(), guild.user("ana"));
    spoil(sim::FaultKind::unauthorized, 1);
    failure();
    EXPECT_NE(log.lines.find("GET /guilds/{guild}/invites: 200"), std::string::npos) << log.lines;
    EXPECT_EQ(log.lines.find("canary"), std::string::npos);
    EXPECT_EQ(log.lines.find(guild.guild().text()), std::string::npos);
    EXPECT_EQ(log.lines.find(guild.user("ana").text()), std::string::npos);
}

TEST_F(ClientTest, the_ports_of_a_client_outlive_its_opener) {
    serve();
    const DiscordOptions options{
        .api_base = server->base_url(), .token = Secret(kToken), .stop = {}};
    const Discord discord = open_discord(options, clock, log).reading;
    EXPECT_FALSE(discord.invites.invites(guild.guild()).value.empty());
}

}  // namespace
}  // namespace invitectl::discord
