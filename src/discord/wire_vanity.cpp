#include "discord/wire_vanity.hpp"

#include "discord/json_fields.hpp"
#include <nlohmann/json.hpp>

namespace invitectl::discord {

std::optional<Vanity> read_vanity(std::string_view body) {
    const Json json = parse_strict(body);
    if (is_null(json, "code")) {
        return std::nullopt;
    }
    Vanity vanity{.code = code_field(json, "code")};
    vanity.uses = count_field(json, "uses");
    return vanity;
}

}  // namespace invitectl::discord
