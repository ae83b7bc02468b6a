#include "discord/wire_application.hpp"

#include "discord/json_fields.hpp"
#include "discord/wire_person.hpp"
#include <nlohmann/json.hpp>

namespace invitectl::discord {
namespace {

constexpr std::int64_t kGuildMembers = 1 << 14;         // approved by Discord
constexpr std::int64_t kGuildMembersLimited = 1 << 15;  // switched on, small enough not to need it

}  // namespace

bool read_members_intent(std::string_view application) {
    const std::int64_t flags = count_field(parse_strict(application), "flags");
    return (flags & (kGuildMembers | kGuildMembersLimited)) != 0;
}

Person read_self(std::string_view user) {
    return read_person(parse_strict(user));
}

}  // namespace invitectl::discord
