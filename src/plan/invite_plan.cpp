#include "invitectl/plan/invite_plan.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"

#include <algorithm>

namespace invitectl::plan {

namespace {

// https://discord.com/developers/docs/resources/channel#create-channel-invite; its documentation
// says 7 days, its OpenAPI document 60, and where the larger is refused Discord's own words are
// shown.
constexpr std::int64_t kLongestAge = 5'184'000;
constexpr std::int64_t kMostUses = 100;

std::string duration_text(std::int64_t seconds) {
    return format_duration(std::chrono::seconds{seconds});
}

std::string terms(const InviteWish& wish, const WishNames& names, bool role_exists) {
    std::string text = "for \"" + names.source + "\"";
    text +=
        wish.max_age == 0 ? ", never expires" : ", expires after " + duration_text(wish.max_age);
    text += wish.max_uses == 0 ? "" : ", " + std::to_string(wish.max_uses) + " uses";
    text += wish.temporary ? ", temporary membership" : "";
    if (wish.marker_role) {
        text += ", gives the role \"" + *wish.marker_role + "\"" +
                (role_exists ? " (there already)" : "");
    }
    if (!wish.targets.empty()) {
        text += ", only for " + std::to_string(wish.targets.size()) + " users";
    }
    if (wish.credit) {
        text += ", credited to " + wish.credit->text();
    }
    return text;
}

}  // namespace

void check_wish(const InviteWish& wish) {
    if (wish.max_age < 0 || wish.max_age > kLongestAge) {
        throw Error(ErrorCode::bad_value,
                    "an invite cannot last " + duration_text(wish.max_age),
                    "Discord allows at most 60 days, and in some servers 7",
                    "say --max-age 7d, or leave it out for one that never expires");
    }
    if (wish.max_uses < 0 || wish.max_uses > kMostUses) {
        throw Error(ErrorCode::bad_value,
                    "an invite cannot have " + std::to_string(wish.max_uses) + " uses",
                    "Discord allows 1 to 100, or no limit",
                    "leave --max-uses out for no limit");
    }
}

Plan creation(const InviteWish& wish, const WishNames& names, bool role_exists) {
    Plan plan;
    if (wish.marker_role && !role_exists) {
        plan.push_back({Action::create_role, *wish.marker_role, "without permissions"});
    }
    plan.push_back({Action::create_invite, "#" + names.channel, terms(wish, names, role_exists)});
    return plan;
}

Deletion deletion(const std::vector<Doomed>& doomed) {
    Deletion deletion;
    for (const Doomed& one : doomed) {
        if (one.own_url) {
            throw Error(ErrorCode::refused,
                        one.code.text() + " is the server's own URL, not an invite",
                        "it is taken away in the server's settings at Discord",
                        "invitectl invite list --state active");
        }
        if (!one.listed) {
            (one.known ? deletion.gone : deletion.alien).push_back(one.code);
            continue;
        }
        std::string detail = one.inviter.empty() ? "made by nobody" : "made by " + one.inviter;
        detail += one.source.empty() ? "" : ", of \"" + one.source + "\"";
        deletion.plan.push_back({Action::delete_invite, one.code.text(), detail});
        deletion.codes.push_back(one.code);
    }
    return deletion;
}

std::optional<InviteCode> adoptable(std::span<const InviteCode> found,
                                    const std::set<InviteCode>& taken) {
    const auto fresh =
        std::ranges::find_if(found, [&](const InviteCode& code) { return !taken.contains(code); });
    return fresh == found.end() ? std::nullopt : std::optional(*fresh);
}

}  // namespace invitectl::plan
