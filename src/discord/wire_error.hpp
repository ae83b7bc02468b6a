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
inline constexpr std::int64_t kUnknownChannel = 10003;
inline constexpr std::int64_t kUnknownGuild = 10004;
inline constexpr std::int64_t kUnknownInvite = 10006;
inline constexpr std::int64_t kUnknownMember = 10007;
inline constexpr std::int64_t kUnknownMessage = 10008;
inline constexpr std::int64_t kUnknownRole = 10011;
inline constexpr std::int64_t kUnknownUser = 10013;
inline constexpr std::int64_t kUnknownBan = 10026;
inline constexpr std::int64_t kTooManyRoles = 30005;
inline constexpr std::int64_t kTooManyInvites = 30016;
inline constexpr std::int64_t kDirectTooFast = 40003;
inline constexpr std::int64_t kBlockedUserAgent = 40333;
inline constexpr std::int64_t kMissingAccess = 50001;
inline constexpr std::int64_t kNoDirect = 50007;
inline constexpr std::int64_t kMissingPermissions = 50013;
inline constexpr std::int64_t kNoVanity = 50020;
inline constexpr std::int64_t kNoTargetUsers = 10129;
inline constexpr std::int64_t kWrongChannelType = 50024;
inline constexpr std::int64_t kInvalidForm = 50035;
inline constexpr std::int64_t kOwnerNeedsTwoFactor = 60003;
inline constexpr std::int64_t kIndexNotReady = 110000;
}  // namespace api_code

struct ApiError {
    std::int64_t code = 0;
    std::string message;  // raw, cut to 300 bytes
    std::string field;    // the first one a form error names, "max_age"; empty: none
    std::string problem;  // what Discord says about that field; raw, cut likewise
};

// Nothing for a body that is no JSON object with a code or a message.
std::optional<ApiError> read_error(std::string_view body);

}  // namespace invitectl::discord
