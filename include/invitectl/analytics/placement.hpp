// Where on a board a way in belongs: to a group, or to one of the special rows.
#pragma once

#include "invitectl/analytics/join_columns.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

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
    hidden,      // groups that are left out by request, folded into one
    denied,      // attributed, but a rule denies the credit
};
inline constexpr std::size_t kRowKindCount = 11;

// Why credit is denied. Each reason has a row of its own.
enum class Denial {
    none,
    labelled,          // by hand, on a board that leaves labels out
    ignored_code,      // the code is ignored on boards
    excluded_inviter,  // staff, whom nobody is to be credited for
    bot_invite,        // a bot made the code, and no person is credited for it
    excluded_member,   // a test account and its like
    self_invite,       // by an invite of one's own
    rejoin,            // has been a member before
    young_inviter,
    young_member,
};
inline constexpr std::size_t kDenialCount = 10;

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
    bool rejoins = true;  // whether they are credited
    // Whether they are credited. Where rejoins are not, they stand among those: nobody comes by an
    // invite of their own the first time.
    bool self_invites = true;
    // Ascending.
    std::vector<UserId> excluded_inviters{};
    std::vector<UserId> excluded_members{};
    std::vector<UserId> bots{};
    std::vector<InviteCode> ignored{};

    // Whether more than the flags of a join must be looked at.
    bool look_closer() const {
        return min_inviter_age > Duration{0} || min_member_age > Duration{0} ||
               (rejoins && !self_invites) || !excluded_inviters.empty() ||
               !excluded_members.empty() || !bots.empty() || !ignored.empty();
    }
    bool any() const { return !rejoins || look_closer(); }
};

// What rules ask of whoever joined.
struct Joiner {
    Tick joined = 0;
    UserId user;
    std::uint8_t flags = 0;  // join_flag
};

// The first rule that denies credit to `inviter` (kNoIndex: not known, and never too young) for a
// join by `code` (kNoIndex: not known), in the order of Denial. Ages are counted from one whole
// second to the other.
Denial denial_of(const Joiner& joiner,
                 std::uint32_t inviter,
                 std::uint32_t code,
                 const CreditRules& rules,
                 const Dictionaries& names);

}  // namespace invitectl::analytics
