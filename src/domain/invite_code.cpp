#include "invitectl/domain/invite_code.hpp"

#include <algorithm>
#include <array>

namespace invitectl {

namespace {

constexpr std::size_t kLongest = 100;

bool is_code_character(char c) {
    return c > ' ' && c < '\x7f' && c != '/' && c != '?' && c != '#';
}

void drop_prefix(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) == prefix) {
        text.remove_prefix(prefix.size());
    }
}

}  // namespace

std::optional<InviteCode> InviteCode::parse(std::string_view text) {
    if (text.empty() || text.size() > kLongest || !std::ranges::all_of(text, is_code_character)) {
        return {};
    }
    return InviteCode{std::string(text)};
}

std::optional<InviteCode> InviteCode::parse_pasted(std::string_view text) {
    drop_prefix(text, "https://");
    drop_prefix(text, "http://");
    drop_prefix(text, "www.");
    constexpr std::array<std::string_view, 3> kHosts = {
        "discord.gg/", "discord.com/invite/", "discordapp.com/invite/"};
    for (const std::string_view host : kHosts) {
        drop_prefix(text, host);
    }
    text = text.substr(0, text.find_first_of("?#"));
    if (!text.empty() && text.back() == '/') {
        text.remove_suffix(1);
    }
    return parse(text);
}

}  // namespace invitectl
