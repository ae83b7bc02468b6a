// Discord as commands get it, opened for one token: the reading ports together, and apart from them
// those that change things.
#pragma once

#include "invitectl/base/secret.hpp"
#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/invite_admin.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/messenger.hpp"
#include "invitectl/ports/moderator.hpp"
#include "invitectl/ports/progress.hpp"
#include "invitectl/ports/readers.hpp"
#include "invitectl/ports/request_memory.hpp"
#include "invitectl/ports/role_admin.hpp"
#include "invitectl/ports/turns.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

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
    // By which threads may share it; none: one thread alone.
    Turns* turns = nullptr;
    std::shared_ptr<void> owner = nullptr;  // keeps the five alive; may be empty where others do
};

// Handed to the commands that are there to change something, and to no other.
struct DiscordChanges {
    InviteAdmin& invites;
    RoleAdmin& roles;
    Moderator& moderation;
    Messenger& messages;
    std::shared_ptr<void> owner = nullptr;  // as above
};

struct DiscordAccess {
    Discord reading;
    std::optional<DiscordChanges> changing;

    DiscordAccess(Discord only_reading)
        : reading(std::move(only_reading)) {}  // NOLINT: a door less
    DiscordAccess(Discord readers, DiscordChanges changes)
        : reading(std::move(readers)), changing(std::move(changes)) {}
};

struct DiscordOptions {
    std::string api_base = kDiscordApiBase;  // already checked; no slash at the end
    Secret token;
    // The longest wait a rate limit may ask for before Error(rate_limited).
    Duration longest_wait = std::chrono::minutes{2};
    std::stop_token stop;  // when asked to stop: Error(interrupted)
    // What earlier runs were refused; outlives what is opened. None: nothing is remembered.
    RequestMemory* memory = nullptr;
    // For a person who has just mended something: refusals that are remembered are asked again.
    bool afresh = false;
    // Told of answers and waits; nobody where absent. Outlives what is opened.
    Progress* progress = nullptr;
};

// Nothing is sent before the first call of a port. Clock and log outlive what is returned.
using OpenDiscord = std::function<DiscordAccess(const DiscordOptions&, Clock&, Log&)>;

}  // namespace invitectl
