#include "tests/sim/memory_discord.hpp"

#include "invitectl/base/error.hpp"

#include "tests/sim/audit_view.hpp"
#include "tests/sim/member_search.hpp"

#include <algorithm>

namespace invitectl::sim {
namespace {

Member member_of(const MemberState& state) {
    return {*state.person, state.joined_at, state.did_rejoin, state.pending, state.roles};
}

std::int64_t milliseconds(Instant t) {
    return std::chrono::floor<std::chrono::milliseconds>(t).time_since_epoch().count();
}

// Nothing where the way in is not known.
std::optional<StatedSource> stated_by(const SearchHit& hit) {
    if (hit.type == 0) {
        return std::nullopt;
    }
    StatedSource stated;
    stated.user = hit.member->person->id;
    stated.joined_at = hit.member->joined_at;
    stated.way = hit.type == 5   ? Candidate::Kind::invite
                 : hit.type == 6 ? Candidate::Kind::vanity
                                 : Candidate::Kind::none;
    if (!hit.code.empty()) {
        stated.code = InviteCode::parse(hit.code);
    }
    if (hit.type == 5) {
        stated.inviter = hit.inviter;
    }
    return stated;
}

}  // namespace

MemoryDiscord::MemoryDiscord(World& world, const MemoryOptions& options)
    : world_(world), options_(options), random_(options.seed) {}

void MemoryDiscord::begin_call() {
    ++calls_;
    const bool told_to_miss = to_miss_ > 0 && to_miss_-- > 0;
    const bool cut_off = to_answer_ == 0;
    to_answer_ -= to_answer_ > 0 ? 1 : 0;
    if (told_to_miss || cut_off || (options_.missed > 0 && random_.chance(options_.missed))) {
        throw Error(ErrorCode::network,
                    "the simulated Discord cannot be reached",
                    "this call was chosen to fail");
    }
}

// The world lives on while the request is under way.
template <class Value, class Read>
Timed<Value> MemoryDiscord::timed(Read read) {
    begin_call();
    const Instant began = world_.now() + options_.clock_error;
    world_.advance(options_.latency / 2);
    Value value = read();
    world_.advance(options_.latency - options_.latency / 2);
    return {std::move(value), {began, world_.now() + options_.clock_error}};
}

const GuildState& MemoryDiscord::entered(GuildId guild) const {
    const GuildState* found = world_.find_guild(guild);
    if (found == nullptr || !found->bot_present) {
        throw Error(ErrorCode::guild_gone, "the bot is not in guild " + guild.text());
    }
    return *found;
}

void MemoryDiscord::require(const GuildState& guild,
                            std::uint64_t permission,
                            const char* name) const {
    if (!permission::has(guild_permissions(guild, world_.bot()), permission)) {
        throw Error(ErrorCode::missing_permission, std::string("the bot lacks ") + name);
    }
}

Timed<std::vector<Invite>> MemoryDiscord::invites(GuildId guild) {
    return timed<std::vector<Invite>>([&] {
        const GuildState& g = entered(guild);
        if (!permission::has(guild_permissions(g, world_.bot()), permission::kManageGuild)) {
            require(g, permission::kViewAuditLog, "Manage Server and View Audit Log");
            throw Error(ErrorCode::invites_without_uses,
                        "Discord lists the invites without uses",
                        "the bot lacks Manage Server");
        }
        std::vector<Invite> list;
        list.reserve(g.listed.size());
        for (const InviteState* invite : g.listed) {
            list.push_back({invite->terms, invite->visible, std::nullopt});
            if (options_.names && invite->terms.inviter) {
                list.back().inviter = *world_.find_user(*invite->terms.inviter);
            }
        }
        return list;
    });
}

Timed<std::optional<Vanity>> MemoryDiscord::vanity(GuildId guild) {
    return timed<std::optional<Vanity>>([&]() -> std::optional<Vanity> {
        const GuildState& g = entered(guild);
        if (!g.vanity_feature) {
            return std::nullopt;
        }
        require(g, permission::kManageGuild, "Manage Server");
        if (!g.vanity) {
            return std::nullopt;
        }
        return Vanity{g.vanity->code, g.vanity->visible};
    });
}

Timed<std::optional<std::vector<UserId>>> MemoryDiscord::target_users(const InviteCode& code) {
    return timed<std::optional<std::vector<UserId>>>([&]() -> std::optional<std::vector<UserId>> {
        for (const auto& [id, guild] : world_.guilds()) {
            const auto found = guild->usable.find(code.text());
            if (found != guild->usable.end()) {
                require(entered(id), permission::kManageGuild, "Manage Server");
                const auto& targets = found->second->targets;
                return targets.empty() ? std::nullopt : std::optional(targets);
            }
        }
        throw Error(ErrorCode::refused_by_discord, "there is no such invite");
    });
}

Timed<MemberPage> MemoryDiscord::members(GuildId guild, UserId after) {
    ++member_pages_;
    return timed<MemberPage>([&] {
        const GuildState& g = entered(guild);
        if (!world_.members_intent()) {
            throw Error(ErrorCode::missing_intent, "the members intent is off");
        }
        MemberPage page;
        auto member = g.members.upper_bound(after);
        const auto most = static_cast<std::size_t>(options_.members_page);
        for (; member != g.members.end() && page.members.size() < most; ++member) {
            if (!member->second.unlisted) {
                page.members.push_back(member_of(member->second));
            }
            page.last = member->first;
        }
        page.complete = member == g.members.end() && page.members.size() < most;
        const auto hidden = std::ranges::find_if(
            page.members, [&](const Member& m) { return hidden_ == m.person.id; });
        if (hidden != page.members.end()) {
            page.members.erase(hidden);
            hidden_.reset();
        }
        return page;
    });
}

Timed<std::optional<Member>> MemoryDiscord::member(GuildId guild, UserId user) {
    ++member_looks_;
    return timed<std::optional<Member>>([&]() -> std::optional<Member> {
        const GuildState& g = entered(guild);
        const auto found = g.members.find(user);
        return found == g.members.end() ? std::nullopt : std::optional(member_of(found->second));
    });
}

Timed<AuditPage> MemoryDiscord::audit_entries(GuildId guild, AuditEntryId after) {
    return timed<AuditPage>([&] {
        const GuildState& g = entered(guild);
        require(g, permission::kViewAuditLog, "View Audit Log");
        const auto most = static_cast<std::size_t>(options_.audit_page);
        AuditPage page;
        for (const AuditState* state : audit_after(g, after, world_.now(), most)) {
            page.entries.push_back(state->entry);
        }
        for (const UserId user : people_in(g, page.entries)) {
            if (const Person* person = world_.find_user(user)) {
                page.people.push_back(*person);
            }
        }
        page.complete = page.entries.size() < most;
        return page;
    });
}

Timed<SourcePage> MemoryDiscord::stated_sources(GuildId guild,
                                                Instant since,
                                                const std::optional<SearchPlace>& after) {
    ++searches_;
    return timed<SourcePage>([&] {
        const GuildState& g = entered(guild);
        require(g, permission::kManageGuild, "Manage Server");
        if (!g.search.offered) {
            throw Error(ErrorCode::refused_by_discord, "there is no members-search");
        }
        if (!g.search.indexed) {
            throw Error(ErrorCode::discord_unavailable, "the members are not indexed yet");
        }
        std::optional<SearchCursor> cursor;
        if (after) {
            cursor = SearchCursor{milliseconds(after->joined_at), after->user.value};
        }
        const auto most = static_cast<std::size_t>(options_.search_page);
        SourcePage page;
        const auto hits = search_members(g, world_.now(), milliseconds(since), cursor);
        page.complete = hits.size() < most;
        for (std::size_t i = 0; i < std::min(most, hits.size()); ++i) {
            page.last = SearchPlace{hits[i].member->joined_at, hits[i].member->person->id};
            if (const auto stated = stated_by(hits[i])) {
                page.stated.push_back(*stated);
            }
        }
        return page;
    });
}

Timed<MessagePage> MemoryDiscord::messages(ChannelId channel, MessageId after) {
    ++message_pages_;
    return timed<MessagePage>([&] {
        const GuildState* guild = world_.find_guild_of(channel);
        if (guild == nullptr) {
            throw Error(ErrorCode::refused_by_discord, "there is no such channel");
        }
        const ChannelState& state = *guild->channel(channel);
        const auto held = channel_permissions(entered(guild->id), state, world_.bot());
        if (!permission::has(held, kViewChannel)) {
            throw Error(ErrorCode::missing_permission, "the bot may not see the channel");
        }
        MessagePage page;
        const auto most = static_cast<std::size_t>(options_.message_page);
        if (permission::has(held, kReadHistory)) {
            auto next = std::ranges::upper_bound(state.messages, after, {}, &MessageState::id);
            for (; next != state.messages.end() && page.messages.size() < most; ++next) {
                const Person& author = *world_.find_user(next->author);
                page.messages.push_back({.id = next->id,
                                         .channel = channel,
                                         .author = next->author,
                                         .type = next->type,
                                         .at = next->id.created_at(),
                                         .length = 0,
                                         .by_program = author.bot});
                if (next->type == message_type::kUserJoin) {
                    page.people.push_back(author);
                }
            }
        }
        page.complete = page.messages.size() < most;
        return page;
    });
}

BotIdentity MemoryDiscord::self() {
    begin_call();
    return {world_.bot(), world_.find_user(world_.bot())->username, world_.members_intent()};
}

std::vector<GuildMembership> MemoryDiscord::guilds() {
    begin_call();
    std::vector<GuildMembership> list;
    for (const auto& [id, guild] : world_.guilds()) {
        if (guild->bot_present) {
            list.push_back({id, guild->name, guild_permissions(*guild, world_.bot())});
        }
    }
    return list;
}

Timed<Guild> MemoryDiscord::guild(GuildId guild) {
    return timed<Guild>([&] {
        const GuildState& g = entered(guild);
        const auto announced = g.join_messages ? g.system_channel : std::nullopt;
        return Guild{g.id, g.name, g.owner, g.vanity_feature, g.discoverable, announced};
    });
}

std::vector<Channel> MemoryDiscord::channels(GuildId guild) {
    begin_call();
    std::vector<Channel> list;
    for (const ChannelState& channel : entered(guild).channels) {
        list.push_back({channel.id,
                        channel.name,
                        channel.type,
                        channel.messages.empty() ? MessageId{} : channel.messages.back().id});
    }
    return list;
}

}  // namespace invitectl::sim
