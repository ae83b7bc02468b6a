// What an admin keeps out: codes that are not announced or shown, people who earn no credit.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace invitectl {

// Where a code is left out. Counts by source always take it in.
struct IgnoreScope {
    bool log = false;    // joins by it are not announced
    bool board = false;  // no credit on boards by inviter, code or channel
    bool xp = false;     // earns no XP

    bool any() const { return log || board || xp; }
    friend bool operator==(const IgnoreScope&, const IgnoreScope&) = default;
};

// "log,board,xp" and parts of it. Throws Error(bad_value).
IgnoreScope parse_ignore_scope(std::string_view text);
std::string to_text(const IgnoreScope& scope);

struct Exclusion {
    bool as_inviter = false;  // whom they bring is credited to nobody (staff)
    bool as_member = false;   // whoever brings them gets no credit for it

    bool any() const { return as_inviter || as_member; }
    friend bool operator==(const Exclusion&, const Exclusion&) = default;
};

// "inviter,member" and parts of it. Throws Error(bad_value).
Exclusion parse_exclusion(std::string_view text);
std::string to_text(const Exclusion& exclusion);

}  // namespace invitectl
