#include "tests/sim/api_query.hpp"

#include "tests/sim/api_error.hpp"

#include <charconv>
#include <limits>

namespace invitectl::sim {
namespace {

std::optional<std::string> last_value(const ApiRequest& request, const std::string& name) {
    const auto [first, end] = request.query.equal_range(name);
    return first == end ? std::nullopt : std::optional(std::prev(end)->second);
}

// Whole numbers without sign; ids above 2^63-1 are not known to the simulation.
std::optional<std::int64_t> digits(const std::string& text) {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = problem == std::errc{} && end == text.data() + text.size();
    return whole && text.front() != '-' ? std::optional(value) : std::nullopt;
}

}  // namespace

std::int64_t query_number(const ApiRequest& request,
                          const std::string& name,
                          std::int64_t fallback,
                          std::int64_t low,
                          std::int64_t high) {
    const auto text = last_value(request, name);
    if (!text) {
        return fallback;
    }
    const auto value = digits(*text);
    if (!value) {
        throw ApiRefusal{
            form_error(name, "NUMBER_TYPE_COERCE", "Value \"" + *text + "\" is not int.")};
    }
    if (*value < low) {
        throw ApiRefusal{form_error(
            name,
            "NUMBER_TYPE_MIN",
            "int value should be greater than or equal to " + std::to_string(low) + ".")};
    }
    if (*value > high) {
        throw ApiRefusal{
            form_error(name,
                       "NUMBER_TYPE_MAX",
                       "int value should be less than or equal to " + std::to_string(high) + ".")};
    }
    return *value;
}

std::int64_t path_snowflake(const std::string& name, const std::string& text) {
    const auto value = digits(text);
    if (!value) {
        throw ApiRefusal{
            form_error(name, "NUMBER_TYPE_COERCE", "Value \"" + text + "\" is not snowflake.")};
    }
    return *value;
}

std::optional<std::int64_t> query_snowflake(const ApiRequest& request, const std::string& name) {
    const auto text = last_value(request, name);
    return text ? std::optional(path_snowflake(name, *text)) : std::nullopt;
}

// https://discord.com/developers/docs/reference#boolean-query-strings
bool query_flag(const ApiRequest& request, const std::string& name) {
    const auto text = last_value(request, name);
    if (!text || *text == "false" || *text == "False" || *text == "0") {
        return false;
    }
    if (*text != "true" && *text != "True" && *text != "1") {
        throw ApiRefusal{form_error(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")};
    }
    return true;
}

}  // namespace invitectl::sim
