#include "discord/headers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace invitectl::discord {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

void Headers::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    const auto found = std::ranges::find_if(
        fields_, [&](const auto& field) { return same_name(field.first, name); });
    return found == fields_.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

std::optional<double> Headers::number(std::string_view name) const {
    const auto text = find(name);
    if (!text) {
        return std::nullopt;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    const bool whole = error == std::errc{} && end == text->data() + text->size();
    return whole && std::isfinite(value) && value >= 0 ? std::optional(value) : std::nullopt;
}

}  // namespace invitectl::discord
