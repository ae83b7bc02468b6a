// A page of members: https://discord.com/developers/docs/resources/guild#list-guild-members
#pragma once

#include "invitectl/ports/readers.hpp"

#include <optional>
#include <string_view>

namespace invitectl::discord {

// `after` and `limit` are what was asked for. A page that does not lead beyond `after` is refused,
// since following it would never end. Throws FieldError.
MemberPage read_member_page(std::string_view body, UserId after, std::size_t limit);

// One member, or nothing for a guest of a voice channel. Throws FieldError.
std::optional<Member> read_one_member(std::string_view body);

}  // namespace invitectl::discord
