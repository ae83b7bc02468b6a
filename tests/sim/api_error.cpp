#include "tests/sim/api_error.hpp"

#include <nlohmann/json.hpp>

namespace invitectl::sim {

using nlohmann::json;

Answer error_answer(int status, int code, const std::string& message) {
    return {.status = status, .body = json{{"message", message}, {"code", code}}.dump()};
}

Answer form_error(const std::string& field, const std::string& reason, const std::string& message) {
    const json inner = {{"_errors", json::array({{{"code", reason}, {"message", message}}})}};
    return {
        .status = 400,
        .body =
            json{{"message", "Invalid Form Body"}, {"code", 50035}, {"errors", {{field, inner}}}}
                .dump()};
}

Answer missing_access() {
    return error_answer(403, 50001, "Missing Access");
}
Answer missing_permissions() {
    return error_answer(403, 50013, "Missing Permissions");
}

}  // namespace invitectl::sim
