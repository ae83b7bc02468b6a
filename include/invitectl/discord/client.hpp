// Discord's REST API behind the reading ports.
//
// One client holds one connection, one limiter and one idea of Discord's time; it is used from one
// thread at a time. Requests go one after the other, only to the endpoints of
// src/discord/routes.cpp, and the token only to the base of the options: redirects are not
// followed.
//
// What the ports throw beside the codes of ports/readers.hpp: Error(interrupted) as soon as the
// stop token asks, even in the middle of a transfer; Error(refused) when the API base is no address
// a token may be sent to; Error(no_token) when the token holds characters no token has.
#pragma once

#include "invitectl/base/secret.hpp"
#include "invitectl/base/time.hpp"
#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/discord.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/readers.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace invitectl::discord {

struct ClientOptions {
    // Without a slash at its end. Whether the user may choose it is decided before
    // (cli/api_base.hpp); here it is only made sure that it is https, or http to this machine, and
    // hides no host.
    std::string api_base = kDiscordApiBase;
    std::chrono::milliseconds connect_timeout = std::chrono::seconds{10};
    std::chrono::milliseconds request_timeout = std::chrono::seconds{30};  // one try, body included
    // The longest single wait a rate limit may ask for; a longer one is Error(rate_limited), which
    // says until when.
    Duration longest_wait = std::chrono::minutes{2};
    std::string ca_file;  // certificates to trust instead of the system's; empty: the system's
    std::stop_token stop;
};

// Discord's clock as the answers so far show it.
struct ServerTime {
    Instant last_date;  // the latest `Date` header, one second fine
    Duration offset;    // Discord's time = local clock + offset
};

class Client {
  public:
    virtual ~Client() = default;

    virtual InviteReader& invites() = 0;
    virtual MemberReader& members() = 0;
    virtual AuditReader& audit() = 0;
    virtual GuildReader& guilds() = 0;
    virtual MemberSource& sources() = 0;
    virtual MessageReader& messages() = 0;

    // Nothing before the first answer.
    virtual std::optional<ServerTime> server_time() const = 0;
};

// Sends nothing yet. Clock and log outlive the client.
std::unique_ptr<Client> open_client(const ClientOptions& options,
                                    const Secret& token,
                                    Clock& clock,
                                    Log& log);

// The same as the port that wiring hands to commands.
Discord open_discord(const DiscordOptions& options, Clock& clock, Log& log);

}  // namespace invitectl::discord
