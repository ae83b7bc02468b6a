// People coming, being there and going; what the audit log and the system channel say of it.
#include "tests/sim/world.hpp"

#include <algorithm>
#include <stdexcept>

namespace invitectl::sim {
namespace {

constexpr int kJoinMessage = 7;

[[noreturn]] void refuse(const std::string& why) {
    throw std::logic_error("Discord would refuse this: " + why);
}

}  // namespace

AuditState& World::log(GuildState& guild, int action, std::optional<UserId> actor) {
    AuditState& state = guild.audit.emplace_back();
    state.entry.id = AuditEntryId{make_id(now_)};
    state.entry.action = action;
    state.entry.actor = actor;
    return state;
}

MemberState& World::admit(GuildState& guild, UserId user, TruthEntry entry) {
    const Person* person = find_user(user);
    if (person == nullptr || guild.members.contains(user) || guild.banned.contains(user)) {
        refuse("an unknown, present or banned user cannot join");
    }
    entry.user = user;
    entry.rejoined = guild.former.contains(user);
    MemberState member;
    member.person = person;
    member.joined_at = entry.joined_at;
    member.did_rejoin = entry.rejoined;
    member.entry = guild.truth.entries.size();
    guild.truth.entries.push_back(std::move(entry));
    return guild.members.emplace(user, std::move(member)).first->second;
}

void World::announce_join(GuildState& guild, UserId user) {
    if (!guild.join_messages) {
        return;
    }
    const Duration delay = guild.lag_random.exponential_below(guild.join_message_delay_max / 3,
                                                              guild.join_message_delay_max);
    const auto post_now = [this, &guild, user] {
        if (guild.system_channel) {
            for (ChannelState& channel : guild.channels) {
                if (channel.id == *guild.system_channel) {
                    channel.messages.push_back({MessageId{make_id(now_)}, kJoinMessage, user, ""});
                }
            }
        }
    };
    if (delay == Duration{0}) {
        post_now();
    } else {
        at(now_ + delay, post_now);
    }
}

void World::place_member(GuildId guild, UserId user, Instant joined_at) {
    TruthEntry entry;
    entry.joined_at = joined_at;
    entry.before_start = true;
    admit(state(guild), user, entry);
}

void World::join(GuildId guild, UserId user, std::string_view code, std::optional<Duration> lag) {
    GuildState& g = state(guild);
    const auto found = g.usable.find(std::string(code));
    if (found == g.usable.end()) {
        refuse("the invite is unknown, expired or used up: " + std::string(code));
    }
    InviteState& invite = *found->second;
    if (!invite.targets.empty() &&
        std::ranges::find(invite.targets, user) == invite.targets.end()) {
        refuse("the invite is for others: " + std::string(code));
    }
    const Duration delay = draw_lag(g, lag);
    TruthEntry entry;
    entry.joined_at = now_;
    entry.way = Way::invite;
    entry.code = code;
    entry.inviter = invite.terms.inviter;
    if (!invite.terms.expires_at || now_ + delay < *invite.terms.expires_at) {
        entry.counted_at = now_ + delay;
    }
    admit(g, user, entry).roles = invite.terms.roles;
    announce_join(g, user);
    count_use(g, invite, delay);
}

void World::join_by_vanity(GuildId guild, UserId user, std::optional<Duration> lag) {
    GuildState& g = state(guild);
    if (!g.vanity) {
        refuse("the guild has no URL of its own");
    }
    const Duration delay = draw_lag(g, lag);
    TruthEntry entry;
    entry.joined_at = now_;
    entry.way = Way::vanity;
    entry.code = g.vanity->code.text();
    entry.counted_at = now_ + delay;
    admit(g, user, entry);
    announce_join(g, user);
    ++g.vanity->uses;
    ++g.vanity->truth->uses;
    const auto show = [&g, epoch = g.vanity->epoch] {
        if (g.vanity && g.vanity->epoch == epoch) {
            ++g.vanity->visible;
        }
    };
    if (delay == Duration{0}) {
        show();
    } else {
        at(now_ + delay, show);
    }
}

void World::join_without_invite(GuildId guild, UserId user) {
    TruthEntry entry;
    entry.joined_at = now_;
    admit(state(guild), user, entry);
    announce_join(state(guild), user);
}

void World::add_bot(GuildId guild, UserId bot, UserId by) {
    GuildState& g = state(guild);
    TruthEntry entry;
    entry.joined_at = now_;
    entry.way = Way::bot;
    entry.inviter = by;
    admit(g, bot, entry);
    log(g, audit_action::kBotAdd, by).entry.target = bot.value;
    announce_join(g, bot);
}

void World::expel(GuildState& guild, UserId user, LeaveCause how) {
    const auto member = guild.members.find(user);
    if (member == guild.members.end()) {
        refuse("who is no member cannot go");
    }
    TruthEntry& entry = guild.truth.entries[member->second.entry];
    entry.left_at = now_;
    entry.left_how = how;
    guild.members.erase(member);
    guild.former.insert(user);
}

void World::leave(GuildId guild, UserId user) {
    expel(state(guild), user, LeaveCause::unknown);
}

void World::kick(GuildId guild, UserId user, UserId by, const std::string& reason) {
    GuildState& g = state(guild);
    expel(g, user, LeaveCause::kicked);
    AuditState& entry = log(g, audit_action::kMemberKick, by);
    entry.entry.target = user.value;
    entry.entry.reason = reason;
}

void World::ban(GuildId guild, UserId user, UserId by, const std::string& reason) {
    GuildState& g = state(guild);
    if (g.members.contains(user)) {
        expel(g, user, LeaveCause::banned);
    }
    g.banned.insert(user);
    AuditState& entry = log(g, audit_action::kMemberBan, by);
    entry.entry.target = user.value;
    entry.entry.reason = reason;
}

void World::unban(GuildId guild, UserId user, UserId by, const std::string& reason) {
    GuildState& g = state(guild);
    if (g.banned.erase(user) == 0) {
        refuse("who is not banned cannot be unbanned");
    }
    AuditEntry& entry = log(g, audit_action::kMemberUnban, by).entry;
    entry.target = user.value;
    entry.reason = reason;
}

void World::set_unlisted(GuildId guild, UserId user, bool unlisted) {
    state(guild).members.at(user).unlisted = unlisted;
}

void World::set_pending(GuildId guild, UserId user, bool pending) {
    state(guild).members.at(user).pending = pending;
}

void World::set_search(GuildId guild, const SearchState& search) {
    state(guild).search = search;
}

void World::misstate_source(GuildId guild, UserId user, const std::string& code) {
    state(guild).members.at(user).misstated = code;
}

}  // namespace invitectl::sim
