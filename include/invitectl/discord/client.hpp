// Discord's REST API behind the ports that read and those that change.
//
// One client holds up to eight connections, one limiter and one idea of Discord's time. It is used
// from one thread, or from several that take turns (ports/turns.hpp), each of which asks one thing
// after the other. Requests go only to the endpoints of src/discord/routes.cpp, and the token only
// to the base of the options: redirects are not followed.
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
#include "invitectl/ports/progress.hpp"
#include "invitectl/ports/readers.hpp"
#include "invitectl/ports/request_memory.hpp"

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
    RequestMemory* memory = nullptr;  // outlives the client; none: its own, for this process
    bool afresh = false;              // asks again although a refusal is remembered
    Progress* progress = nullptr;     // told of answers and waits
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

    virtual InviteAdmin& invite_admin() = 0;
    virtual RoleAdmin& role_admin() = 0;
    virtual Moderator& moderator() = 0;
    virtual Messenger& messenger() = 0;

    // By which several threads may use the client, one step at a time.
    virtual Turns& turns() = 0;

    // Nothing before the first answer.
    virtual std::optional<ServerTime> server_time() const = 0;
};

// Sends nothing yet. Clock and log outlive the client.
std::unique_ptr<Client> open_client(const ClientOptions& options,
                                    const Secret& token,
                                    Clock& clock,
                                    Log& log);

// The same as the port that wiring hands to commands.
DiscordAccess open_discord(const DiscordOptions& options, Clock& clock, Log& log);

}  // namespace invitectl::discord
