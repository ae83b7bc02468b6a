#include "invitectl/discord/client.hpp"

#include "discord/curl_transport.hpp"
#include "discord/rest_client.hpp"

#include <random>

namespace invitectl::discord {
namespace {

// The form Discord asks for; its network blocks others:
// https://discord.com/developers/docs/reference#user-agent
constexpr const char* kUserAgent =
    "DiscordBot (" INVITECTL_PROJECT_URL ", " INVITECTL_VERSION ") invitectl";

std::function<double()> make_jitter() {
    return [engine = std::minstd_rand(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0, 1)(engine);
    };
}

CurlSettings curl_settings(const ClientOptions& options) {
    return {.api_base = options.api_base,
            .user_agent = kUserAgent,
            .connect_timeout = options.connect_timeout,
            .request_timeout = options.request_timeout,
            .ca_file = options.ca_file,
            .stop = options.stop};
}

}  // namespace

std::unique_ptr<Client> open_client(const ClientOptions& options,
                                    const Secret& token,
                                    Clock& clock,
                                    Log& log) {
    PooledTransport::Open connect = [settings = curl_settings(options), token] {
        return std::make_unique<CurlTransport>(settings, token);
    };
    return std::make_unique<RestClient>(
        std::move(connect), options, token, make_jitter(), clock, log);
}

DiscordAccess open_discord(const DiscordOptions& options, Clock& clock, Log& log) {
    ClientOptions own;
    own.api_base = options.api_base;
    own.longest_wait = options.longest_wait;
    own.memory = options.memory;
    own.afresh = options.afresh;
    own.stop = options.stop;
    own.progress = options.progress;
    std::shared_ptr<Client> client = open_client(own, options.token, clock, log);
    return {{.invites = client->invites(),
             .members = client->members(),
             .audit = client->audit(),
             .guilds = client->guilds(),
             .sources = client->sources(),
             .messages = client->messages(),
             .turns = &client->turns(),
             .owner = client},
            {.invites = client->invite_admin(),
             .roles = client->role_admin(),
             .moderation = client->moderator(),
             .messages = client->messenger(),
             .owner = client}};
}

}  // namespace invitectl::discord
