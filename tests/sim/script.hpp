// A tiny guild written by hand: exact times, names instead of ids, no randomness.
//
//     Script guild;
//     guild.invite("abc", "ana");
//     guild.join("bob", "abc", guild.after(10s));
//     guild.world().advance(1min);
//
// Every call with a time plans for that time (now or later); without one it happens at once. Users
// are made on first mention; whoever invites or acts is made a member of old.
#pragma once

#include "tests/sim/world.hpp"

#include <map>
#include <optional>
#include <string>

namespace invitectl::sim {

class Script {
  public:
    explicit Script(const WorldConfig& config = {}, const GuildSpec& guild = {});

    World& world() { return world_; }
    GuildId guild() const { return guild_; }
    Instant after(Duration since_start) const { return world_.start() + since_start; }

    UserId user(const std::string& name);
    UserId old_member(const std::string& name);

    // `spec.inviter` and `spec.code` are set from the arguments.
    void invite(const std::string& code, const std::string& inviter, InviteSpec spec = {});
    void invite_at(Instant t,
                   const std::string& code,
                   const std::string& inviter,
                   InviteSpec spec = {});
    void delete_invite(const std::string& code,
                       const std::string& by,
                       std::optional<Instant> t = {});
    void set_vanity(std::optional<std::string> code, std::optional<Instant> t = {});

    void join(const std::string& name, const std::string& code, std::optional<Instant> t = {});
    // The counter shows the use `lag` after the join.
    void join_late(const std::string& name, const std::string& code, Instant t, Duration lag);
    void join_by_vanity(const std::string& name, std::optional<Instant> t = {});
    void join_without_invite(const std::string& name, std::optional<Instant> t = {});
    void add_bot(const std::string& name, const std::string& by, std::optional<Instant> t = {});
    void leave(const std::string& name, std::optional<Instant> t = {});
    void kick(const std::string& name, const std::string& by, std::optional<Instant> t = {});
    void ban(const std::string& name, const std::string& by, std::optional<Instant> t = {});
    void unban(const std::string& name, const std::string& by, std::optional<Instant> t = {});

  private:
    void at(std::optional<Instant> t, Schedule::Action action);

    World world_;
    GuildId guild_;
    std::map<std::string, UserId> users_;
};

}  // namespace invitectl::sim
