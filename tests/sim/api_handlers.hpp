// One function per route: what Discord would answer, null for 204 without a body. They throw
// ApiRefusal for what it would refuse.
#pragma once

#include "tests/sim/api_types.hpp"
#include "tests/sim/world.hpp"
#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace invitectl::sim {

struct Call {
    World& world;
    const ApiRequest& request;
    std::vector<std::string> ids;  // what stood in the braces of the pattern
};

nlohmann::json get_me(const Call& call);
nlohmann::json get_application(const Call& call);
nlohmann::json get_my_guilds(const Call& call);
nlohmann::json get_guild(const Call& call);
nlohmann::json get_roles(const Call& call);
nlohmann::json get_channels(const Call& call);
nlohmann::json get_invites(const Call& call);
nlohmann::json get_vanity(const Call& call);
nlohmann::json get_members(const Call& call);
nlohmann::json get_member(const Call& call);
nlohmann::json get_audit(const Call& call);
nlohmann::json get_messages(const Call& call);
nlohmann::json get_target_users(const Call& call);
nlohmann::json post_member_search(const Call& call);

// Changes: api_invite_changes.cpp, api_role_changes.cpp, api_moderation.cpp, api_messages.cpp.
nlohmann::json create_invite(const Call& call);
nlohmann::json delete_invite(const Call& call);
nlohmann::json create_role(const Call& call);
nlohmann::json add_role(const Call& call);
nlohmann::json remove_role(const Call& call);
nlohmann::json get_ban(const Call& call);
nlohmann::json kick_member(const Call& call);
nlohmann::json ban_member(const Call& call);
nlohmann::json unban_member(const Call& call);
nlohmann::json get_message(const Call& call);
nlohmann::json post_message(const Call& call);
nlohmann::json edit_message(const Call& call);
nlohmann::json delete_message(const Call& call);
nlohmann::json open_direct_channel(const Call& call);

}  // namespace invitectl::sim
