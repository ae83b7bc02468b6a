// The clock, the guilds and the people; how things are looked up.
#include "tests/sim/world.hpp"

#include <algorithm>
#include <stdexcept>

namespace invitectl::sim {
namespace {

template <class States, class Key>
auto* find_by_id(States& states, Key id) {
    const auto found = std::ranges::find_if(states, [&](const auto& s) { return s.id == id; });
    return found == states.end() ? nullptr : &*found;
}

RoleState everyone(GuildId guild) {
    return {{guild.value},
            "@everyone",
            kViewChannel | kReadHistory | kSendMessages | kCreateInvite,
            0,
            false};
}

}  // namespace

const ChannelState* GuildState::channel(ChannelId channel_id) const {
    return find_by_id(channels, channel_id);
}

const RoleState* GuildState::role(RoleId role_id) const {
    return find_by_id(roles, role_id);
}

World::World(const WorldConfig& config)
    : start_(config.start),
      now_(config.start),
      random_(config.seed),
      code_random_(random_.fork(1)) {
    bot_ = add_user({.username = "invitectl", .bot = true, .has_avatar = true});
}

void World::advance_to(Instant t) {
    if (t < now_) {
        throw std::logic_error("the clock of a world never goes back");
    }
    while (schedule_.next().value_or(Instant::max()) <= t) {
        now_ = *schedule_.next();
        schedule_.take()();
    }
    now_ = t;
}

void World::at(Instant t, Schedule::Action action) {
    if (t < now_) {
        throw std::logic_error("nothing can be planned for the past");
    }
    schedule_.add(t, std::move(action));
}

// Ascending whatever is made, so that ids sort as things happened even within a millisecond.
std::int64_t World::make_id(Instant at) {
    last_id_ = std::max(first_snowflake_at(at), last_id_ + 1);
    return last_id_;
}

GuildId World::add_guild(const GuildSpec& spec) {
    const auto founded = now_ - std::chrono::hours{24 * 1000};
    const GuildId id{first_snowflake_at(founded) + static_cast<std::int64_t>(guilds_.size()) + 1};
    auto guild = std::make_unique<GuildState>();
    guild->id = id;
    guild->name = spec.name;
    guild->discoverable = spec.discoverable;
    guild->join_messages = spec.join_messages;
    guild->join_message_delay_max = spec.join_message_delay_max;
    guild->lag = spec.lag;
    guild->lag_random = random_.fork(static_cast<std::uint64_t>(guilds_.size()) + 100);
    guild->roles.push_back(everyone(id));
    guild->bot_role = RoleId{make_id(now_)};
    guild->roles.push_back({guild->bot_role, "invitectl", spec.bot_permissions, 1, true});
    guilds_.emplace(id, std::move(guild));

    state(id).owner = add_user({.username = "owner" + std::to_string(guilds_.size()),
                                .created_at = founded - std::chrono::hours{24 * 100}});
    place_member(id, state(id).owner, founded);
    set_bot_present(id, spec.bot_present);
    state(id).system_channel = add_channel(id, "general");
    return id;
}

// The low 22 bits tell apart accounts that were made in the same millisecond.
UserId World::add_user(const UserSpec& spec) {
    const Instant created = spec.created_at.value_or(now_ - std::chrono::hours{24 * 365});
    const UserId id{first_snowflake_at(created) + (++users_made_ & 0x3FFFFF)};
    people_[id] = {id, spec.username, spec.display_name, spec.bot, spec.has_avatar};
    return id;
}

ChannelId World::add_channel(GuildId guild, const std::string& name, int type) {
    const ChannelId id{make_id(now_)};
    ChannelState channel;
    channel.id = id;
    channel.name = name;
    channel.type = type;
    state(guild).channels.push_back(std::move(channel));
    return id;
}

RoleId World::add_role(GuildId guild, const std::string& name, std::uint64_t permissions) {
    GuildState& g = state(guild);
    const RoleId id{make_id(now_)};
    g.roles.push_back({id, name, permissions, static_cast<int>(g.roles.size()), false});
    return id;
}

void World::rename(UserId user, const std::string& display_name) {
    people_.at(user).display_name = display_name;
}

void World::set_bot_permissions(GuildId guild, std::uint64_t permissions) {
    GuildState& g = state(guild);
    for (RoleState& role : g.roles) {
        if (role.id == g.bot_role) {
            role.permissions = permissions;
        }
    }
}

void World::set_everyones_permissions(GuildId guild, std::uint64_t permissions) {
    state(guild).roles.front().permissions = permissions;
}

void World::set_bot_present(GuildId guild, bool present) {
    GuildState& g = state(guild);
    g.bot_present = present;
    if (present && !g.members.contains(bot_)) {
        place_member(guild, bot_, start_ - std::chrono::hours{24 * 30});
        g.members.at(bot_).roles.push_back(g.bot_role);
    } else if (!present && g.members.contains(bot_)) {
        expel(g, bot_, LeaveCause::unknown);
    }
}

void World::set_overwrite(GuildId guild, ChannelId channel, const Overwrite& overwrite) {
    ChannelState* found = find_by_id(state(guild).channels, channel);
    if (found == nullptr) {
        throw std::logic_error("no such channel");
    }
    std::erase_if(found->overwrites, [&](const Overwrite& o) { return o.id == overwrite.id; });
    found->overwrites.push_back(overwrite);
}

const GuildState* World::find_guild(GuildId guild) const {
    const auto found = guilds_.find(guild);
    return found == guilds_.end() ? nullptr : found->second.get();
}

const GuildState& World::guild(GuildId guild) const {
    const GuildState* found = find_guild(guild);
    if (found == nullptr) {
        throw std::logic_error("no such guild");
    }
    return *found;
}

GuildState& World::state(GuildId guild) {
    const auto found = guilds_.find(guild);
    if (found == guilds_.end()) {
        throw std::logic_error("no such guild");
    }
    return *found->second;
}

const GuildState* World::find_guild_of(ChannelId channel) const {
    for (const auto& [id, guild] : guilds_) {
        if (guild->channel(channel) != nullptr) {
            return guild.get();
        }
    }
    return nullptr;
}

const Person* World::find_user(UserId user) const {
    const auto found = people_.find(user);
    return found == people_.end() ? nullptr : &found->second;
}

bool World::is_member(GuildId guild, UserId user) const {
    return this->guild(guild).members.contains(user);
}

}  // namespace invitectl::sim
