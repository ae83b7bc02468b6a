#include "invitectl/report/names.hpp"

namespace invitectl::report {

std::string person_text(const Person& person) {
    if (person.display_name.empty() || person.display_name == person.username) {
        return person.username.empty() ? person.id.text() : person.username;
    }
    return person.username.empty() ? person.display_name
                                   : person.display_name + " (" + person.username + ")";
}

std::string person_text(UserId user, const Names& names) {
    const auto person = names.person ? names.person(user) : std::nullopt;
    return person ? person_text(*person) : user.text();
}

std::string channel_text(ChannelId channel, const Names& names) {
    const auto name = names.channel ? names.channel(channel) : std::nullopt;
    return name ? "#" + *name : channel.text();
}

std::string source_text(std::optional<SourceId> source, const Names& names) {
    if (!source) {
        return "(unassigned)";
    }
    const auto name = names.source ? names.source(*source) : std::nullopt;
    return name ? *name : std::to_string(*source);
}

}  // namespace invitectl::report
