#include "invitectl/cli/api_base.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/ports/discord.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace invitectl::cli {
namespace {

constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";

struct Url {
    bool encrypted = false;
    std::string_view host;  // with the brackets of IPv6
};

bool is_number_up_to(std::string_view text, int most) {
    int value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && rest == end && value >= 0 && value <= most &&
           (text.size() == 1 || text.front() != '0');
}

// Four decimal numbers and nothing cleverer: "0x7f.1" and "127.1" mean the same to some libraries.
bool is_loopback_v4(std::string_view host) {
    std::array<std::string_view, 4> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto dot = host.find('.');
        parts.at(i) = host.substr(0, dot);
        if ((dot == std::string_view::npos) != (i == parts.size() - 1)) {
            return false;
        }
        host.remove_prefix(dot == std::string_view::npos ? host.size() : dot + 1);
    }
    constexpr int kLargestByte = 255;
    return parts[0] == "127" && std::ranges::all_of(parts, [](std::string_view part) {
               return is_number_up_to(part, kLargestByte);
           });
}

// Plain URLs only: no user names, queries, escapes or characters beyond ASCII that could make one
// host look like another.
std::optional<Url> parse_url(std::string_view url) {
    const bool encrypted = url.starts_with(kHttps);
    if (!encrypted && !url.starts_with(kHttp)) {
        return {};
    }
    const bool plain = std::ranges::all_of(url, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-._/:[]").find(c) != std::string_view::npos;
    });
    if (!plain) {
        return {};
    }
    url.remove_prefix(encrypted ? kHttps.size() : kHttp.size());
    const std::string_view authority = url.substr(0, url.find('/'));
    std::size_t host_end = authority.find(':');
    if (authority.starts_with('[')) {
        const auto bracket = authority.find(']');
        if (bracket == std::string_view::npos) {
            return {};
        }
        host_end = bracket + 1;
    }
    const std::string_view host = authority.substr(0, host_end);
    const std::string_view port = authority.substr(host.size());
    constexpr int kLargestPort = 65535;
    if (host.empty() ||
        (!port.empty() && (port[0] != ':' || !is_number_up_to(port.substr(1), kLargestPort)))) {
        return {};
    }
    return Url{encrypted, host};
}

std::string_view without_slash(std::string_view url) {
    while (url.ends_with('/')) {
        url.remove_suffix(1);
    }
    return url;
}

}  // namespace

bool is_loopback(std::string_view url) {
    const auto parsed = parse_url(url);
    return parsed &&
           (parsed->host == "localhost" || parsed->host == "[::1]" || is_loopback_v4(parsed->host));
}

std::string check_api_base(std::string_view base, const std::vector<std::string>& allowed) {
    const std::string_view wanted = without_slash(base);
    if (wanted == kDiscordApiBase) {
        return std::string(wanted);
    }
    const std::string text(wanted);
    const auto parsed = parse_url(wanted);
    if (!parsed || (!parsed->encrypted && !is_loopback(wanted))) {
        throw Error(ErrorCode::refused,
                    "the token is not sent to " + text,
                    "another API base must be a plain https URL, or http on this machine",
                    "leave --api-base and api_base out to talk to Discord");
    }
    const bool named = std::ranges::any_of(
        allowed, [wanted](const std::string& entry) { return without_slash(entry) == wanted; });
    if (!named) {
        throw Error(
            ErrorCode::refused,
            "the token is not sent to " + text,
            "the configuration does not allow this API base",
            "if you trust it, add to the configuration: allow_api_base = [\"" + text + "\"]");
    }
    return text;
}

}  // namespace invitectl::cli
