#include "tests/sim/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::sim {
namespace {

double ratio(Duration a, Duration b) {
    return static_cast<double>(a.count()) / static_cast<double>(b.count());
}

Duration share(Duration whole, double part) {
    return Duration{
        static_cast<std::int64_t>(std::ceil(static_cast<double>(whole.count()) * part))};
}

}  // namespace

RateLimiter::Verdict RateLimiter::in_window(const Limit& limit, Counter& counter, Instant now) {
    if (counter.used == 0 || now >= counter.opened + limit.window) {
        counter.opened = now;
        counter.used = 0;
    }
    Verdict verdict;
    verdict.limit = limit;
    verdict.reset_after = counter.opened + limit.window - now;
    verdict.allowed = counter.used < limit.requests;
    if (verdict.allowed) {
        ++counter.used;
    } else {
        verdict.retry_after = verdict.reset_after;
    }
    verdict.remaining = limit.requests - counter.used;
    return verdict;
}

// `missing` slots come back evenly; a request needs a whole one.
RateLimiter::Verdict RateLimiter::in_tokens(const Limit& limit, Counter& counter, Instant now) {
    const double regained = ratio(now - counter.seen, limit.window) * limit.requests;
    counter.missing = std::max(0.0, counter.missing - regained);
    counter.seen = now;
    Verdict verdict;
    verdict.limit = limit;
    verdict.allowed = counter.missing + 1 <= limit.requests + 1e-9;
    if (verdict.allowed) {
        counter.missing += 1;
    } else {
        verdict.retry_after =
            share(limit.window, (counter.missing + 1 - limit.requests) / limit.requests);
    }
    verdict.remaining = static_cast<int>(limit.requests - counter.missing + 1e-9);
    verdict.reset_after = share(limit.window, counter.missing / limit.requests);
    return verdict;
}

RateLimiter::Verdict RateLimiter::admit(const std::string& bucket,
                                        const std::string& resource,
                                        Instant now) {
    if (limits_.global_per_second > 0) {
        const Limit whole{Limit::Model::fixed_window, limits_.global_per_second, 1s};
        Verdict verdict = in_window(whole, global_, now);
        if (!verdict.allowed) {
            verdict.global = true;
            verdict.limit.reset();
            return verdict;
        }
    }
    const auto limit = limits_.buckets.find(bucket);
    if (limit == limits_.buckets.end() || limit->second.model == Limit::Model::none) {
        return {};
    }
    Counter& counter = counters_[{bucket, resource}];
    return limit->second.model == Limit::Model::fixed_window
               ? in_window(limit->second, counter, now)
               : in_tokens(limit->second, counter, now);
}

}  // namespace invitectl::sim
