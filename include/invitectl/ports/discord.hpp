// Discord as commands get it: the reading ports together, opened for one token.
#pragma once

#include "invitectl/base/secret.hpp"
#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/readers.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace invitectl {

// The only base a token is sent to unless the configuration allows another one.
inline constexpr const char* kDiscordApiBase = "https://discord.com/api/v10";

struct Discord {
    InviteReader& invites;
    MemberReader& members;
    AuditReader& audit;
    GuildReader& guilds;
    MemberSource& sources;
    MessageReader& messages;
    std::shared_ptr<void> owner = nullptr;  // keeps them alive; may be empty where others do
};

struct DiscordOptions {
    std::string api_base = kDiscordApiBase;  // already checked; no slash at the end
    Secret token;
    // The longest wait a rate limit may ask for before Error(rate_limited).
    Duration longest_wait = std::chrono::minutes{2};
    std::stop_token stop;  // when asked to stop: Error(interrupted)
};

// Nothing is sent before the first call of a port. Clock and log outlive what is returned.
using OpenDiscord = std::function<Discord(const DiscordOptions&, Clock&, Log&)>;

}  // namespace invitectl
