// What would be done at Discord.
#pragma once

#include "invitectl/plan/effects.hpp"
#include "invitectl/report/table.hpp"

namespace invitectl::report {

// One row per request that changes something, in the order in which they are sent.
Table plan(const plan::Plan& effects);

}  // namespace invitectl::report
