// When the next request may be sent, by what Discord's answers say about its limits.
// https://discord.com/developers/docs/topics/rate-limits
//
// A bucket is the opaque X-RateLimit-Bucket together with the guild or channel; routes may share
// one. Two
// refill models hide behind the same headers (a fixed window, and a bucket that fills drop by
// drop), and one rule is safe for both: empty means wait for Reset-After; refused means wait for
// retry_after. Limits are never hard-coded except the global one, which no header announces.
#pragma once

#include "invitectl/ports/clock.hpp"

#include "discord/transport.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <string>

namespace invitectl::discord {

class Limiter {
  public:
    // Buckets were seen refusing a few milliseconds after the announced time.
    static constexpr std::chrono::nanoseconds kSlack = std::chrono::milliseconds{400};
    // Of a block that says nothing about its length.
    static constexpr std::chrono::nanoseconds kBlockedAtLeast = std::chrono::seconds{60};
    static constexpr std::size_t kGlobalPerSecond = 50;

    explicit Limiter(Clock& clock) : clock_(clock) {}

    struct Wait {
        std::chrono::nanoseconds length{0};  // zero: send now
        std::string reason;                  // "the bucket is empty"
    };
    Wait wait_before(const Request& request);

    // Tell every request as it is sent, and every answer as it comes, or that none will. Several
    // may be under way: what they will take out of a bucket is set aside.
    void sent(const Request& request);
    void lost(const Request& request);
    enum class Outcome {
        passed,   // not refused for its rate
        refused,  // ask again after wait_before
        blocked,  // refused in front of Discord's API: asking again makes it worse
    };
    Outcome answered(const Request& request, const Response& response);

    // What the latest refusal holds up, in words that mean the same in the next run.
    struct Refusal {
        std::string subject;  // "everything", "GET /guilds/{guild}/invites 42"
        std::chrono::nanoseconds length{0};
        std::string reason;
    };
    const Refusal& latest_refusal() const { return refusal_; }
    // A refusal of an earlier run that still has `length` to go.
    void restore(const Refusal& refusal);

  private:
    using Moment = std::chrono::nanoseconds;  // of Clock::monotonic
    struct Hold {
        Moment until{0};
        std::string reason;
    };

    // What a bucket had left when it last said so, and who is on the way to it.
    struct Room {
        double remaining = 0;
        Moment resets{0};
        int under_way = 0;
    };

    std::string bucket_key(const Request& request) const;
    void learn_bucket(const Request& request, const Response& response);
    Outcome refused(const Request& request, const Response& response);
    void hold(Hold& place, const Request* request, Moment length, std::string reason);
    void make_room(const Request& request);
    void forget_past(Moment now);

    Clock& clock_;
    std::map<Endpoint, std::string> bucket_of_;  // X-RateLimit-Bucket, once known
    std::map<std::string, Hold> buckets_;        // by bucket and guild
    std::map<std::string, Room> rooms_;          // likewise
    std::map<std::string, Hold> routes_;         // limits no header tells of, by route and resource
    Hold everything_;
    Refusal refusal_;
    std::deque<Moment> recent_;  // when the latest requests were sent, at most kGlobalPerSecond
};

}  // namespace invitectl::discord
