// What must be remembered between runs about limits and refusals, so that a program which cron
// starts every minute does not run against the same wall every minute.
//
// Every call that writes commits at once by itself: what Discord said stays true whatever becomes
// of the run. Times are the local clock's.
#pragma once

#include "invitectl/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl {

struct Remembered {
    std::string subject;     // "everything", "token 1a2b3c4d", "GET /guilds/{guild}/invites 42"
    Instant since;           // when it was said last
    Instant until;           // not asked before
    std::int64_t times = 1;  // said in a row
    std::string detail;      // what was said

    friend bool operator==(const Remembered&, const Remembered&) = default;
};

class RequestMemory {
  public:
    virtual ~RequestMemory() = default;

    virtual std::optional<Remembered> find(std::string_view subject) = 0;
    virtual std::vector<Remembered> all() = 0;  // by subject
    virtual void remember(const Remembered& what) = 0;
    virtual void forget(std::string_view subject) = 0;

    // Requests that count towards a ban of the address, by the minute; those of more than an hour
    // ago are dropped.
    virtual void count_refused(Instant at) = 0;
    // Of the minute of `from` and later ones.
    virtual std::int64_t refused_since(Instant from) = 0;
};

}  // namespace invitectl
