// Status 429, in the three forms Discord gives it.
// https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit
#pragma once

#include "invitectl/base/time.hpp"

#include "tests/sim/api_types.hpp"

namespace invitectl::sim {

enum class LimitScope { user, shared, global };

// `Retry-After` says whole seconds, rounded up; the body says it finely.
Answer limit_answer(LimitScope scope, Duration retry_after);

}  // namespace invitectl::sim
