// Roles made, given and taken.
#include "tests/sim/api_body.hpp"
#include "tests/sim/api_error.hpp"
#include "tests/sim/api_lookups.hpp"
#include "tests/sim/api_query.hpp"
#include "tests/sim/api_views.hpp"
#include <nlohmann/json.hpp>

#include <limits>

namespace invitectl::sim {

using nlohmann::json;

namespace {

constexpr std::size_t kMostRoles = 250;
constexpr std::size_t kLongestName = 100;

// The role of the path's third id, once it is clear that the bot may give it.
RoleId role_to_give(const Call& call, const GuildState& guild) {
    const RoleState* role = guild.role(RoleId{path_snowflake("role_id", call.ids.at(2))});
    if (role == nullptr) {
        throw ApiRefusal{error_answer(404, 10011, "Unknown Role")};
    }
    require(call, guild, kManageRoles);
    if (role->managed || role->position >= rank_of(guild, call.world.bot())) {
        throw ApiRefusal{missing_permissions()};
    }
    return role->id;
}

}  // namespace

json create_role(const Call& call) {
    const GuildState& guild = guild_of(call);
    const json body = body_of(call.request);
    const std::string name = body_text(body, "name", 0, kLongestName);
    const auto permissions =
        body_number(body, "permissions", 0, 0, std::numeric_limits<std::int64_t>::max());
    require(call, guild, kManageRoles);
    if (guild.roles.size() >= kMostRoles) {
        throw ApiRefusal{error_answer(400, 30005, "Maximum number of guild roles reached (250)")};
    }
    const RoleId role = call.world.create_role(guild.id,
                                               name.empty() ? "new role" : name,
                                               static_cast<std::uint64_t>(permissions),
                                               call.world.bot(),
                                               reason_of(call.request));
    return role_view(*guild.role(role));
}

json add_role(const Call& call) {
    const GuildState& guild = guild_of(call);
    const UserId user = member_of(call, guild).person->id;
    const RoleId role = role_to_give(call, guild);
    call.world.give_role(guild.id, user, role, call.world.bot(), reason_of(call.request));
    return nullptr;
}

json remove_role(const Call& call) {
    const GuildState& guild = guild_of(call);
    const UserId user = member_of(call, guild).person->id;
    const RoleId role = role_to_give(call, guild);
    call.world.take_role(guild.id, user, role, call.world.bot(), reason_of(call.request));
    return nullptr;
}

}  // namespace invitectl::sim
