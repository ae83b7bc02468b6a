// What Discord says of its limits: headers, and status 429 in its three forms.
// https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit
#pragma once

#include "invitectl/base/time.hpp"

#include "tests/sim/api_types.hpp"
#include "tests/sim/rate_limiter.hpp"

#include <string_view>

namespace invitectl::sim {

enum class LimitScope { user, shared, global };

// `Retry-After` says whole seconds, rounded up; the body says it finely.
Answer limit_answer(LimitScope scope, Duration retry_after);

// Of a route without a bucket: none.
void add_limit_headers(Answer& answer,
                       const RateLimiter::Verdict& verdict,
                       std::string_view bucket,
                       Instant now);

}  // namespace invitectl::sim
