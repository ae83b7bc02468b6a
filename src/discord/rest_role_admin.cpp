#include "discord/rest_role_admin.hpp"

#include "discord/answers.hpp"
#include "discord/change_requests.hpp"
#include "discord/wire_role.hpp"

#include <algorithm>

namespace invitectl::discord {

std::vector<Role> RestRoleAdmin::roles(GuildId guild) {
    const Request request = ask_roles(guild);
    const Response response = transport_.send(request);
    require_data(request, response);
    return read_body(request, response, read_roles);
}

// Ids count upwards, so a role that a lost answer stands for has a higher one than all before it.
Role RestRoleAdmin::create(GuildId guild, const std::string& name, const std::string& reason) {
    const Request request = create_role(guild, name, reason);
    const std::vector<Role> before = roles(guild);
    const RoleId latest = std::ranges::max(before, {}, &Role::id).id;
    Role found;
    const auto response = effect_.bring_about(request, [&] {
        const std::vector<Role> now = roles(guild);
        const auto lost = std::ranges::find_if(
            now, [&](const Role& role) { return role.id > latest && role.name == name; });
        if (lost == now.end()) {
            return false;
        }
        found = *lost;
        return true;
    });
    if (!response) {
        return found;
    }
    require_data(request, *response);
    return read_body(request, *response, read_role);
}

void RestRoleAdmin::add(GuildId guild, UserId user, RoleId role, const std::string& reason) {
    const Request request = add_role(guild, user, role, reason);
    require_done(request, transport_.send(request));
}

void RestRoleAdmin::remove(GuildId guild, UserId user, RoleId role, const std::string& reason) {
    const Request request = remove_role(guild, user, role, reason);
    require_done(request, transport_.send(request));
}

}  // namespace invitectl::discord
