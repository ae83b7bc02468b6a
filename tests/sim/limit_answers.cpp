#include "tests/sim/limit_answers.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace invitectl::sim {

using nlohmann::json;

namespace {

std::string seconds_text(std::int64_t millis) {
    std::array<char, 40> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%lld.%03lld",
                  static_cast<long long>(millis / 1000),
                  static_cast<long long>(millis % 1000));
    return text.data();
}

std::int64_t to_millis(Duration d) {
    return std::chrono::ceil<std::chrono::milliseconds>(d).count();
}

// Opaque, and without the resource, as Discord's are.
std::string bucket_hash(std::string_view bucket) {
    std::array<char, 24> text{};
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    for (const char c : bucket) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
    return text.data();
}

}  // namespace

Answer limit_answer(LimitScope scope, Duration retry_after) {
    const bool global = scope == LimitScope::global;
    const bool shared = scope == LimitScope::shared;
    const auto fine = std::chrono::ceil<std::chrono::milliseconds>(retry_after);
    const auto coarse = std::chrono::ceil<std::chrono::seconds>(retry_after);
    Answer answer{.status = 429};
    answer.body = json{
        {"message", shared ? "The resource is being rate limited." : "You are being rate limited."},
        {"retry_after", static_cast<double>(fine.count()) / 1000},
        {"global", global},
        {"code", 0}}.dump();
    answer.headers = {{"Retry-After", std::to_string(coarse.count())},
                      {"X-RateLimit-Scope",
                       global   ? "global"
                       : shared ? "shared"
                                : "user"}};
    if (global) {
        answer.headers.emplace_back("X-RateLimit-Global", "true");
    }
    return answer;
}

void add_limit_headers(Answer& answer,
                       const RateLimiter::Verdict& verdict,
                       std::string_view bucket,
                       Instant now) {
    if (!verdict.limit) {
        return;
    }
    const auto reset =
        std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count() +
        to_millis(verdict.reset_after);
    answer.headers.emplace_back("X-RateLimit-Limit", std::to_string(verdict.limit->requests));
    answer.headers.emplace_back("X-RateLimit-Remaining", std::to_string(verdict.remaining));
    answer.headers.emplace_back("X-RateLimit-Reset", seconds_text(reset));
    answer.headers.emplace_back("X-RateLimit-Reset-After",
                                seconds_text(to_millis(verdict.reset_after)));
    answer.headers.emplace_back("X-RateLimit-Bucket", bucket_hash(bucket));
}

}  // namespace invitectl::sim
