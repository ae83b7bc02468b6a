// What must hold after a day with every fault there is.
#pragma once

#include "tests/trust/day.hpp"

namespace invitectl::trust {

// Nothing that could be seen is lost, nothing is counted twice, nothing wrong is called certain,
// Discord is treated well, and every run that read less says so.
void expect_trust(Day& day);

}  // namespace invitectl::trust
