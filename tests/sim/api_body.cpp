#include "tests/sim/api_body.hpp"

#include "tests/sim/api_error.hpp"
#include "tests/sim/api_query.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>

namespace invitectl::sim {

using nlohmann::json;

namespace {

constexpr std::size_t kLongestReason = 512;

const json* field(const json& body, const std::string& name) {
    const auto found = body.find(name);
    return found == body.end() || found->is_null() ? nullptr : &*found;
}

std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string length_rule(std::size_t shortest, std::size_t longest) {
    return "Must be between " + std::to_string(shortest) + " and " + std::to_string(longest) +
           " in length.";
}

}  // namespace

json body_of(const ApiRequest& request) {
    const auto part = request.parts.find("payload_json");
    const std::string& text = part == request.parts.end() ? request.body : part->second;
    json body = json::parse(text, nullptr, false);
    if (!body.is_object()) {
        throw ApiRefusal{error_answer(400, 50109, "The request body contains invalid JSON.")};
    }
    return body;
}

std::int64_t body_number(const json& body,
                         const std::string& name,
                         std::int64_t fallback,
                         std::int64_t low,
                         std::int64_t high) {
    const json* value = field(body, name);
    if (value == nullptr) {
        return fallback;
    }
    if (!value->is_number_integer()) {
        throw ApiRefusal{form_error(name, "NUMBER_TYPE_COERCE", "Value is not int.")};
    }
    const auto number = value->get<std::int64_t>();
    if (number < low || number > high) {
        throw ApiRefusal{form_error(name,
                                    number < low ? "NUMBER_TYPE_MIN" : "NUMBER_TYPE_MAX",
                                    "int value should be between " + std::to_string(low) + " and " +
                                        std::to_string(high) + ".")};
    }
    return number;
}

bool body_flag(const json& body, const std::string& name) {
    const json* value = field(body, name);
    if (value == nullptr) {
        return false;
    }
    if (!value->is_boolean()) {
        throw ApiRefusal{form_error(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")};
    }
    return value->get<bool>();
}

std::string body_text(const json& body,
                      const std::string& name,
                      std::size_t shortest,
                      std::size_t longest) {
    const json* value = field(body, name);
    if (value == nullptr && shortest > 0) {
        throw ApiRefusal{form_error(name, "BASE_TYPE_REQUIRED", "This field is required")};
    }
    if (value != nullptr && !value->is_string()) {
        throw ApiRefusal{form_error(name, "STRING_TYPE_CONVERT", "Value is not a string.")};
    }
    const std::string text = value == nullptr ? "" : value->get<std::string>();
    if (characters(text) < shortest || characters(text) > longest) {
        throw ApiRefusal{form_error(name, "BASE_TYPE_BAD_LENGTH", length_rule(shortest, longest))};
    }
    return text;
}

std::vector<std::int64_t> body_ids(const json& body, const std::string& name, std::size_t most) {
    const json* value = field(body, name);
    if (value == nullptr) {
        return {};
    }
    if (!value->is_array() || value->size() > most) {
        throw ApiRefusal{form_error(name, "BASE_TYPE_BAD_LENGTH", length_rule(0, most))};
    }
    std::vector<std::int64_t> ids;
    for (const json& id : *value) {
        ids.push_back(path_snowflake(name, id.is_string() ? id.get<std::string>() : "-"));
    }
    return ids;
}

const std::string& reason_of(const ApiRequest& request) {
    if (characters(request.reason) > kLongestReason) {
        throw ApiRefusal{form_error(
            "x-audit-log-reason", "BASE_TYPE_BAD_LENGTH", length_rule(0, kLongestReason))};
    }
    return request.reason;
}

}  // namespace invitectl::sim
