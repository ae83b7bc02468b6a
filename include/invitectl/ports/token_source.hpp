// Where the bot token comes from: first of --token-file, $CREDENTIALS_DIRECTORY/discord-token,
// INVITECTL_TOKEN_FILE, token_command, DISCORD_TOKEN, token_file.
#pragma once

#include <string>

#include "invitectl/base/secret.hpp"

namespace invitectl {

struct FoundToken {
    Secret token;
    std::string origin;  // for people: "file /run/token", "environment DISCORD_TOKEN"
};

class TokenSource {
  public:
    virtual ~TokenSource() = default;

    // Throws Error(no_token) when there is none and Error(unsafe_token_file) when its file is readable by
    // others, not a regular file, or owned by somebody else.
    virtual FoundToken find() = 0;
};

}  // namespace invitectl
