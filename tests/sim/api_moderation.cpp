// Kicks and bans.
#include "tests/sim/api_body.hpp"
#include "tests/sim/api_error.hpp"
#include "tests/sim/api_lookups.hpp"
#include "tests/sim/api_query.hpp"
#include "tests/sim/api_views.hpp"
#include <nlohmann/json.hpp>

namespace invitectl::sim {

using nlohmann::json;

namespace {

constexpr std::int64_t kMostSeconds = 604'800;

void require_above(const Call& call, const GuildState& guild, UserId user) {
    if (rank_of(guild, user) >= rank_of(guild, call.world.bot())) {
        throw ApiRefusal{missing_permissions()};
    }
}

UserId known_user(const Call& call) {
    const UserId user{path_snowflake("user_id", call.ids.at(1))};
    if (call.world.find_user(user) == nullptr) {
        throw ApiRefusal{error_answer(404, 10013, "Unknown User")};
    }
    return user;
}

void require_banned(const GuildState& guild, UserId user) {
    if (!guild.banned.contains(user)) {
        throw ApiRefusal{error_answer(404, 10026, "Unknown Ban")};
    }
}

}  // namespace

json kick_member(const Call& call) {
    const GuildState& guild = guild_of(call);
    const UserId user = member_of(call, guild).person->id;
    require(call, guild, kKickMembers);
    require_above(call, guild, user);
    call.world.kick(guild.id, user, call.world.bot(), reason_of(call.request));
    return nullptr;
}

json get_ban(const Call& call) {
    const GuildState& guild = guild_of(call);
    const UserId user = known_user(call);
    require(call, guild, kBanMembers);
    require_banned(guild, user);
    return {{"user", user_view(*call.world.find_user(user))}, {"reason", nullptr}};
}

json ban_member(const Call& call) {
    const GuildState& guild = guild_of(call);
    const UserId user = known_user(call);
    if (!call.request.body.empty()) {
        body_number(body_of(call.request), "delete_message_seconds", 0, 0, kMostSeconds);
    }
    require(call, guild, kBanMembers);
    require_above(call, guild, user);
    if (!guild.banned.contains(user)) {
        call.world.ban(guild.id, user, call.world.bot(), reason_of(call.request));
    }
    return nullptr;
}

json unban_member(const Call& call) {
    const GuildState& guild = guild_of(call);
    const UserId user = known_user(call);
    require(call, guild, kBanMembers);
    require_banned(guild, user);
    call.world.unban(guild.id, user, call.world.bot(), reason_of(call.request));
    return nullptr;
}

}  // namespace invitectl::sim
