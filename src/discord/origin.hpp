// The one address the token may go to.
#pragma once

#include <string_view>

namespace invitectl::discord {

struct Origin {
    bool loopback = false;  // plain http to this machine: no proxy may see it
};

// Reads the base as curl will, so that what was checked is what is contacted. Throws Error(refused)
// unless it is https, or http to 127.x.x.x, [::1] or localhost, and shows its host as plainly as
// curl understands it: no user, query, fragment, escape, number trick or final dot.
Origin check_origin(std::string_view base);

}  // namespace invitectl::discord
