#include "discord/limiter.hpp"

#include "discord/wire_rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::discord {
namespace {

// To whole milliseconds, upwards; beyond a year any wait is the same, and numbers stay in range.
std::chrono::nanoseconds wait_of(double seconds) {
    constexpr double kYear = 365.0 * 24 * 3600;
    return std::chrono::milliseconds{
        static_cast<std::int64_t>(std::ceil(std::min(seconds, kYear) * 1000))};
}

// Discord's own refusals are JSON and carry at least one of these; a block by the network in front
// of it is a page, or bare.
bool comes_from_discord(const Response& response) {
    const std::string_view names[] = {
        "Retry-After", "X-RateLimit-Scope", "X-RateLimit-Global", "X-RateLimit-Bucket", "Via"};
    return std::ranges::any_of(names,
                               [&](std::string_view name) { return response.headers.has(name); });
}

constexpr std::string_view kEverything = "everything";
// Until the answers of requests under way may have come.
constexpr std::chrono::nanoseconds kShortWait = std::chrono::milliseconds{20};

std::string route_key(const Request& request) {
    return label_of(request.endpoint) + " " + request.resource;
}

}  // namespace

Limiter::Wait Limiter::wait_before(const Request& request) {
    const Moment now = clock_.monotonic();
    forget_past(now);
    Hold latest = everything_;
    const auto consider = [&](const Hold& hold) {
        if (hold.until > latest.until) {
            latest = hold;
        }
    };
    if (const auto found = buckets_.find(bucket_key(request)); found != buckets_.end()) {
        consider(found->second);
    }
    if (const auto found = routes_.find(route_key(request)); found != routes_.end()) {
        consider(found->second);
    }
    if (const auto found = rooms_.find(bucket_key(request)); found != rooms_.end()) {
        const Room& room = found->second;
        if (room.under_way > 0 && room.resets > now && room.remaining <= room.under_way) {
            consider({now + kShortWait, "requests under way may empty the bucket"});
        }
    }
    if (recent_.size() == kGlobalPerSecond) {
        consider({recent_.front() + std::chrono::seconds{1}, "50 requests were sent this second"});
    }
    return latest.until > now ? Wait{latest.until - now, latest.reason} : Wait{};
}

void Limiter::sent(const Request& request) {
    recent_.push_back(clock_.monotonic());
    if (recent_.size() > kGlobalPerSecond) {
        recent_.pop_front();
    }
    ++rooms_[bucket_key(request)].under_way;
}

void Limiter::make_room(const Request& request) {
    Room& room = rooms_[bucket_key(request)];
    room.under_way = std::max(room.under_way - 1, 0);
}

// It may have been counted.
void Limiter::lost(const Request& request) {
    make_room(request);
    rooms_[bucket_key(request)].remaining -= 1;
}

Limiter::Outcome Limiter::answered(const Request& request, const Response& response) {
    make_room(request);
    learn_bucket(request, response);
    if (response.status == 429) {
        return refused(request, response);
    }
    const auto remaining = response.headers.number("X-RateLimit-Remaining");
    const auto reset_after = response.headers.number("X-RateLimit-Reset-After");
    const std::string key = bucket_key(request);
    if (remaining && reset_after) {
        rooms_[key].remaining = *remaining;
        rooms_[key].resets = clock_.monotonic() + wait_of(*reset_after);
    }
    if (remaining && *remaining < 1 && reset_after) {
        buckets_[key] = {clock_.monotonic() + wait_of(*reset_after) + kSlack,
                         "the bucket is empty"};
    } else if (remaining && *remaining >= 1) {
        buckets_.erase(key);
    }
    return Outcome::passed;
}

std::string Limiter::bucket_key(const Request& request) const {
    const auto known = bucket_of_.find(request.endpoint);
    // A label has a blank and a bucket has none, so that the two cannot meet.
    const std::string bucket =
        known == bucket_of_.end() ? label_of(request.endpoint) : known->second;
    return bucket + "/" + request.resource;
}

void Limiter::learn_bucket(const Request& request, const Response& response) {
    if (const auto bucket = response.headers.find("X-RateLimit-Bucket")) {
        bucket_of_[request.endpoint] = *bucket;
    }
}

Limiter::Outcome Limiter::refused(const Request& request, const Response& response) {
    const Headers& headers = response.headers;
    const auto body = read_rate_limit(response.body);
    const auto header_wait = headers.number("Retry-After");
    if (!body || !comes_from_discord(response) || (!body->retry_after && !header_wait)) {
        const auto asked = header_wait ? wait_of(*header_wait) : Moment{0};
        hold(everything_, nullptr, std::max(asked, kBlockedAtLeast), "this address is blocked");
        return Outcome::blocked;
    }
    // The body is finer than the header, which is rounded up.
    const Moment length = wait_of(body->retry_after ? *body->retry_after : *header_wait) + kSlack;
    const auto scope = headers.find("X-RateLimit-Scope").value_or("");
    const auto remaining = headers.number("X-RateLimit-Remaining");
    if (body->global || headers.has("X-RateLimit-Global") || scope == "global") {
        hold(everything_, nullptr, length, "the limit of the whole bot is reached");
    } else if (scope == "shared") {
        hold(routes_[route_key(request)], &request, length, "others use the same resource");
    } else if (remaining && *remaining >= 1) {
        hold(routes_[route_key(request)], &request, length, "a limit without a header is reached");
    } else {
        hold(buckets_[bucket_key(request)], &request, length, "the bucket is empty");
    }
    return Outcome::refused;
}

void Limiter::hold(Hold& place, const Request* request, Moment length, std::string reason) {
    place = {clock_.monotonic() + length, reason};
    refusal_ = {request == nullptr ? std::string(kEverything) : route_key(*request),
                length,
                std::move(reason)};
}

void Limiter::restore(const Refusal& refusal) {
    Hold& place = refusal.subject == kEverything ? everything_ : routes_[refusal.subject];
    place = {clock_.monotonic() + refusal.length, refusal.reason};
}

void Limiter::forget_past(Moment now) {
    std::erase_if(buckets_, [&](const auto& entry) { return entry.second.until <= now; });
    std::erase_if(routes_, [&](const auto& entry) { return entry.second.until <= now; });
}

}  // namespace invitectl::discord
