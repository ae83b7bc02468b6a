#include "discord/wire_invite.hpp"

#include "invitectl/base/error.hpp"

#include "discord/json_fields.hpp"
#include "discord/wire_person.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_set>

namespace invitectl::discord {
namespace {

std::vector<RoleId> read_granted_roles(const Json& invite) {
    std::vector<RoleId> roles;
    with_maybe(invite, "roles", [&](const Json& list) {
        for_each(list, [&](const Json& role) { roles.push_back(id_field<RoleId>(role, "id")); });
    });
    return roles;
}

Invite read_invite(const Json& json) {
    InviteTerms terms{code_field(json, "code"), {}, {}, {}, {}, 0, 0, false, {}, false};
    terms.created_at = time_field(json, "created_at");
    terms.expires_at = maybe_time(json, "expires_at");
    terms.max_uses = count_field(json, "max_uses");
    terms.max_age = count_field(json, "max_age");
    terms.temporary = flag_field(json, "temporary");
    terms.roles = read_granted_roles(json);
    with_maybe(json, "channel", [&](const Json& channel) {
        terms.channel = id_field<ChannelId>(channel, "id");
    });
    std::optional<Person> inviter;
    with_maybe(json, "inviter", [&](const Json& user) {
        inviter = read_person(user);
        terms.inviter = inviter->id;
    });
    const std::int64_t uses = count_field(json, "uses");
    return {std::move(terms), uses, std::move(inviter)};
}

bool counters_are_hidden(const Json& list) {
    return length_of(list) > 0 && std::ranges::none_of(list, [](const Json& invite) {
               return invite.is_object() && invite.contains("uses");
           });
}

}  // namespace

Invite read_created_invite(std::string_view body) {
    return read_invite(parse_strict(body));
}

std::vector<Invite> read_invites(std::string_view body) {
    const Json list = parse_strict(body);
    if (counters_are_hidden(list)) {
        throw Error(ErrorCode::invites_without_uses,
                    "could not read how often the invites were used",
                    "the bot lacks Manage Server, so Discord hides the use counts",
                    "grant Manage Server to a role of the bot, then try again");
    }
    std::vector<Invite> invites;
    invites.reserve(length_of(list));
    std::unordered_set<std::string> seen;
    for_each(list, [&](const Json& json) {
        invites.push_back(read_invite(json));
        // Two counters of one code: nobody can say which one moved.
        if (!seen.insert(invites.back().terms.code.text()).second) {
            FieldError error("is listed twice");
            error.put_inside("code");
            throw error;
        }
    });
    return invites;
}

}  // namespace invitectl::discord
