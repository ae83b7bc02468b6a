// The clock of this machine.
#pragma once

#include "invitectl/ports/clock.hpp"

#include <memory>
#include <stop_token>

namespace invitectl::system {

// sleep() returns early once `stop` is requested.
std::unique_ptr<Clock> system_clock(std::stop_token stop);

}  // namespace invitectl::system
