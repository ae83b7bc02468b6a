#include "tests/sim/life.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace invitectl::sim {
namespace {

constexpr std::size_t kMostInvites = 1000;  // Discord's soft cap
constexpr double kHoursPerDay = 24;
constexpr double kHoursPerMonth = 24 * 30;

// Kept alive by the plans it makes in the world's schedule.
class Life : public std::enable_shared_from_this<Life> {
  public:
    Life(World& world, GuildId guild, const LifeConfig& config)
        : world_(world),
          guild_(guild),
          config_(config),
          random_(world.fork_random(static_cast<std::uint64_t>(guild.value))),
          popularity_(std::max(1, config.popular_codes)) {}

    void settle();
    void begin();

  private:
    using Step = void (Life::*)();
    void recur(double per_hour, Step step);
    template <class Act>
    void later(Duration after, Act act);

    UserId new_user(bool bot = false);
    UserId any_member();
    UserId any_staff();
    std::string open_slot(std::size_t slot, std::optional<Instant> since, std::int64_t uses);
    ChannelId any_channel();
    const GuildState& state() const { return world_.guild(guild_); }
    bool may_join(UserId user) const;

    void next_single();
    void next_burst();
    void next_bot();
    void next_passing_invite();
    void next_deletion();
    void next_channel_deletion();
    void next_role_update();
    void next_message();

    void arrive(UserId user);
    void join_popular(UserId user, std::size_t slot);
    void join_friend(UserId user);
    void join_code(UserId user, const std::string& code);
    std::string friend_invite();
    void settled_in(UserId user);
    void plan_going(UserId user, Duration after, LeaveCause how);
    void go(UserId user, LeaveCause how);

