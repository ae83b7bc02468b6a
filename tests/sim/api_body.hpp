// Fields of a JSON body, read as strictly as Discord reads them: what does not fit is 400/50035.
#pragma once

#include "tests/sim/api_types.hpp"
#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace invitectl::sim {

// All throw ApiRefusal. An absent or null field is the fallback.
nlohmann::json body_of(const ApiRequest& request);  // an object; of a body in parts: payload_json
std::int64_t body_number(const nlohmann::json& body,
                         const std::string& name,
                         std::int64_t fallback,
                         std::int64_t low,
                         std::int64_t high);
bool body_flag(const nlohmann::json& body, const std::string& name);
std::string body_text(const nlohmann::json& body,
                      const std::string& name,
                      std::size_t shortest,
                      std::size_t longest);  // characters
std::vector<std::int64_t> body_ids(const nlohmann::json& body,
                                   const std::string& name,
                                   std::size_t most);

// The audit-log reason; refused where it is longer than 512 characters.
const std::string& reason_of(const ApiRequest& request);

}  // namespace invitectl::sim
