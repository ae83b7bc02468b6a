#include "discord/process_memory.hpp"

#include <chrono>

namespace invitectl::discord {
namespace {

constexpr Duration kCountsKept = std::chrono::hours{1};

std::int64_t minute_of(Instant t) {
    return std::chrono::floor<std::chrono::minutes>(t).time_since_epoch().count();
}

}  // namespace

std::optional<Remembered> ProcessMemory::find(std::string_view subject) {
    const auto found = kept_.find(subject);
    return found == kept_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Remembered> ProcessMemory::all() {
    std::vector<Remembered> found;
    for (const auto& [subject, what] : kept_) {
        found.push_back(what);
    }
    return found;
}

void ProcessMemory::remember(const Remembered& what) {
    kept_[what.subject] = what;
}

void ProcessMemory::forget(std::string_view subject) {
    if (const auto found = kept_.find(subject); found != kept_.end()) {
        kept_.erase(found);
    }
}

void ProcessMemory::count_refused(Instant at) {
    ++refused_[minute_of(at)];
    refused_.erase(refused_.begin(), refused_.lower_bound(minute_of(at - kCountsKept)));
}

std::int64_t ProcessMemory::refused_since(Instant from) {
    std::int64_t sum = 0;
    for (auto minute = refused_.lower_bound(minute_of(from)); minute != refused_.end(); ++minute) {
        sum += minute->second;
    }
    return sum;
}

}  // namespace invitectl::discord
