// The body of a refusal: https://discord.com/developers/docs/reference#error-messages
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl::discord {

// Codes that mean something to this program:
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
namespace api_code {
inline constexpr std::int64_t kUnknownGuild = 10004;
inline constexpr std::int64_t kBlockedUserAgent = 40333;
inline constexpr std::int64_t kMissingAccess = 50001;
inline constexpr std::int64_t kNoVanity = 50020;
inline constexpr std::int64_t kNoTargetUsers = 10129;
inline constexpr std::int64_t kIndexNotReady = 110000;
}  // namespace api_code

struct ApiError {
    std::int64_t code = 0;
    std::string message;  // raw, cut to 300 bytes
};

// Nothing for a body that is no JSON object with a code or a message.
std::optional<ApiError> read_error(std::string_view body);

}  // namespace invitectl::discord
