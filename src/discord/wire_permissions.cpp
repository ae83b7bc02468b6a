#include "discord/wire_permissions.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace invitectl::discord {

std::uint64_t permission_bits(const Json& object) {
    std::uint64_t bits = 0;
    with_field(object, "permissions", [&](const Json& value) {
        const std::string text = value.is_string() ? value.get<std::string>() : std::string();
        const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
        if (text.empty() || !digits) {
            throw FieldError("is no permission set");
        }
        for (const char c : text) {
            bits = bits * 10 + static_cast<std::uint64_t>(c - '0');
        }
    });
    return bits;
}

}  // namespace invitectl::discord
