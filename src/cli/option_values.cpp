#include "cli/option_values.hpp"

#include <charconv>

namespace invitectl::cli {

std::optional<std::string> read_whole_number(const std::string& text,
                                             std::int64_t min,
                                             std::int64_t max,
                                             std::int64_t& into) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || rest != end || value < min || value > max) {
        return "a whole number from " + std::to_string(min) + " to " + std::to_string(max) +
               " is expected";
    }
    into = value;
    return {};
}

std::optional<std::string> read_switch(const std::string& text, bool& into) {
    for (const auto* word : {"1", "true", "on", "yes"}) {
        if (text == word) {
            into = true;
            return {};
        }
    }
    for (const auto* word : {"0", "false", "off", "no"}) {
        if (text == word) {
            into = false;
            return {};
        }
    }
    return "1 or 0 is expected";
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        out += (out.empty() ? "" : ", ") + word;
    }
    return out;
}

}  // namespace invitectl::cli
