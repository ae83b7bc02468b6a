// Discord's error bodies, thrown by whoever finds out and answered by api_routes.
#pragma once

#include "tests/sim/api_types.hpp"

#include <string>

namespace invitectl::sim {

struct ApiRefusal {
    Answer answer;
};

// {"code": …, "message": …}
Answer error_answer(int status, int code, const std::string& message);
// 400/50035 that names one field; `reason` is Discord's word for it, such as NUMBER_TYPE_MAX.
Answer form_error(const std::string& field, const std::string& reason, const std::string& message);

Answer missing_access();       // 403/50001
Answer missing_permissions();  // 403/50013

}  // namespace invitectl::sim
