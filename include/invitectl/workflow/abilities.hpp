// What the program may want to do in a guild, and what Discord asks for it.
#pragma once

#include "invitectl/domain/guild.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace invitectl::workflow {

struct Ability {
    std::string_view action;           // "read-invites"
    std::uint64_t permission;          // all of these bits; 0: none
    std::string_view permission_name;  // as Discord's settings call it
    bool members_intent = false;       // needs the Server Members Intent too
    std::string_view serves;           // which command needs it
};

std::span<const Ability> abilities();
// Throws Error(not_found) naming the nearest.
const Ability& find_ability(std::string_view action);

// By the bot's roles in the guild; what a channel denies is not seen.
bool has_ability(const Ability& ability, std::uint64_t permissions, const BotIdentity& bot);

}  // namespace invitectl::workflow
