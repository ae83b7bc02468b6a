#include "invitectl/analytics/placement.hpp"

#include <algorithm>
#include <array>

namespace invitectl::analytics {
namespace {

constexpr std::array<std::string_view, 4> kAxes = {"inviter", "source", "code", "channel"};
constexpr std::array<std::string_view, kRowKindCount> kRowKinds = {"group",
                                                                   "others",
                                                                   "server",
                                                                   "no_invite",
                                                                   "bot",
                                                                   "no_inviter",
                                                                   "no_channel",
                                                                   "unassigned",
                                                                   "open",
                                                                   "hidden",
                                                                   "denied"};
constexpr std::array<std::string_view, kDenialCount> kDenials = {"none",
                                                                 "labelled",
                                                                 "ignored_code",
                                                                 "excluded_inviter",
                                                                 "bot_invite",
                                                                 "excluded_member",
                                                                 "self_invite",
                                                                 "rejoin",
                                                                 "young_inviter",
                                                                 "young_member"};

RowKey special(RowKind kind) {
    return {kind, Denial::none, 0};
}
RowKey group(std::int64_t id) {
    return {RowKind::group, Denial::none, id};
}
RowKey group(std::uint32_t index) {
    return group(std::int64_t{index});
}

// What did not come by an invite; nothing for what did.
std::optional<RowKey> place_without_invite(Candidate::Kind kind) {
    switch (kind) {
        case Candidate::Kind::vanity:
            return special(RowKind::server);
        case Candidate::Kind::bot:
            return special(RowKind::bot);
        case Candidate::Kind::none:
            return special(RowKind::no_invite);
        case Candidate::Kind::invite:
            break;
    }
    return {};
}

// A label may name a source for somebody who came without an invite, so the source is asked first.
RowKey place_by_source(const WayIn& way, const Dictionaries& names) {
    if (way.source != kNoIndex) {
        switch (names.sources[way.source].kind) {
            case SourceKind::named:
                return group(way.source);
            case SourceKind::vanity:
                return special(RowKind::server);
            case SourceKind::bot:
                return special(RowKind::bot);
            case SourceKind::none:
                return special(RowKind::no_invite);
        }
    }
    return place_without_invite(way.kind).value_or(special(RowKind::unassigned));
}

RowKey place_by_channel(const WayIn& way, const Dictionaries& names) {
    const auto channel = names.codes[way.code].channel;
    return channel ? group(channel->value) : special(RowKind::no_channel);
}

// True where the account was younger than `limit` at `t`; nobody is under a limit of 0.
bool too_young(UserId account, Tick t, Duration limit) {
    using std::chrono::floor;
    using std::chrono::seconds;
    const auto made = floor<seconds>(account.created_at()).time_since_epoch().count();
    return limit > Duration{0} && seconds{unix_second(t) - made} < limit;
}

}  // namespace

std::string_view to_text(Axis axis) {
    return kAxes.at(static_cast<std::size_t>(axis));
}

std::optional<Axis> parse_axis(std::string_view text) {
    for (std::size_t i = 0; i < kAxes.size(); ++i) {
        if (kAxes.at(i) == text) {
            return static_cast<Axis>(i);
        }
    }
    return {};
}

std::string_view to_text(RowKind kind) {
    return kRowKinds.at(static_cast<std::size_t>(kind));
}
std::string_view to_text(Denial denial) {
    return kDenials.at(static_cast<std::size_t>(denial));
}

RowKey place(const WayIn& way, Axis axis, const Dictionaries& names) {
    if (axis == Axis::source) {
        return place_by_source(way, names);
    }
    if (const auto without = place_without_invite(way.kind)) {
        return *without;
    }
    if (axis == Axis::inviter) {
        return way.inviter == kNoIndex ? special(RowKind::no_inviter) : group(way.inviter);
    }
    if (way.code == kNoIndex) {
        return special(RowKind::open);
    }
    return axis == Axis::code ? group(way.code) : place_by_channel(way, names);
}

namespace {

template <class Value>
bool is_among(const std::vector<Value>& ascending, const Value& value) {
    return std::ranges::binary_search(ascending, value);
}

Denial denial_of_inviter(const Joiner& joiner, UserId inviter, const CreditRules& rules) {
    if (is_among(rules.excluded_inviters, inviter)) {
        return Denial::excluded_inviter;
    }
    if (is_among(rules.bots, inviter)) {
        return Denial::bot_invite;
    }
    if (!rules.self_invites && rules.rejoins && inviter == joiner.user) {
        return Denial::self_invite;
    }
    return too_young(inviter, joiner.joined, rules.min_inviter_age) ? Denial::young_inviter
                                                                    : Denial::none;
}

Denial denial_of_member(const Joiner& joiner, const CreditRules& rules) {
    if (is_among(rules.excluded_members, joiner.user)) {
        return Denial::excluded_member;
    }
    if (!rules.rejoins && (joiner.flags & join_flag::kRejoin) != 0) {
        return Denial::rejoin;
    }
    return too_young(joiner.user, joiner.joined, rules.min_member_age) ? Denial::young_member
                                                                       : Denial::none;
}

}  // namespace

Denial denial_of(const Joiner& joiner,
                 std::uint32_t inviter,
                 std::uint32_t code,
                 const CreditRules& rules,
                 const Dictionaries& names) {
    if (code != kNoIndex && is_among(rules.ignored, names.codes[code].code)) {
        return Denial::ignored_code;
    }
    const Denial by_inviter = inviter == kNoIndex
                                  ? Denial::none
                                  : denial_of_inviter(joiner, names.inviters[inviter], rules);
    const Denial by_member = denial_of_member(joiner, rules);
    if (by_inviter == Denial::none || by_member == Denial::none) {
        return by_inviter == Denial::none ? by_member : by_inviter;
    }
    return std::min(by_inviter, by_member);
}

}  // namespace invitectl::analytics
