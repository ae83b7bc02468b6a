#include "tests/bench/baselines.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace invitectl::bench {
namespace {

// From the event to the answer of the request that it makes a bot send.
constexpr Duration kAnswer = std::chrono::milliseconds{500};

// Which counters rose since the last look, and by how much.
class Counters {
  public:
    explicit Counters(const Trace& trace) : trace_(trace) {
        for (std::size_t i = 0; i < trace.joins.size(); ++i) {
            if (trace.joins[i].way != kUninvited) {
                uses_.push_back(i);
            }
        }
        std::stable_sort(uses_.begin(), uses_.end(), [&](std::size_t a, std::size_t b) {
            return trace.joins[a].shown < trace.joins[b].shown;
        });
    }

    std::map<std::int32_t, std::int64_t> look(Instant t) {
        std::map<std::int32_t, std::int64_t> rises;
        for (; next_ < uses_.size() && trace_.joins[uses_[next_]].shown <= t; ++next_) {
            const TrueJoin& use = trace_.joins[uses_[next_]];
            const Instant gone = trace_.ways[static_cast<std::size_t>(use.way)].gone;
            if (gone >= t || gone == use.at) {
                ++rises[use.way];
            }
        }
        return rises;
    }

  private:
    const Trace& trace_;
    std::vector<std::size_t> uses_;  // by when they show
    std::size_t next_ = 0;
};

// The list comes first, the server's own URL is asked for where it tells nothing.
std::optional<std::int32_t> first_of(const std::map<std::int32_t, std::int64_t>& rises) {
    if (rises.empty()) {
        return std::nullopt;
    }
    const bool only_vanity = rises.size() == 1;
    return rises.begin()->first == 0 && !only_vanity ? std::next(rises.begin())->first
                                                     : rises.begin()->first;
}

template <class Choose>
Claims at_every_event(const Trace& trace, const Choose& choose) {
    Counters counters(trace);
    Claims claims;
    for (const TrueJoin& join : trace.joins) {
        const std::optional<std::int32_t> chosen = choose(counters.look(join.at + kAnswer));
        if (join.join != 0 && chosen) {
            claims.add(*chosen == join.way);
        }
    }
    return claims;
}

}  // namespace

Claims event_first_match(const Trace& trace) {
    return at_every_event(trace, first_of);
}

Claims event_careful(const Trace& trace) {
    return at_every_event(trace, [](const std::map<std::int32_t, std::int64_t>& rises) {
        const bool clear = rises.size() == 1 && rises.begin()->second == 1;
        return clear ? first_of(rises) : std::nullopt;
    });
}

Claims poll_strict(const Trace& trace) {
    Counters counters(trace);
    Claims claims;
    auto join = trace.joins.begin();
    for (const Instant poll : trace.polls) {
        const auto first = join;
        std::int64_t seen = 0;
        for (; join != trace.joins.end() && join->at <= poll; ++join) {
            seen += join->join != 0 ? 1 : 0;
        }
        const auto rises = counters.look(poll);
        if (rises.size() != 1 || rises.begin()->second != seen) {
            continue;
        }
        std::for_each(first, join, [&](const TrueJoin& one) {
            if (one.join != 0) {
                claims.add(one.way == rises.begin()->first);
            }
        });
    }
    return claims;
}

}  // namespace invitectl::bench
