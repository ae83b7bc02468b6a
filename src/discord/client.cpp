#include "invitectl/discord/client.hpp"

#include "discord/curl_transport.hpp"
#include "discord/limited_transport.hpp"
#include "discord/logged_transport.hpp"
#include "discord/readers.hpp"
#include "discord/retrying_transport.hpp"
#include "discord/timed_transport.hpp"

#include <fmt/format.h>
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

// Outermost first: a retry passes the limiter again, and a bracket spans one try without its waits.
class RestClient final : public Client {
  public:
    RestClient(const ClientOptions& options, const Secret& token, Clock& clock, Log& log)
        : curl_({.api_base = options.api_base,
                 .user_agent = kUserAgent,
                 .connect_timeout = options.connect_timeout,
                 .request_timeout = options.request_timeout,
                 .ca_file = options.ca_file,
                 .stop = options.stop},
                token),
          timed_(curl_, clock),
          logged_(timed_, clock, log),
          limited_(logged_, clock, log, options.stop, options.longest_wait),
          retrying_(limited_, clock, log, options.stop, make_jitter()),
          readers_(retrying_) {}

    InviteReader& invites() override { return readers_; }
    MemberReader& members() override { return readers_; }
    AuditReader& audit() override { return readers_; }
    GuildReader& guilds() override { return readers_; }
    MemberSource& sources() override { return readers_; }
    MessageReader& messages() override { return readers_; }

    std::optional<ServerTime> server_time() const override {
        const ServerClock& server = timed_.server_clock();
        return server.last_date() ? std::optional(ServerTime{*server.last_date(), server.offset()})
                                  : std::nullopt;
    }

  private:
    CurlTransport curl_;
    TimedTransport timed_;
    LoggedTransport logged_;
    LimitedTransport limited_;
    RetryingTransport retrying_;
    Readers readers_;
};

}  // namespace

std::unique_ptr<Client> open_client(const ClientOptions& options,
                                    const Secret& token,
                                    Clock& clock,
                                    Log& log) {
    return std::make_unique<RestClient>(options, token, clock, log);
}

Discord open_discord(const DiscordOptions& options, Clock& clock, Log& log) {
    ClientOptions own;
    own.api_base = options.api_base;
    own.longest_wait = options.longest_wait;
    own.stop = options.stop;
    std::shared_ptr<Client> client = open_client(own, options.token, clock, log);
    return {.invites = client->invites(),
            .members = client->members(),
            .audit = client->audit(),
            .guilds = client->guilds(),
            .sources = client->sources(),
            .messages = client->messages(),
            .owner = client};
}

}  // namespace invitectl::discord
