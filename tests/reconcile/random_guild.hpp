// A guild that lives at random, polled into a Recorder, with the truth beside it.
#pragma once

#include "tests/reconcile/recorder.hpp"

#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace invitectl::reconcile {

struct GuildHabits {
    double joins_per_hour = 10;
    Duration period = std::chrono::minutes{5};
    double missed_polls = 0.05;
    Duration lag_mean = std::chrono::milliseconds{300};
    Duration lag_bound = std::chrono::seconds{5};
    Duration clock_error = std::chrono::milliseconds{700};  // either way, drawn per guild
    double no_invite = 0.05;                                // share of joins
    double bounce = 0.15;           // share of joins that leave within minutes
    double unlogged_deletions = 0;  // share; the log is then called unreadable
    bool vanity = true;
    bool evidence = false;
    double vanity_falls = 0;  // share of polls at which the counter falls to nothing for a while
};

// What really happened at one join. No code: no invite. Bots count as their own way.
struct TrueEntry {
    std::optional<InviteCode> code;
    std::optional<UserId> inviter;
    bool vanity = false;
    bool bot = false;
};

class RandomGuild {
  public:
    RandomGuild(std::uint64_t seed, const GuildHabits& habits);

    // One poll: invites, vanity, members, audit; some of them missed.
    void poll();

    Instant now() const { return now_; }

    Recorder recorder;
    std::map<JoinId, TrueEntry> truth;
    // Uses since the first reading, by code, that were made before the latest poll.
    std::map<InviteCode, std::int64_t> uses;

  private:
    struct Live {
        InviteTerms terms{.code = code("vanity"),
                          .channel = {},
                          .inviter = {},
                          .created_at = {},
                          .expires_at = {},
                          .roles = {}};
        std::vector<Instant> used_at;
        std::int64_t before = 0;  // uses from before anyone looked
        std::vector<Instant> shown_at;
    };
    struct Person {
        UserId user;
        Instant joined_at;
        Instant left_at;
        TrueEntry entry;
        bool seen = false;
    };

    double uniform() { return std::uniform_real_distribution<double>(0, 1)(random_); }
    Duration exponential(Duration mean);
    std::int64_t below(std::int64_t n) {
        return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random_);
    }
    Instant next_join() const { return next_join_; }
    void advance(Instant t);
    void join(Instant t);
    void make_invite(Instant t, bool log);
    void retire(Instant t);
    void remove(std::size_t i, Instant t, bool deleted);
    Bracket bracket() const;
    void read_invites();
    void read_vanity();
    void sweep();
    std::int64_t shown(const Live& live) const;

    std::mt19937_64 random_;
    GuildHabits habits_;
    Duration clock_error_{0};
    Instant now_;
    Instant next_join_;
    Instant next_invite_;
    std::vector<Live> live_;
    Live vanity_;
    std::vector<Person> people_;
    std::int64_t made_ = 0;
    std::int64_t users_ = 0;
    int hidden_polls_ = 0;  // for so many more polls the vanity counter shows nothing
    bool read_once_ = false;
};

}  // namespace invitectl::reconcile
