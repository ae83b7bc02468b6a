// What stands beside the API for people who play and test: the clock, the truth, the journal. Never
// part of what a client of Discord could see.
#pragma once

#include "tests/sim/api_types.hpp"
#include "tests/sim/http_discord.hpp"

#include <string>
#include <vector>

namespace invitectl::sim {

// `path` below /sandbox, with its slash. POST /clock moves the world.
Answer control_answer(World& world,
                      const std::vector<JournalLine>& journal,
                      const std::string& method,
                      const std::string& path,
                      const std::string& body);

}  // namespace invitectl::sim
