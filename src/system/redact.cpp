// What must never reach a log, cut out of it.
#include "invitectl/base/token_shape.hpp"
#include "invitectl/system/log.hpp"

#include <algorithm>
#include <array>

namespace invitectl::system {
namespace {

constexpr std::string_view kRedacted = "[redacted]";
constexpr std::size_t kShortestSecret = 20;

bool ends_secret(char c) {
    constexpr std::string_view kEnds = " \t\r\n\"',;)}]?&";
    return kEnds.find(c) != std::string_view::npos;
}

// Replaces the word that follows `marker` where it is too long for one of a sentence.
std::string redact_after(std::string text, std::string_view marker) {
    for (auto at = text.find(marker); at != std::string::npos; at = text.find(marker, at)) {
        at += marker.size();
        const auto end =
            std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), ends_secret);
        const auto length = static_cast<std::size_t>(end - text.begin()) - at;
        if (length >= kShortestSecret) {
            text.replace(at, length, kRedacted);
        }
    }
    return text;
}

// "/webhooks/<id>/<secret>": the id may be shown, what comes after may not.
std::string redact_webhooks(std::string text) {
    constexpr std::string_view kMarker = "/webhooks/";
    for (auto at = text.find(kMarker); at != std::string::npos; at = text.find(kMarker, at)) {
        at += kMarker.size();
        const auto slash = text.find_first_not_of("0123456789", at);
        if (slash == std::string::npos || text[slash] != '/') {
            continue;
        }
        const auto begin = text.begin() + static_cast<std::ptrdiff_t>(slash + 1);
        const auto end = std::find_if(begin, text.end(), ends_secret);
        text.replace(slash + 1, static_cast<std::size_t>(end - begin), kRedacted);
    }
    return text;
}

}  // namespace

std::string redact(std::string_view text) {
    std::string out(text);
    while (const auto token = find_token(out)) {
        out.replace(token->position, token->length, kRedacted);
    }
    constexpr std::array<std::string_view, 4> kMarkers = {"Bot ", "Bearer ", "Bot%20", "Bearer%20"};
    for (const std::string_view marker : kMarkers) {
        out = redact_after(std::move(out), marker);
    }
    return redact_webhooks(std::move(out));
}

}  // namespace invitectl::system
