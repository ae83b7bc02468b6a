#include "discord/wire_person.hpp"

namespace invitectl::discord {

Person read_person(const Json& user) {
    return {.id = id_field<UserId>(user, "id"),
            .username = text_field(user, "username"),
            .display_name = maybe_text(user, "global_name").value_or(""),
            .bot = flag_or_false(user, "bot"),
            .has_avatar = maybe_text(user, "avatar").has_value()};
}

}  // namespace invitectl::discord
