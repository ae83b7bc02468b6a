#include "tests/sim/api_lookups.hpp"

#include "tests/sim/api_error.hpp"
#include "tests/sim/api_query.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace invitectl::sim {

const GuildState& guild_of(const Call& call) {
    const GuildId id{path_snowflake("guild_id", call.ids.at(0))};
    const GuildState* guild = call.world.find_guild(id);
    if (guild == nullptr) {
        throw ApiRefusal{error_answer(404, 10004, "Unknown Guild")};
    }
    if (!guild->bot_present) {
        throw ApiRefusal{missing_access()};
    }
    return *guild;
}

const MemberState& member_of(const Call& call, const GuildState& guild) {
    const UserId user{path_snowflake("user_id", call.ids.at(1))};
    const auto member = guild.members.find(user);
    if (member == guild.members.end()) {
        throw ApiRefusal{call.world.find_user(user) == nullptr
                             ? error_answer(404, 10013, "Unknown User")
                             : error_answer(404, 10007, "Unknown Member")};
    }
    return member->second;
}

bool bot_may(const Call& call, const GuildState& guild, std::uint64_t permission) {
    return permission::has(guild_permissions(guild, call.world.bot()), permission);
}

void require(const Call& call, const GuildState& guild, std::uint64_t permission) {
    if (!bot_may(call, guild, permission)) {
        throw ApiRefusal{missing_permissions()};
    }
}

Place place_of(const Call& call) {
    const ChannelId id{path_snowflake("channel_id", call.ids.at(0))};
    if (const ChannelState* direct = call.world.find_direct(id)) {
        return {nullptr, direct};
    }
    const GuildState* guild = call.world.find_guild_of(id);
    if (guild == nullptr) {
        throw ApiRefusal{error_answer(404, 10003, "Unknown Channel")};
    }
    const Place place{guild, guild->channel(id)};
    if (!guild->bot_present ||
        !permission::has(channel_permissions(*guild, *place.channel, call.world.bot()),
                         kViewChannel)) {
        throw ApiRefusal{missing_access()};
    }
    return place;
}

void require_in(const Call& call, const Place& place, std::uint64_t permission) {
    if (place.guild != nullptr &&
        !permission::has(channel_permissions(*place.guild, *place.channel, call.world.bot()),
                         permission)) {
        throw ApiRefusal{missing_permissions()};
    }
}

int rank_of(const GuildState& guild, UserId user) {
    if (user == guild.owner) {
        return std::numeric_limits<int>::max();
    }
    int rank = 0;
    if (const auto member = guild.members.find(user); member != guild.members.end()) {
        for (const RoleId id : member->second.roles) {
            if (const RoleState* role = guild.role(id)) {
                rank = std::max(rank, role->position);
            }
        }
    }
    return rank;
}

}  // namespace invitectl::sim
