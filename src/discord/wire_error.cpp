#include "discord/wire_error.hpp"

#include "discord/json_fields.hpp"
#include <nlohmann/json.hpp>

namespace invitectl::discord {

std::optional<ApiError> read_error(std::string_view body) {
    try {
        const nlohmann::json json = parse_strict(body);
        ApiError error;
        if (const auto code = maybe_integer(json, "code")) {
            error.code = *code;
        }
        const auto message = maybe_text(json, "message");
        if (!message && error.code == 0) {
            return std::nullopt;
        }
        error.message = cut_text(message.value_or(""), 300);
        return error;
    } catch (const FieldError&) {
        return std::nullopt;
    }
}

}  // namespace invitectl::discord
