// The field `permissions`: https://discord.com/developers/docs/topics/permissions
#pragma once

#include "discord/json_fields.hpp"

#include <cstdint>

namespace invitectl::discord {

// A decimal number without bound; the bits known today are the low ones, which wrapping around
// keeps. Throws FieldError.
std::uint64_t permission_bits(const Json& object);

}  // namespace invitectl::discord
