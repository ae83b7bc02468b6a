// A Discord account, in as much detail as is kept: the latest names, whether it is a bot, and
// whether it has an avatar of its own (never which).
#pragma once

#include "invitectl/domain/snowflake.hpp"

#include <string>

namespace invitectl {

struct Person {
    UserId id;
    std::string username;
    std::string display_name;  // global name; empty when none is set
    bool bot = false;
    bool has_avatar = false;

    friend bool operator==(const Person&, const Person&) = default;
};

}  // namespace invitectl
