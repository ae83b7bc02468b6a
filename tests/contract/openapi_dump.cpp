// Asks the simulated Discord for everything it knows over HTTP, and writes one JSON line per
// request with its answer. openapi_check.py holds both against Discord's own OpenAPI document.
//
// Lines: {"routes": ["METHOD pattern" …]} first, then {"method", "path", "query", "request_body",
// "status", "type", "body"}.
#include "tests/sim/api_routes.hpp"
#include "tests/sim/http_discord.hpp"
#include "tests/sim/life.hpp"
#include <nlohmann/json.hpp>

#include <httplib.h>
#include <iostream>
#include <stdexcept>

namespace {

using namespace invitectl;
using namespace invitectl::sim;
using nlohmann::json;

class Dumper {
  public:
    explicit Dumper(int port) : client_("127.0.0.1", port) {}

    void get(const std::string& path, const std::string& query = {}) {
        ask("GET", path, query, kGood, {});
    }
    void get_as(const std::string& path, const httplib::Headers& headers) {
        ask("GET", path, {}, headers, {});
    }
    // The answer's body.
    json change(const std::string& method, const std::string& path, const std::string& body = {}) {
        const std::string answer = ask(method, path, {}, kGood, body);
        return answer.empty() ? json() : json::parse(answer);
    }

  private:
    std::string ask(const std::string& method,
                    const std::string& path,
                    const std::string& query,
                    const httplib::Headers& headers,
                    const std::string& body) {
        httplib::Request request;
        request.method = method;
        request.path = "/api/v10" + path + (query.empty() ? "" : "?" + query);
        request.headers = headers;
        request.body = body;
        if (!body.empty()) {
            request.set_header("Content-Type", "application/json");
        }
        const auto got = client_.send(request);
        if (!got) {
            throw std::runtime_error("no answer to " + request.path);
        }
        std::cout << json{{"method", method},
                          {"path", path},
                          {"query", query},
                          {"request_body", body},
                          {"status", got->status},
                          {"type", got->get_header_value("Content-Type")},
                          {"body", got->body}}
                         .dump()
                  << '\n';
        return got->body;
    }

