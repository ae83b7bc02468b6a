// A member as a sweep sees it.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/person.hpp"

#include <vector>

namespace invitectl {

struct Member {
    Person person;
    Instant joined_at;        // set anew by every rejoin
    bool did_rejoin = false;  // member flag bit 0
    bool pending = false;     // has not passed membership screening
    std::vector<RoleId> roles;
};

}  // namespace invitectl
