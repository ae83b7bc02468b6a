// Finds the bot token; ports/token_source.hpp says where and in which order.
#pragma once

#include "invitectl/ports/token_source.hpp"

#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

namespace invitectl::system {

// A token file must be a regular file of the user (or of root) that neither group nor others may
// read; files below $CREDENTIALS_DIRECTORY are trusted to systemd. A token command runs without
// DISCORD_TOKEN in its environment and is given half a minute. `input` is read for `--token-file -`
// and outlives the result.
std::unique_ptr<TokenSource> token_source(
    TokenPlaces places,
    std::function<std::optional<std::string>(const std::string&)> environment,
    std::istream& input);

}  // namespace invitectl::system
