#include "invitectl/domain/snowflake.hpp"

#include <charconv>

namespace invitectl {

namespace {
constexpr int kTimeShift = 22;
}

std::optional<std::int64_t> parse_snowflake(std::string_view text) {
    if (text.empty() || text.front() < '0' || text.front() > '9') {
        return {};
    }
    std::int64_t id = 0;
    const char* end = text.data() + text.size();
    const auto [rest, status] = std::from_chars(text.data(), end, id);
    if (status != std::errc{} || rest != end || id <= 0) {
        return {};
    }
    return id;
}

Instant snowflake_time(std::int64_t id) {
    return Instant{std::chrono::milliseconds{(id >> kTimeShift) + kDiscordEpochMs}};
}

std::int64_t first_snowflake_at(Instant t) {
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(t.time_since_epoch()).count();
    return ms <= kDiscordEpochMs ? 0 : (ms - kDiscordEpochMs) << kTimeShift;
}

}  // namespace invitectl
