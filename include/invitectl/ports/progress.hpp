// What is going on at this moment, for whoever watches: a line on the terminal, a stream of
// objects, or nobody. Never part of what a command prints, and no command depends on it.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace invitectl {

// What the requests of this process came to so far.
struct RequestTally {
    std::map<std::pair<std::string, int>, std::int64_t>
        answers;                         // by route and HTTP status; 0: none
    std::chrono::nanoseconds waited{0};  // for limits and before retries
};

class Progress {
  public:
    virtual ~Progress() = default;

    // What this thread does from here on is about this guild (its alias); empty: it is through with
    // it. Guilds may be read side by side, each by a thread of its own.
    virtual void guild(std::string_view alias) = 0;
    // A step begins: "members". `total`: how many things it has, where that is roughly known.
    virtual void begin(std::string_view step, std::optional<std::int64_t> total = {}) = 0;
    // So many things of the step are done.
    virtual void reach(std::int64_t done) = 0;
    // A wait begins, and ends with the next call of anything here.
    virtual void waiting(std::chrono::nanoseconds length, std::string_view reason) = 0;
    // An answer came, or none did (status 0).
    virtual void answered(std::string_view route, int status) = 0;
    // Nothing goes on any more: what is shown on the terminal disappears.
    virtual void end() = 0;

    virtual RequestTally tally() const = 0;
};

// Watched by nobody.
class UnwatchedProgress final : public Progress {
  public:
    void guild(std::string_view) override {}
    void begin(std::string_view, std::optional<std::int64_t>) override {}
    void reach(std::int64_t) override {}
    void waiting(std::chrono::nanoseconds, std::string_view) override {}
    void answered(std::string_view, int) override {}
    void end() override {}
    RequestTally tally() const override { return {}; }
};

// For callers that have no progress to hand on. Holds nothing, so that one serves all.
inline Progress& unwatched() {
    static UnwatchedProgress nobody;
    return nobody;
}

// A guild that this thread is about, for as long as it is.
class GuildAtWork {
  public:
    GuildAtWork(Progress& progress, std::string_view alias) : progress_(progress) {
        progress_.guild(alias);
    }
    ~GuildAtWork() { progress_.guild({}); }
    GuildAtWork(const GuildAtWork&) = delete;
    GuildAtWork& operator=(const GuildAtWork&) = delete;

  private:
    Progress& progress_;
};

enum class ProgressMode {
    silent,  // only on demand (SIGUSR1)
    line,    // one line of the terminal that is drawn again and again
    json,    // one object a line
};

}  // namespace invitectl
