// What a bot token looks like, so that one can be recognised where it must not be.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace invitectl {

struct TokenPlace {
    std::size_t position = 0;
    std::size_t length = 0;
};

// The first bot token in the text: three base64url parts joined by dots, of which the first is an
// id in base64 (Discord issues 24 to 28, 6 and 27 to 38 characters), or a multi-factor user token
// ("mfa.…").
std::optional<TokenPlace> find_token(std::string_view text);

// Whether all of the text could be sent as a token: the characters tokens are made of and nothing
// else.
bool has_token_characters(std::string_view text);

}  // namespace invitectl
