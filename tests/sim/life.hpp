// A guild that lives by itself: people come and go at random, staff make and delete invites.
#pragma once

#include "tests/sim/world.hpp"

#include <memory>

namespace invitectl::sim {

// Gives the guild its staff, first members, codes and URL, and plans its future without end. The
// lag and the join messages of the guild become those of the configuration.
void start_life(World& world, GuildId guild, const LifeConfig& config);

struct LivingGuild {
    std::unique_ptr<World> world;
    GuildId guild;
};

// A world of one living guild, at its start.
LivingGuild living_guild(const WorldConfig& world, const LifeConfig& life, GuildSpec spec = {});

}  // namespace invitectl::sim
