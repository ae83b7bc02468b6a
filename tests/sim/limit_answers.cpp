#include "tests/sim/limit_answers.hpp"

#include <nlohmann/json.hpp>

namespace invitectl::sim {

using nlohmann::json;

Answer limit_answer(LimitScope scope, Duration retry_after) {
    const bool global = scope == LimitScope::global;
    const bool shared = scope == LimitScope::shared;
    const auto fine = std::chrono::ceil<std::chrono::milliseconds>(retry_after);
    const auto coarse = std::chrono::ceil<std::chrono::seconds>(retry_after);
    Answer answer{.status = 429};
    answer.body = json{
        {"message", shared ? "The resource is being rate limited." : "You are being rate limited."},
        {"retry_after", static_cast<double>(fine.count()) / 1000},
        {"global", global},
        {"code", 0}}.dump();
    answer.headers = {{"Retry-After", std::to_string(coarse.count())},
                      {"X-RateLimit-Scope",
                       global   ? "global"
                       : shared ? "shared"
                                : "user"}};
    if (global) {
        answer.headers.emplace_back("X-RateLimit-Global", "true");
    }
    return answer;
}

}  // namespace invitectl::sim
