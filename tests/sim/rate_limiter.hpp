// Discord's rate limits: per bucket and top-level resource, and one for everything.
//
// Fixed windows open with their first request and close whole; token buckets regain one slot at a
// time and announce when they are full again. Both are found in the wild and nothing in the headers
// tells them apart.
//
// Time here is real time plus the time the world's clock was moved: a frozen world still refills
// while a client waits, and moving the clock by hours refills at once.
#pragma once

#include "invitectl/base/time.hpp"

#include "tests/sim/config.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace invitectl::sim {

struct Limit {
    enum class Model { none, fixed_window, token_bucket };
    Model model = Model::none;
    int requests = 0;      // per window; size of the token bucket
    Duration window = 1s;  // of a token bucket: from empty to full
};

struct RateLimits {
    std::map<std::string, Limit> buckets = {
        {"my_guilds", {Limit::Model::fixed_window, 1, 1s}},
        {"members", {Limit::Model::fixed_window, 10, 10s}},
        {"member_search", {Limit::Model::fixed_window, 10, 10s}},
        {"member", {Limit::Model::fixed_window, 5, 1s}},
        {"channels", {Limit::Model::fixed_window, 10, 10s}},
        {"invites", {Limit::Model::token_bucket, 5, 5s}},
        {"messages", {Limit::Model::token_bucket, 5, 5s}},
        {"channel_invites", {Limit::Model::token_bucket, 5, 5s}},
        {"invite", {Limit::Model::token_bucket, 5, 5s}},
        {"post", {Limit::Model::token_bucket, 5, 5s}},
        {"delete_message", {Limit::Model::token_bucket, 5, 5s}},
        {"member_role", {Limit::Model::fixed_window, 10, 10s}},
        {"bans", {Limit::Model::fixed_window, 5, 5s}},
    };
    int global_per_second = 50;  // 0: no global limit

    static RateLimits none() { return {{}, 0}; }
};

class RateLimiter {
  public:
    explicit RateLimiter(RateLimits limits) : limits_(std::move(limits)) {}

    struct Verdict {
        bool allowed = true;
        bool global = false;      // refused by the limit for everything
        Duration retry_after{0};  // of a refusal
        // What the headers say, where the route has a bucket.
        std::optional<Limit> limit;
        int remaining = 0;
        Duration reset_after{0};
    };
    Verdict admit(const std::string& bucket, const std::string& resource, Instant now);

  private:
    struct Counter {
        Instant opened;
        int used = 0;
        double missing = 0;  // of a token bucket, in slots
        Instant seen;
    };
    static Verdict in_window(const Limit& limit, Counter& counter, Instant now);
    static Verdict in_tokens(const Limit& limit, Counter& counter, Instant now);

    RateLimits limits_;
    std::map<std::pair<std::string, std::string>, Counter> counters_;
    Counter global_;
};

}  // namespace invitectl::sim
