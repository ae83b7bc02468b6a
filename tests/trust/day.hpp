// A day of virtual time: a guild that lives, cron every minute, and a Discord that misbehaves in
// every way the simulation knows.
#pragma once

#include "invitectl/ports/sql.hpp"

#include "tests/sim/api_server.hpp"
#include "tests/sim/life.hpp"
#include "tests/trust/sim_transport.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace invitectl::trust {

struct DayPlan {
    std::uint64_t seed = 1;
    int minutes = 24 * 60;
    // After them nothing runs until what Discord refused may be asked again, at most an hour later.
    Duration rest = std::chrono::minutes{61};
    int quiet_minutes = 60;  // and then there are no faults
    int members = 60;
    double joins_per_hour = 12;
    // Share of the answers that each kind of fault spoils; and of the minutes in which something
    // happens to the world or the host.
    double spoilt = 0.001;
    double trouble = 0.01;
    bool revoked = false;  // the token is, all day long; and nothing else goes wrong
};

class Day {
  public:
    explicit Day(const DayPlan& plan);

    // The whole day, then some time without faults in which everything settles.
    void run();

    sim::World& world() { return *living_.world; }
    GuildId guild() const { return living_.guild; }
    sql::Connection& database() { return *database_; }
    const std::vector<sim::JournalLine>& journal() { return server_.journal(); }
    std::int64_t refused_by_limit() const { return server_.refused_by_limit(); }
    // When the first run was over, which no fault disturbs.
    Instant tracked_since() const { return tracked_since_; }
    // What the list showed of a code before the last run; absent: it was not listed.
    std::optional<std::int64_t> shown_before_last_run(const std::string& code) const {
        const auto found = shown_before_.find(code);
        return found == shown_before_.end() ? std::nullopt : std::optional(found->second);
    }
    int runs() const { return runs_; }
    int failed_runs() const { return failed_runs_; }
    // Everything that is stored and everything that was asked, as one number.
    std::uint64_t fingerprint();

  private:
    void begin();
    void cron(bool faults);
    void sync();
    void add_faults();
    void cause_trouble();
    void recover();

    DayPlan plan_;
    sim::LivingGuild living_;
    sim::Random random_;
    sim::ApiServer server_;
    LineFaults line_;
    Duration clock_error_{0};
    std::optional<std::string> misreported_;  // the code whose counter went back
    std::unique_ptr<sql::Connection> database_;
    Instant tracked_since_;
    std::map<std::string, std::int64_t> shown_before_;  // by code
    int runs_ = 0;
    int failed_runs_ = 0;
};

}  // namespace invitectl::trust
