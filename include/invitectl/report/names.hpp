// Names for ids, as reports need them: look-ups that the caller fills from wherever names are kept.
#pragma once

#include "invitectl/domain/person.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"

#include <functional>
#include <optional>
#include <string>

namespace invitectl::report {

// All return nothing for an id without a name; an absent function knows no names.
struct Names {
    std::function<std::optional<Person>(UserId)> person;
    std::function<std::optional<std::string>(ChannelId)> channel;
    std::function<std::optional<std::string>(SourceId)> source;
};

// "Display (username)", "username" where both are equal or no display name is set, the digits of
// the id where no name is known. Raw bytes: renderers escape.
std::string person_text(UserId user, const Names& names);
std::string person_text(const Person& person);

// "#general", or the digits of the id.
std::string channel_text(ChannelId channel, const Names& names);

// "(unassigned)" for no source, the digits for one without a name.
std::string source_text(std::optional<SourceId> source, const Names& names);

}  // namespace invitectl::report
