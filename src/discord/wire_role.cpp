#include "discord/wire_role.hpp"

#include "discord/json_fields.hpp"
#include "discord/wire_permissions.hpp"
#include <nlohmann/json.hpp>

namespace invitectl::discord {
namespace {

Role role_of(const Json& json) {
    Role role;
    role.id = id_field<RoleId>(json, "id");
    role.name = text_field(json, "name");
    role.permissions = permission_bits(json);
    role.position = integer_field(json, "position");
    role.managed = flag_field(json, "managed");
    return role;
}

}  // namespace

Role read_role(std::string_view body) {
    return role_of(parse_strict(body));
}

std::vector<Role> read_roles(std::string_view body) {
    std::vector<Role> roles;
    for_each(parse_strict(body), [&](const Json& json) { roles.push_back(role_of(json)); });
    return roles;
}

}  // namespace invitectl::discord
