// What is to be done at Discord, before it is done: shown by a dry run, and then carried out as
// shown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::plan {

// Every request that changes something at Discord is one of these.
enum class Action { create_role, create_invite, delete_invite };

std::string_view to_text(Action action);

struct Effect {
    Action action = Action::create_invite;
    std::string target;  // what it is done to: a code, a channel, a role
    std::string detail;  // the particulars, and why
};

using Plan = std::vector<Effect>;

}  // namespace invitectl::plan
