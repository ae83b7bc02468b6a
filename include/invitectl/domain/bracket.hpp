// When something was read: the instants before and after the request, in Discord's time.
//
// The answer describes some moment inside the bracket, and nothing tells which.
#pragma once

#include "invitectl/base/time.hpp"

namespace invitectl {

struct Bracket {
    Instant began;
    Instant ended;

    friend bool operator==(const Bracket&, const Bracket&) = default;
};

template <class Value>
struct Timed {
    Value value;
    Bracket bracket;
};

}  // namespace invitectl
