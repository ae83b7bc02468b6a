#include "tests/sim/life.hpp"

#include "tests/sim/life_engine.hpp"

#include <algorithm>

namespace invitectl::sim {
namespace {

constexpr double kHoursPerDay = 24;
constexpr double kHoursPerMonth = 24 * 30;

}  // namespace

void Life::recur(double per_hour, Step step) {
    if (per_hour <= 0) {
        return;
    }
    const Duration mean{static_cast<std::int64_t>(3.6e9 / per_hour)};
    later(random_.exponential(mean), [this, per_hour, step] {
        if (config_.lasts && world_.now() > world_.start() + *config_.lasts) {
            return;
        }
        (this->*step)();
        recur(per_hour, step);
    });
}

UserId Life::new_user(bool bot) {
    const Names names = draw_names(random_, config_.names);
    // One account in twenty is brand new.
    const Duration age = random_.chance(0.05) ? random_.exponential(Duration{6h})
                                              : 24h + random_.exponential(Duration{24h * 600});
    const Instant oldest = snowflake_time(1) + 24h * 100;
    return world_.add_user({.username = names.username,
                            .display_name = names.display_name,
                            .bot = bot,
                            .has_avatar = random_.chance(0.7),
                            .created_at = std::max(oldest, world_.now() - age)});
}

UserId Life::any_staff() {
    const auto last = static_cast<std::int64_t>(staff_.size()) - 1;
    return staff_[static_cast<std::size_t>(random_.between(0, last))];
}

UserId Life::any_member() {
    for (int tries = 0; tries < 16; ++tries) {
        const auto last = static_cast<std::int64_t>(known_.size()) - 1;
        const UserId user = known_[static_cast<std::size_t>(random_.between(0, last))];
        if (world_.is_member(guild_, user)) {
            return user;
        }
    }
    return any_staff();
}

ChannelId Life::any_channel() {
    const auto& channels = state().channels;
    const auto last = static_cast<std::int64_t>(channels.size()) - 1;
    return channels[static_cast<std::size_t>(random_.between(0, last))].id;
}

// Staff stay for good, so that there is always somebody to act.
void Life::settle() {
    for (const auto* name : {"welcome", "events", "off-topic", "help", "trading"}) {
        world_.add_channel(guild_, name);
    }
    member_role_ = world_.add_role(guild_, "Regular");
    const int staff = std::max(1, config_.inviters);
    for (int i = 0; i < std::max(staff, config_.initial_members); ++i) {
        const UserId user = new_user();
        const Duration age = world_.now() - user.created_at();
        world_.place_member(guild_, user, world_.now() - Duration{random_.between(1, age.count())});
        known_.push_back(user);
        if (i < staff) {
            staff_.push_back(user);
        }
    }
    for (int slot = 0; slot < std::max(1, config_.popular_codes); ++slot) {
        const Duration age = Duration{24h * 30} + random_.exponential(Duration{24h * 90});
        slots_.push_back(open_slot(static_cast<std::size_t>(slot),
                                   world_.now() - age,
                                   config_.initial_members / (slot + 2)));
        renewing_.push_back(false);
    }
    if (config_.vanity_share > 0) {
        world_.place_vanity(guild_, "our-guild", config_.initial_members / 4);
    }
}

std::string Life::open_slot(std::size_t slot, std::optional<Instant> since, std::int64_t uses) {
    const bool widget = static_cast<int>(slot) >= config_.popular_codes - config_.widget_codes;
    InviteSpec spec;
    if (!widget) {
        spec.inviter = staff_[slot % staff_.size()];
    }
    spec.channel = any_channel();
    spec.created_at = since;
    spec.uses = uses;
    return world_.add_invite(guild_, spec).text();
}

void Life::begin() {
    const double singles = config_.joins_per_hour * (1 - config_.burst_share);
    recur(singles, &Life::next_single);
    recur(config_.joins_per_hour * config_.burst_share / std::max(1.0, config_.burst_size),
          &Life::next_burst);
    recur(config_.bots_per_day / kHoursPerDay, &Life::next_bot);
    recur(config_.passing_invites_per_day / kHoursPerDay, &Life::next_passing_invite);
    recur(config_.deletions_per_day / kHoursPerDay, &Life::next_deletion);
    recur(config_.channel_deletions_per_month / kHoursPerMonth, &Life::next_channel_deletion);
    recur(config_.role_updates_per_day / kHoursPerDay, &Life::next_role_update);
    recur(config_.messages_per_hour, &Life::next_message);
}

void start_life(World& world, GuildId guild, const LifeConfig& config) {
    const auto life = std::make_shared<Life>(world, guild, config);
    life->settle();
    life->begin();
}

LivingGuild living_guild(const WorldConfig& world, const LifeConfig& life, GuildSpec spec) {
    spec.lag = life.lag;
    spec.join_messages = life.join_messages;
    spec.join_message_delay_max = 400ms;
    spec.discoverable = spec.discoverable || life.no_invite_share > 0;
    LivingGuild made{std::make_unique<World>(world), {}};
    made.guild = made.world->add_guild(spec);
    start_life(*made.world, made.guild, life);
    return made;
}

}  // namespace invitectl::sim
