// invitectl following a simulated guild in one process: the real workflow, a real database file,
// and the world in place of the network.
#pragma once

#include "invitectl/analytics/board.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/workflow/sync.hpp"

#include "tests/sim/memory_discord.hpp"
#include "tests/sim/world.hpp"
#include "tests/support/program.hpp"

#include <memory>
#include <string>

namespace invitectl::testing {

// The world's clock as the local one.
class WorldClock final : public Clock {
  public:
    explicit WorldClock(sim::World& world) : world_(world) {}
    Instant now() override { return world_.now(); }
    std::chrono::nanoseconds monotonic() override { return world_.now().time_since_epoch(); }
    void sleep(std::chrono::nanoseconds duration) override {
        world_.advance(std::chrono::ceil<Duration>(duration));
    }

  private:
    sim::World& world_;
};

// Keeps warnings for the test to look at.
class KeptLog final : public Log {
  public:
    void warning(std::string_view text) override { warnings += std::string(text) + "\n"; }
    void info(std::string_view) override {}
    void debug(std::string_view) override {}

    std::string warnings;
};

class Follower {
  public:
    Follower(sim::World& world, GuildId guild, const sim::MemoryOptions& options = {});

    // Adds the guild and takes the baseline.
    void begin(bool closed);
    // Whatever the workflow throws or reports as the guild's failure is thrown.
    void sync();
    void pass(Duration time);
    // Works out what is stored, also where the latest sync failed on its way.
    void work_out();
    // Long enough for everything that happened before to be settled.
    void settle();

    GuildId guild() const { return guild_; }
    sim::World& world() { return world_; }
    sql::Connection& database() { return *database_; }
    sim::MemoryDiscord& discord() { return discord_; }
    const std::string& warnings() const { return log_.warnings; }
    void set(std::string_view setting, std::string_view value);

    // The board of the whole guild as of now, by the guild's settings.
    analytics::Board board(analytics::Axis axis);

  private:
    sim::World& world_;
    GuildId guild_;
    sim::MemoryDiscord discord_;
    WorldClock clock_;
    KeptLog log_;
    TemporaryFolder folder_;
    std::unique_ptr<sql::Connection> database_;
};

}  // namespace invitectl::testing
