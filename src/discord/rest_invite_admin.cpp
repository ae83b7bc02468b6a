#include "discord/rest_invite_admin.hpp"

#include "discord/answers.hpp"
#include "discord/change_requests.hpp"
#include "discord/wire_error.hpp"
#include "discord/wire_invite.hpp"

#include <algorithm>

namespace invitectl::discord {
namespace {

// `Date` headers are a second fine, and clocks drift apart a little between two answers.
constexpr Duration kTimeSlack = std::chrono::seconds{2};

bool same_terms(const InviteTerms& terms, const NewInvite& wanted) {
    return terms.max_age == wanted.max_age && terms.max_uses == wanted.max_uses &&
           terms.temporary == wanted.temporary &&
           std::ranges::is_permutation(terms.roles, wanted.roles);
}

std::vector<Invite> own_invites(std::vector<Invite> list,
                                UserId bot,
                                ChannelId channel,
                                const NewInvite& wanted,
                                Instant since) {
    std::erase_if(list, [&](const Invite& invite) {
        return invite.terms.inviter != bot || invite.terms.channel != channel ||
               invite.terms.created_at < since || !same_terms(invite.terms, wanted);
    });
    std::ranges::sort(list, {}, [](const Invite& invite) { return invite.terms.created_at; });
    return list;
}

}  // namespace

Invite RestInviteAdmin::create(GuildId guild,
                               ChannelId channel,
                               const NewInvite& wanted,
                               const std::string& reason) {
    const Request request = create_invite(channel, wanted, reason);
    const auto began = clock_.monotonic();
    std::optional<Invite> invite;
    const auto response = effect_.bring_about(request, [&] {
        invite = find_lost(guild, channel, wanted, began);
        return invite.has_value();
    });
    if (response) {
        if (response->status == 204) {
            throw Error(ErrorCode::refused_by_discord,
                        "Discord created no invite",
                        "it answers so where a server's invites were switched off by Discord");
        }
        require_data(request, *response);
        invite = read_body(request, *response, read_created_invite);
    }
    invite->terms.targeted = !wanted.targets.empty();
    made_.insert(invite->terms.code);
    return *std::move(invite);
}

// Several that fit: nobody can say which one is ours, so none is taken.
std::optional<Invite> RestInviteAdmin::find_lost(GuildId guild,
                                                 ChannelId channel,
                                                 const NewInvite& wanted,
                                                 std::chrono::nanoseconds began) {
    const UserId self = bot();
    const auto ago = std::chrono::duration_cast<Duration>(clock_.monotonic() - began);
    const Timed<std::vector<Invite>> list = invites_.invites(guild);
    std::vector<Invite> fitting =
        own_invites(list.value, self, channel, wanted, list.bracket.began - ago - kTimeSlack);
    std::erase_if(fitting, [&](const Invite& i) { return made_.contains(i.terms.code); });
    if (fitting.size() > 1) {
        throw Error(ErrorCode::outcome_unknown, "several new invites look alike");
    }
    return fitting.empty() ? std::nullopt : std::optional(std::move(fitting.front()));
}

std::vector<Invite> RestInviteAdmin::created_since(GuildId guild,
                                                   ChannelId channel,
                                                   const NewInvite& wanted,
                                                   Instant since) {
    const UserId self = bot();
    return own_invites(invites_.invites(guild).value, self, channel, wanted, since);
}

Change RestInviteAdmin::remove(GuildId guild, const InviteCode& code, const std::string& reason) {
    const Request request = delete_invite(code, reason);
    const auto response = effect_.bring_about(request, [&] {
        const auto listed = invites_.invites(guild).value;
        return std::ranges::none_of(
            listed, [&](const Invite& invite) { return invite.terms.code == code; });
    });
    if (response && refusal_code(*response) == api_code::kUnknownInvite) {
        return Change::already;
    }
    if (response) {
        require_done(request, *response);
    }
    return Change::made;
}

UserId RestInviteAdmin::bot() {
    if (!bot_) {
        bot_ = guilds_.self().id;
    }
    return *bot_;
}

}  // namespace invitectl::discord
