// The body of a 429: https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit
#pragma once

#include <optional>
#include <string_view>

namespace invitectl::discord {

struct RateLimitBody {
    std::optional<double> retry_after;  // seconds, not negative
    bool global = false;
};

// Nothing for a body that is no JSON object.
std::optional<RateLimitBody> read_rate_limit(std::string_view body);

}  // namespace invitectl::discord
