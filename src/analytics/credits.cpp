#include "invitectl/analytics/credits.hpp"

#include <algorithm>

namespace invitectl::analytics {
namespace {

Denial denial_for(const CreditedJoin& join,
                  UserId inviter,
                  const std::optional<InviteCode>& code,
                  const CreditRules& rules) {
    if (!rules.any()) {
        return Denial::none;
    }
    Dictionaries names;
    names.inviters = {inviter};
    if (code) {
        names.codes.push_back({*code, {}});
    }
    const Joiner joiner{tick_of(join.joined_at),
                        join.user,
                        join.has_been_before ? join_flag::kRejoin : std::uint8_t{0}};
    return denial_of(joiner, 0, code ? 0 : kNoIndex, rules, names);
}

// Where a way in belongs; nobody has a share of it yet.
CreditShare share_of(const CreditedJoin& join,
                     Candidate::Kind kind,
                     const std::optional<UserId>& inviter,
                     const std::optional<InviteCode>& code,
                     const CreditRules& rules) {
    // Of the dictionaries a board by inviter asks nothing; its index only says that there is one.
    const WayIn way{.kind = kind, .inviter = inviter ? 0 : kNoIndex};
    CreditShare share;
    share.row = place(way, Axis::inviter, {}).kind;
    if (share.row == RowKind::group) {
        share.inviter = inviter;
        share.denial = denial_for(join, *inviter, code, rules);
    }
    return share;
}

CreditShare& find_or_add(std::vector<CreditShare>& shares, const CreditShare& wanted) {
    const auto found = std::ranges::find_if(shares, [&wanted](const CreditShare& share) {
        return share.row == wanted.row && share.inviter == wanted.inviter &&
               share.denial == wanted.denial;
    });
    return found == shares.end() ? shares.emplace_back(wanted) : *found;
}

}  // namespace

std::vector<CreditShare> credit_shares(const CreditedJoin& join,
                                       const Attribution* answer,
                                       const CreditRules& rules) {
    CreditShare standing;
    if (answer != nullptr && is_credited(answer->inviter.verdict)) {
        standing = share_of(join,
                            answer->by,
                            answer->inviter_value,
                            is_credited(answer->code.verdict) ? answer->code_value : std::nullopt,
                            rules);
    }
    standing.stands = true;
    std::vector<CreditShare> shares = {standing};
    const bool weighed =
        answer != nullptr && !is_certain(answer->inviter.verdict) && !answer->candidates.empty();
    if (!weighed) {
        shares.front().p = 1;
        return shares;
    }
    for (const Candidate& way : answer->candidates) {
        find_or_add(shares, share_of(join, way.kind, way.inviter, way.code, rules)).p += way.p;
    }
    std::ranges::stable_sort(shares, [](const CreditShare& a, const CreditShare& b) {
        return a.stands != b.stands ? a.stands : a.p > b.p;
    });
    return shares;
}

}  // namespace invitectl::analytics
