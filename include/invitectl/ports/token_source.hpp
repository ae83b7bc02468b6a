// Where the bot token comes from: first of --token-file, $CREDENTIALS_DIRECTORY/discord-token,
// INVITECTL_TOKEN_FILE, token_command, DISCORD_TOKEN, token_file.
#pragma once

#include "invitectl/base/secret.hpp"

#include <optional>
#include <string>
#include <vector>

namespace invitectl {

// What the command line and the configuration say; the rest is in the environment.
struct TokenPlaces {
    std::optional<std::string> option_file;  // --token-file; "-" reads standard input
    std::vector<std::string> command;        // token_command: program and arguments; empty: none
    std::optional<std::string> config_file;  // token_file
};

struct FoundToken {
    Secret token;
    std::string origin;  // for people: "file /run/token", "environment DISCORD_TOKEN"
};

class TokenSource {
  public:
    virtual ~TokenSource() = default;

    // The first place that is set decides, even if it turns out wrong. Throws Error(no_token) when
    // there is none or what is there is empty or no token, and Error(unsafe_token_file) when its
    // file is readable by others, not a regular file, or owned by somebody else.
    virtual FoundToken find() = 0;
};

}  // namespace invitectl
