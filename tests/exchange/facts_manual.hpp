// The manual page of the facts format, made from the same description that reads and writes it.
#pragma once

#include <string>

namespace invitectl::exchange {

std::string facts_manual();

}  // namespace invitectl::exchange
