// The client whole: the ports on a stack of transports, above any way to reach Discord.
#pragma once

#include "invitectl/discord/client.hpp"

#include "discord/away_clock.hpp"
#include "discord/guarded_transport.hpp"
#include "discord/limited_transport.hpp"
#include "discord/logged_transport.hpp"
#include "discord/pooled_transport.hpp"
#include "discord/process_memory.hpp"
#include "discord/readers.hpp"
#include "discord/rest_invite_admin.hpp"
#include "discord/rest_messenger.hpp"
#include "discord/rest_moderator.hpp"
#include "discord/rest_role_admin.hpp"
#include "discord/retrying_transport.hpp"
#include "discord/timed_transport.hpp"

namespace invitectl::discord {

// Outermost first: a retry passes the limiter again, and a bracket spans one try without its waits.
class RestClient final : public Client {
  public:
    // `connect` opens one more connection to Discord.
    RestClient(PooledTransport::Open connect,
               const ClientOptions& options,
               const Secret& token,
               std::function<double()> jitter,
               Clock& clock,
               Log& log)
        : clock_(clock, turns_),
          connections_(turns_, clock, std::move(connect)),
          timed_(connections_, clock_),
          logged_(timed_, clock_, log, progress_of(options)),
          memory_(options.memory != nullptr ? *options.memory : own_memory_),
          guarded_(logged_, clock_, memory_, token, options.afresh),
          limited_(guarded_,
                   clock_,
                   memory_,
                   log,
                   options.stop,
                   options.longest_wait,
                   progress_of(options)),
          retrying_(limited_, clock_, log, options.stop, std::move(jitter), progress_of(options)),
          readers_(retrying_),
          invite_admin_(retrying_, clock_, readers_, readers_),
          role_admin_(retrying_, clock_),
          moderator_(retrying_, clock_),
          messenger_(retrying_, clock_) {}

    InviteReader& invites() override { return readers_; }
    MemberReader& members() override { return readers_; }
    AuditReader& audit() override { return readers_; }
    GuildReader& guilds() override { return readers_; }
    MemberSource& sources() override { return readers_; }
    MessageReader& messages() override { return readers_; }

    InviteAdmin& invite_admin() override { return invite_admin_; }
    RoleAdmin& role_admin() override { return role_admin_; }
    Moderator& moderator() override { return moderator_; }
    Messenger& messenger() override { return messenger_; }

    Turns& turns() override { return turns_; }

    std::optional<ServerTime> server_time() const override {
        const ServerClock& server = timed_.server_clock();
        return server.last_date() ? std::optional(ServerTime{*server.last_date(), server.offset()})
                                  : std::nullopt;
    }

  private:
    static Progress& progress_of(const ClientOptions& options) {
        return options.progress == nullptr ? unwatched() : *options.progress;
    }

    Turns turns_;
    AwayClock clock_;
    PooledTransport connections_;
    TimedTransport timed_;
    LoggedTransport logged_;
    ProcessMemory own_memory_;
    RequestMemory& memory_;
    GuardedTransport guarded_;
    LimitedTransport limited_;
    RetryingTransport retrying_;
    Readers readers_;
    RestInviteAdmin invite_admin_;
    RestRoleAdmin role_admin_;
    RestModerator moderator_;
    RestMessenger messenger_;
};

}  // namespace invitectl::discord