    inline static const httplib::Headers kGood = {
        {"Authorization", "Bot token"}, {"User-Agent", "DiscordBot (https://example.org, 1)"}};
    httplib::Client client_;
};

// A guild in which everything there is has happened.
LivingGuild eventful() {
    LifeConfig life;
    life.joins_per_hour = 8;
    life.bots_per_day = 3;
    life.kick_share = life.ban_share = 0.05;
    life.channel_deletions_per_month = 10;
    life.role_updates_per_day = 5;
    life.deletions_per_day = 3;
    life.names.hostile = 0.2;
    LivingGuild living = living_guild({.seed = 8}, life);
    World& world = *living.world;
    const RoleId marker = world.add_role(living.guild, "from-an-ad");
    world.advance(24h * 7);
    world.add_invite(living.guild,
                     {.inviter = world.guild(living.guild).owner,
                      .max_uses = 10,
                      .max_age = 24h,
                      .temporary = true,
                      .roles = {marker}});
    world.add_invite(living.guild,
                     {.code = "for-two",
                      .inviter = world.guild(living.guild).owner,
                      .targets = {world.bot(), world.guild(living.guild).owner}});
    const ChannelId voice = world.add_channel(living.guild, "voice", 2);
    world.add_channel(living.guild, "category", 4);
    world.set_overwrite(living.guild, voice, {living.guild.value, true, kConnect, kViewChannel});
    world.set_vanity(living.guild, "new-name");
    return living;
}

void dump_all(Dumper& dumper, const LivingGuild& living) {
    const GuildState& state = living.world->guild(living.guild);
    const std::string guild = "/guilds/" + living.guild.text();
    const std::string messages = "/channels/" + state.system_channel->text() + "/messages";
    const std::string newest = state.audit.back().entry.id.text();
    dumper.get("/users/@me");
    dumper.get("/users/@me/guilds");
    dumper.get("/users/@me/guilds", "with_counts=true&limit=1&after=0");
    dumper.get("/applications/@me");
    dumper.get(guild);
    dumper.get(guild, "with_counts=true");
    dumper.get(guild + "/roles");
    dumper.get(guild + "/channels");
    dumper.get(guild + "/invites");
    dumper.get(guild + "/vanity-url");
    dumper.get(guild + "/members");
    dumper.get(guild + "/members", "limit=1000&after=0");
    dumper.get(guild + "/members/" + state.owner.text());
    dumper.get("/invites/for-two/target-users");
    dumper.get(guild + "/audit-logs", "limit=100");
    dumper.get(guild + "/audit-logs", "after=0&limit=100");
    dumper.get(guild + "/audit-logs", "before=" + newest + "&action_type=40&limit=5");
    dumper.get(messages, "limit=100");
    dumper.get(messages, "after=0&limit=10");
}

// Everything that changes something, once as it should be and once as it should not.
void dump_changes(Dumper& dumper, HttpDiscord& http, const LivingGuild& living) {
    const std::string guild = "/guilds/" + living.guild.text();
    const GuildState& state = living.world->guild(living.guild);
    const std::string channel = "/channels/" + state.system_channel->text();
    std::string person;
    http.with_world([&](World& world) {
        world.set_bot_permissions(living.guild, kAllPermissions & ~permission::kAdministrator);
        world.set_bot_rank(living.guild, 100);
        const UserId user = world.add_user({.username = "to-go"});
        world.join_without_invite(living.guild, user);
        person = user.text();
    });
    const std::string role = dumper.change(
        "POST", guild + "/roles", R"({"name":"from-here","permissions":0,"hoist":false})")["id"];
    const std::string code = dumper.change("POST",
                                           channel + "/invites",
                                           json{{"max_age", 3600},
                                                {"max_uses", 5},
                                                {"temporary", false},
                                                {"unique", true},
                                                {"role_ids", json::array({role})}}
                                               .dump())["code"];
    dumper.change("POST", channel + "/invites", R"({"max_age":5184001})");
    dumper.change("POST", channel + "/invites", R"({"max_uses":101})");
    dumper.change("POST", channel + "/invites", R"({"temporary":"yes"})");
    dumper.change("POST", "/channels/5/invites", "{}");
    dumper.change("DELETE", "/invites/" + code);
    dumper.change("DELETE", "/invites/" + code);
    const std::string held = guild + "/members/" + person + "/roles/" + role;
    dumper.change("PUT", held);
    dumper.change("DELETE", held);
    dumper.change("PUT", guild + "/members/" + person + "/roles/7");
    const std::string message = dumper.change(
        "POST",
        channel + "/messages",
        R"({"content":"hello","nonce":"n1","enforce_nonce":true,"allowed_mentions":{"parse":[]}})")
                                    ["id"];
    dumper.change("POST", channel + "/messages", json{{"content", std::string(4001, 'x')}}.dump());
    const std::string posted = channel + "/messages/" + message;
    dumper.get(posted);
    dumper.change("PATCH", posted, R"({"content":"again","allowed_mentions":{"parse":[]}})");
    dumper.change("DELETE", posted);
    dumper.change("DELETE", posted);
    dumper.change("POST", "/users/@me/channels", json{{"recipient_id", person}}.dump());
    dumper.change("DELETE", guild + "/members/" + person);
    dumper.change("DELETE", guild + "/members/" + person);
    const std::string ban = guild + "/bans/" + person;
    dumper.change("PUT", ban, R"({"delete_message_seconds":604801})");
    dumper.change("PUT", ban, R"({"delete_message_seconds":3600})");
    dumper.get(ban);
    dumper.change("DELETE", ban);
    dumper.get(ban);
}

// Requests that break the document, and requests the world refuses.
void dump_refusals(Dumper& dumper, HttpDiscord& http, const LivingGuild& living) {
    const std::string guild = "/guilds/" + living.guild.text();
    dumper.get("/users/@me/guilds", "limit=201");
    dumper.get(guild, "with_counts=maybe");
    dumper.get(guild + "/members", "limit=1001");
    dumper.get(guild + "/members", "limit=0");
    dumper.get(guild + "/audit-logs", "limit=many");
    dumper.get(guild + "/audit-logs", "after=x");
    dumper.get("/guilds/abc");
    dumper.get("/guilds/5");
    dumper.get("/channels/5/messages");
    dumper.get(guild + "/members/7");
    dumper.get_as("/users/@me", {{"User-Agent", "DiscordBot (https://example.org, 1)"}});
    dumper.get_as("/users/@me", {{"Authorization", "Bot token"}, {"User-Agent", "curl/7.88.1"}});
    http.with_world([&](World& world) {
        world.set_bot_permissions(living.guild, permission::kViewAuditLog);
        world.set_members_intent(false);
    });
    dumper.get(guild + "/invites");
    dumper.get(guild + "/members");
    dumper.get(guild + "/vanity-url");
    http.with_world([&](World& world) { world.set_bot_permissions(living.guild, 0); });
    dumper.get(guild + "/audit-logs");
    for (const FaultKind limited :
         {FaultKind::limited_user, FaultKind::limited_shared, FaultKind::limited_global}) {
        http.add_fault({.kind = limited});
        dumper.get("/users/@me");
    }
}

}  // namespace

int main() {
    try {
        const LivingGuild living = eventful();
        HttpOptions options;
        options.limits = RateLimits::none();
        HttpDiscord http(*living.world, options);
        Dumper dumper(http.port());
        std::cout << json{{"routes", documented_routes()}}.dump() << '\n';
        dump_all(dumper, living);
        dump_changes(dumper, http, living);
        dump_refusals(dumper, http, living);
    } catch (const std::exception& error) {
        std::cerr << "error: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
