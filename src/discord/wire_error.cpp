#include "discord/wire_error.hpp"

#include "discord/json_fields.hpp"
#include <nlohmann/json.hpp>

namespace invitectl::discord {
namespace {

// The first `_errors` of the tree, with the way that leads there.
bool find_problem(const Json& node, const std::string& place, ApiError& error) {
    if (!node.is_object()) {
        return false;
    }
    if (const auto list = node.find("_errors");
        list != node.end() && list->is_array() && !list->empty()) {
        error.field = cut_text(place, 100);
        error.problem = cut_text(maybe_text(list->front(), "message").value_or(""), 300);
        return true;
    }
    for (const auto& [key, inner] : node.items()) {
        if (find_problem(inner, place.empty() ? key : place + "." + key, error)) {
            return true;
        }
    }
    return false;
}

}  // namespace

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
        if (const auto errors = json.find("errors"); errors != json.end()) {
            find_problem(*errors, "", error);
        }
        return error;
    } catch (const FieldError&) {
        return std::nullopt;
    }
}

}  // namespace invitectl::discord
