// The two counters that Discord shows: one per invite in the guild's list, and the one of its own
// URL.
//
// They are read by separate requests, so each has its own readings, numbered 1, 2, 3 … per guild.
#pragma once

#include "invitectl/domain/bracket.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace invitectl {

enum class Stream { invites, vanity };

std::string_view to_text(Stream stream);
std::optional<Stream> parse_stream(std::string_view text);

using ReadingNumber = std::int64_t;

struct Reading {
    Stream stream = Stream::invites;
    ReadingNumber number = 0;
    Bracket bracket;

    friend bool operator==(const Reading&, const Reading&) = default;
};

}  // namespace invitectl
