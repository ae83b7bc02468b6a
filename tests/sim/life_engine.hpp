// What makes a guild live: its plans and its memory. Used by the life_*.cpp files alone.
#pragma once

#include "tests/sim/world.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace invitectl::sim {

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

template <class Act>
void Life::later(Duration after, Act act) {
    world_.at(world_.now() + after, [self = shared_from_this(), act = std::move(act)] { act(); });
}

}  // namespace invitectl::sim
