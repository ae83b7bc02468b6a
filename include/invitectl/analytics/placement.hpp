// Where on a board a way in belongs: to a group, or to one of the special rows.
#pragma once

#include "invitectl/analytics/join_columns.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace invitectl::analytics {

// What the rows of a board stand for.
enum class Axis { inviter, source, code, channel };

std::string_view to_text(Axis axis);
std::optional<Axis> parse_axis(std::string_view text);

enum class RowKind {
    group,       // an inviter, source, code or channel
    others,      // groups that a limit cut, folded into one
    server,      // came by the server's own URL
    no_invite,   // discovery, OAuth, hubs
    bot,         // a bot, added by a member
    no_inviter,  // a widget invite: nobody made it
    no_channel,  // an invite whose channel is not known
    unassigned,  // a code that no source has been given
    open,        // not attributed well enough to be credited
    denied,      // attributed, but a rule denies the credit
};

// Why credit is denied. Each reason has a row of its own.
enum class Denial { none, young_inviter, young_member };

std::string_view to_text(RowKind kind);
std::string_view to_text(Denial denial);

struct RowKey {
    RowKind kind = RowKind::open;
    Denial denial = Denial::none;
    std::int64_t id = 0;  // of a group: dictionary index; for channels the channel's id

    friend auto operator<=>(const RowKey&, const RowKey&) = default;
};

// The row of a way in before any rule about credit.
RowKey place(const WayIn& way, Axis axis, const Dictionaries& names);

struct CreditRules {
    Duration min_inviter_age{0};  // 0: no such rule
    Duration min_member_age{0};
};

// The first rule that denies credit for this join by this way in, in the order of Denial. An
// inviter who is not known cannot be too young.
Denial denial_of(const WayIn& way,
                 Instant joined_at,
                 UserId joiner,
                 const CreditRules& rules,
                 const Dictionaries& names);

}  // namespace invitectl::analytics