    World& world_;
    GuildId guild_;
    LifeConfig config_;
    Random random_;
    Zipf popularity_;
    std::vector<UserId> staff_;
    std::vector<UserId> known_;              // everybody who ever joined; some have left
    std::vector<std::string> slots_;         // the popular codes by rank
    std::vector<bool> renewing_;             // slots whose code died and gets a successor
    std::vector<std::string> friend_codes_;  // recent; some are dead
    RoleId member_role_;
};

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

template <class Act>
void Life::later(Duration after, Act act) {
    world_.at(world_.now() + after, [self = shared_from_this(), act = std::move(act)] { act(); });
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

void Life::next_single() {
    arrive(new_user());
}

// Somebody posts a link where many see it.
void Life::next_burst() {
    const auto slot = static_cast<std::size_t>(popularity_.draw(random_));
    const auto size = static_cast<int>(random_.exponential(config_.burst_size)) + 1;
    for (int i = 0; i < size; ++i) {
        const Duration wait{random_.between(0, config_.burst_length.count())};
        later(wait, [this, slot] {
            const UserId user = new_user();
            if (random_.chance(config_.no_invite_share)) {
                world_.join_without_invite(guild_, user);
                settled_in(user);
            } else {
                join_popular(user, slot);
            }
        });
    }
}

void Life::next_bot() {
    world_.add_bot(guild_, new_user(true), any_staff());
}

void Life::next_passing_invite() {
    const UserId maker = any_member();
    const std::string code =
        world_.add_invite(guild_, {.inviter = maker, .channel = any_channel()}).text();
    for (auto users = random_.between(0, 2); users > 0; --users) {
        later(random_.exponential(Duration{20s}), [this, code] {
            if (world_.usable(guild_, code)) {
                join_code(new_user(), code);
            }
        });
    }
    later(Duration{random_.between(30, 150) * 1'000'000}, [this, code, maker] {
        if (world_.usable(guild_, code)) {
            world_.delete_invite(guild_, code, maker);
        }
    });
}

void Life::next_deletion() {
    const auto& listed = state().listed;
    if (!listed.empty()) {
        const auto last = static_cast<std::int64_t>(listed.size()) - 1;
        const std::string code =
            listed[static_cast<std::size_t>(random_.between(0, last))]->terms.code.text();
        if (world_.usable(guild_, code)) {
            world_.delete_invite(guild_, code, any_staff());
        }
    }
}

void Life::next_channel_deletion() {
    const ChannelId channel = any_channel();
    if (channel != state().system_channel) {
        const std::string name = state().channel(channel)->name;
        world_.delete_channel(guild_, channel, any_staff());
        world_.add_channel(guild_, name + "-2");
    }
}

void Life::next_role_update() {
    world_.give_role(guild_, any_member(), member_role_, any_staff());
}

void Life::next_message() {
    world_.post(guild_, any_channel(), any_member(), "hello");
}

bool Life::may_join(UserId user) const {
    return !world_.is_member(guild_, user) && !state().banned.contains(user);
}

void Life::arrive(UserId user) {
    if (!may_join(user)) {
        return;
    }
    if (random_.chance(config_.no_invite_share)) {
        world_.join_without_invite(guild_, user);
        settled_in(user);
        return;
    }
    const double way = random_.unit();
    if (way < config_.vanity_share && state().vanity) {
        world_.join_by_vanity(guild_, user);
        settled_in(user);
    } else if (way < config_.vanity_share + config_.friend_share) {
        join_friend(user);
    } else {
        join_popular(user, static_cast<std::size_t>(popularity_.draw(random_)));
    }
}

// Where the code died, the next best is used until staff have replaced it.
void Life::join_popular(UserId user, std::size_t slot) {
    if (!may_join(user)) {
        return;
    }
    if (!world_.usable(guild_, slots_[slot]) && !renewing_[slot]) {
        renewing_[slot] = true;
        later(config_.renewal_after, [this, slot] {
            slots_[slot] = open_slot(slot, std::nullopt, 0);
            renewing_[slot] = false;
        });
    }
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const std::string& code = slots_[(slot + i) % slots_.size()];
        if (world_.usable(guild_, code)) {
            join_code(user, code);
            return;
        }
    }
    slots_[slot] = open_slot(slot, std::nullopt, 0);
    join_code(user, slots_[slot]);
}

void Life::join_code(UserId user, const std::string& code) {
    world_.join(guild_, user, code);
    settled_in(user);
}

std::string Life::friend_invite() {
    static const std::vector<Duration> ages = {30min, 1h, 6h, 6h, 24h, 24h, 24h, 24h * 7};
    InviteSpec spec;
    spec.inviter = any_member();
    spec.channel = any_channel();
    spec.max_age = ages[static_cast<std::size_t>(
        random_.between(0, static_cast<std::int64_t>(ages.size()) - 1))];
    const double uses = random_.unit();
    spec.max_uses = uses < 0.5 ? 1 : uses < 0.6 ? 5 : uses < 0.7 ? 10 : 0;
    return world_.add_invite(guild_, spec).text();
}

// Most friends get a link of their own and follow it within minutes; others take one that is going
// round.
void Life::join_friend(UserId user) {
    std::erase_if(friend_codes_, [&](const auto& code) { return !world_.usable(guild_, code); });
    std::string code;
    Duration wait{0};
    if (!friend_codes_.empty() && random_.chance(0.4)) {
        const auto last = static_cast<std::int64_t>(friend_codes_.size()) - 1;
        code = friend_codes_[static_cast<std::size_t>(random_.between(0, last))];
    } else if (state().listed.size() < kMostInvites) {
        code = friend_invite();
        friend_codes_.push_back(code);
        wait = random_.exponential(Duration{5min});
    }
    later(wait, [this, user, code] {
        if (!may_join(user)) {
            return;
        }
        if (world_.usable(guild_, code)) {
            join_code(user, code);
        } else {
            join_popular(user, static_cast<std::size_t>(popularity_.draw(random_)));
        }
    });
}

void Life::settled_in(UserId user) {
    known_.push_back(user);
    double fate = random_.unit();
    const auto within = [&fate](double share) {
        fate -= share;
        return fate < 0;
    };
    if (within(config_.bounce_share)) {
        plan_going(user, random_.exponential(config_.bounce_mean), LeaveCause::unknown);
    } else if (within(config_.kick_share)) {
        plan_going(user, random_.exponential(config_.kick_mean), LeaveCause::kicked);
    } else if (within(config_.ban_share)) {
        plan_going(user, random_.exponential(config_.kick_mean), LeaveCause::banned);
    } else if (within(config_.leave_share)) {
        plan_going(user, random_.exponential(config_.leave_mean), LeaveCause::unknown);
    }
}

void Life::plan_going(UserId user, Duration after, LeaveCause how) {
    later(after, [this, user, how, joined = world_.now()] {
        const auto member = state().members.find(user);
        if (member != state().members.end() && member->second.joined_at == joined) {
            go(user, how);
        }
    });
}

void Life::go(UserId user, LeaveCause how) {
    if (how == LeaveCause::kicked) {
        world_.kick(guild_, user, any_staff(), "spam");
    } else if (how == LeaveCause::banned) {
        world_.ban(guild_, user, any_staff(), "spam");
        if (random_.chance(0.2)) {
            later(random_.exponential(Duration{72h}),
                  [this, user] { world_.unban(guild_, user, any_staff()); });
        }
    } else {
        world_.leave(guild_, user);
        if (random_.chance(config_.rejoin_share)) {
            later(random_.exponential(config_.rejoin_mean), [this, user] { arrive(user); });
        }
    }
}

}  // namespace

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
