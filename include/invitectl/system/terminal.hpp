// Questions on standard error, answers from standard input.
#pragma once

#include "invitectl/ports/terminal.hpp"

#include <memory>
#include <stop_token>

namespace invitectl::system {

std::unique_ptr<Terminal> standard_terminal(std::stop_token stop);

}  // namespace invitectl::system
