#include "discord/wire_rate_limit.hpp"

#include "discord/json_fields.hpp"
#include <nlohmann/json.hpp>

namespace invitectl::discord {

std::optional<RateLimitBody> read_rate_limit(std::string_view body) {
    try {
        const nlohmann::json json = parse_strict(body);
        if (!json.is_object()) {
            return std::nullopt;
        }
        RateLimitBody limit;
        if (const auto found = json.find("retry_after");
            found != json.end() && found->is_number() && found->get<double>() >= 0) {
            limit.retry_after = found->get<double>();
        }
        const auto global = json.find("global");
        limit.global = global != json.end() && *global == true;
        return limit;
    } catch (const FieldError&) {
        return std::nullopt;
    }
}

}  // namespace invitectl::discord
