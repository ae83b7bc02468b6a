// Query parameters, read as strictly as Discord reads them: what does not fit is 400/50035.
#pragma once

#include "tests/sim/api_types.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace invitectl::sim {

// All throw ApiRefusal. Where a parameter stands twice, the last counts.
std::int64_t query_number(const ApiRequest& request,
                          const std::string& name,
                          std::int64_t fallback,
                          std::int64_t low,
                          std::int64_t high);
std::optional<std::int64_t> query_snowflake(const ApiRequest& request, const std::string& name);
bool query_flag(const ApiRequest& request, const std::string& name);
// An id in the path.
std::int64_t path_snowflake(const std::string& name, const std::string& text);

}  // namespace invitectl::sim
