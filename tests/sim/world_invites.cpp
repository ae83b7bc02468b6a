// Invites, the guild's own URL, and the counters that lag behind both.
#include "tests/sim/world.hpp"

#include <algorithm>
#include <stdexcept>

namespace invitectl::sim {
namespace {

constexpr std::string_view kCodeLetters =
    "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

InviteCode checked(const std::string& text) {
    auto code = InviteCode::parse(text);
    if (!code) {
        throw std::logic_error("not an invite code: " + text);
    }
    return *code;
}

AuditInvite facts_of(const InviteState& invite, std::int64_t uses) {
    const InviteTerms& terms = invite.terms;
    return {terms.code,
            terms.channel,
            terms.inviter,
            uses,
            terms.max_uses,
            terms.max_age,
            terms.temporary};
}

// Discord says an expiry to the second.
std::optional<Instant> expiry(Instant created, Duration max_age) {
    if (max_age <= Duration{0}) {
        return std::nullopt;
    }
    return std::chrono::floor<std::chrono::seconds>(created + max_age);
}

}  // namespace

std::string World::make_code() {
    std::string code;
    for (int i = 0; i < 8; ++i) {
        const auto last = static_cast<std::int64_t>(kCodeLetters.size()) - 1;
        code += kCodeLetters[static_cast<std::size_t>(code_random_.between(0, last))];
    }
    return code;
}

InviteCode World::add_invite(GuildId guild, const InviteSpec& spec) {
    GuildState& g = state(guild);
    const InviteCode code = checked(spec.code.empty() ? make_code() : spec.code);
    if (g.usable.contains(code.text())) {
        throw std::logic_error("the code lives already: " + code.text());
    }
    const Instant created = spec.created_at.value_or(now_);
    InviteState& invite = g.invites.emplace_back(InviteState{
        .terms = {.code = code,
                  .channel = spec.channel ? spec.channel : g.channels.front().id,
                  .inviter = spec.inviter,
                  .created_at = created,
                  .expires_at = expiry(created, spec.max_age),
                  .max_uses = spec.max_uses,
                  .max_age = std::chrono::floor<std::chrono::seconds>(spec.max_age).count(),
                  .temporary = spec.temporary,
                  .roles = spec.roles},
        .uses = spec.uses,
        .visible = spec.uses,
        .targets = spec.targets});
    invite.truth = &g.truth.codes.emplace_back(CodeTruth{
        Way::invite, code.text(), spec.inviter, created, std::nullopt, spec.uses, spec.uses});
    invite.place = g.listed.size();
    g.listed.push_back(&invite);
    g.usable[code.text()] = &invite;
    if (!spec.created_at) {
        log(g, audit_action::kInviteCreate, spec.inviter).entry.invite = facts_of(invite, 0);
    }
    if (invite.terms.expires_at) {
        at(*invite.terms.expires_at, [this, &g, &invite] { unlist(g, invite, now_); });
    }
    return code;
}

// Nobody can use what the list does not show. The other way round it can be: a used-up code stays
// listed until its last use shows.
void World::unlist(GuildState& guild, InviteState& invite, Instant at) {
    if (invite.usable) {
        invite.usable = false;
        guild.usable.erase(invite.terms.code.text());
    }
    if (invite.place) {
        guild.listed.back()->place = invite.place;
        std::swap(guild.listed[*invite.place], guild.listed.back());
        guild.listed.pop_back();
        invite.place.reset();
        invite.truth->gone_at = at;
    }
}

void World::delete_invite(GuildId guild, std::string_view code, UserId by) {
    GuildState& g = state(guild);
    const auto found = g.usable.find(std::string(code));
    if (found == g.usable.end()) {
        throw std::logic_error("no such invite to delete: " + std::string(code));
    }
    InviteState& invite = *found->second;
    unlist(g, invite, now_);
    log(g, audit_action::kInviteDelete, by).entry.invite = facts_of(invite, invite.uses);
}

bool World::usable(GuildId guild, std::string_view code) const {
    return this->guild(guild).usable.contains(std::string(code));
}

void World::place_vanity(GuildId guild, const std::string& code, std::int64_t uses) {
    GuildState& g = state(guild);
    // Lives of codes only grow in number, so the count tells the lives of the URL apart.
    const std::uint64_t epoch = g.truth.codes.size() + 1;
    CodeTruth& truth = g.truth.codes.emplace_back(
        CodeTruth{Way::vanity, code, std::nullopt, now_, std::nullopt, uses, uses});
    g.vanity = VanityState{checked(code), uses, uses, epoch, &truth};
    g.vanity_feature = true;
}

void World::set_vanity(GuildId guild, std::optional<std::string> code) {
    GuildState& g = state(guild);
    ChangeState change{"vanity_url_code", std::nullopt, code, {}};
    if (g.vanity) {
        change.before = g.vanity->code.text();
        g.vanity->truth->gone_at = now_;
        g.vanity.reset();
    }
    if (code) {
        place_vanity(guild, *code, 0);
    }
    AuditState& entry = log(g, audit_action::kGuildUpdate, g.owner);
    entry.entry.target = g.id.value;
    entry.changes.push_back(std::move(change));
}

void World::delete_channel(GuildId guild, ChannelId channel, UserId by) {
    GuildState& g = state(guild);
    const ChannelState* found = g.channel(channel);
    if (found == nullptr || g.channels.size() == 1) {
        throw std::logic_error("no such channel to delete, or the last one");
    }
    AuditState& entry = log(g, audit_action::kChannelDelete, by);
    entry.entry.target = channel.value;
    entry.changes.push_back({"name", found->name, std::nullopt, {}});
    const std::vector<InviteState*> listed = g.listed;
    for (InviteState* invite : listed) {
        if (invite->terms.channel == channel) {
            unlist(g, *invite, now_);
        }
    }
    std::erase_if(g.channels, [&](const ChannelState& c) { return c.id == channel; });
    if (g.system_channel == channel) {
        g.system_channel.reset();
    }
}

void World::misreport_uses(GuildId guild, std::string_view code, std::int64_t visible) {
    state(guild).usable.at(std::string(code))->visible = visible;
}

void World::misreport_vanity(GuildId guild, std::int64_t visible) {
    state(guild).vanity.value().visible = visible;
}

Duration World::draw_lag(GuildState& guild, std::optional<Duration> asked) {
    return asked ? *asked : guild.lag_random.exponential_below(guild.lag.mean, guild.lag.max);
}

void World::count_use(GuildState& guild, InviteState& invite, Duration lag) {
    ++invite.uses;
    ++invite.truth->uses;
    if (invite.terms.max_uses > 0 && invite.uses >= invite.terms.max_uses) {
        invite.usable = false;
        guild.usable.erase(invite.terms.code.text());
    }
    if (lag == Duration{0}) {
        show_use(guild, invite);
    } else {
        at(now_ + lag, [this, &guild, &invite] { show_use(guild, invite); });
    }
}

void World::show_use(GuildState& guild, InviteState& invite) {
    if (!invite.place) {
        return;
    }
    ++invite.visible;
    if (invite.terms.max_uses > 0 && invite.visible >= invite.terms.max_uses) {
        unlist(guild, invite, now_);
    }
}

}  // namespace invitectl::sim
