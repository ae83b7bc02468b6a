// The same work for several guilds at once.
#pragma once

#include "invitectl/ports/turns.hpp"

#include <cstddef>
#include <functional>

namespace invitectl::workflow {

// Runs work(0) to work(count - 1): on up to eight threads that take turns, so that one guild's
// requests are under way while another's answers are stored; without turns one after the other.
// After the first exception nothing new begins, and it is thrown when all are back.
void each_together(Turns* turns, std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace invitectl::workflow
