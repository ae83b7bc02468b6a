#include "discord/wire_person.hpp"

namespace invitectl::discord {

Person read_person(const Json& user) {
    Person person;
    person.id = id_field<UserId>(user, "id");
    person.username = text_field(user, "username");
    person.display_name = maybe_text(user, "global_name").value_or("");
    person.bot = flag_or_false(user, "bot");
    person.has_avatar = maybe_text(user, "avatar").has_value();
    return person;
}

}  // namespace invitectl::discord
