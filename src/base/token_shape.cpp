#include "invitectl/base/token_shape.hpp"

#include <algorithm>

namespace invitectl {
namespace {

constexpr std::size_t kShortestId = 18;
constexpr std::size_t kTimestamp = 6;
constexpr std::size_t kShortestSignature = 27;
constexpr std::string_view kUserToken = "mfa.";
constexpr std::size_t kShortestUserToken = 60;

bool is_base64url(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

// Characters of a part from `position` on.
std::size_t part_length(std::string_view text, std::size_t position) {
    std::size_t end = position;
    while (end < text.size() && is_base64url(text[end])) {
        ++end;
    }
    return end - position;
}

// How much of the text from `start`, the beginning of a part, is a token; 0: nothing.
std::size_t token_length(std::string_view text, std::size_t start) {
    if (text.substr(start).starts_with(kUserToken)) {
        const std::size_t rest = part_length(text, start + kUserToken.size());
        return rest >= kShortestUserToken ? kUserToken.size() + rest : 0;
    }
    const std::size_t id = part_length(text, start);
    std::size_t at = start + id;
    if (id < kShortestId || at >= text.size() || text[at] != '.') {
        return 0;
    }
    const std::size_t timestamp = part_length(text, at + 1);
    at += 1 + timestamp;
    if (timestamp < kTimestamp || at >= text.size() || text[at] != '.') {
        return 0;
    }
    const std::size_t signature = part_length(text, at + 1);
    return signature >= kShortestSignature ? at + 1 + signature - start : 0;
}

}  // namespace

std::optional<TokenPlace> find_token(std::string_view text) {
    for (std::size_t start = 0; start < text.size();) {
        if (!is_base64url(text[start])) {
            ++start;
            continue;
        }
        if (const std::size_t length = token_length(text, start); length > 0) {
            return TokenPlace{start, length};
        }
        start += part_length(text, start);
    }
    return {};
}

bool has_token_characters(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return is_base64url(c) || c == '.'; });
}

}  // namespace invitectl
