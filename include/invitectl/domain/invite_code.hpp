// The identity of an invite link: what stands after discord.gg/.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl {

class InviteCode {
  public:
    // A code as Discord writes it: 1..100 visible ASCII characters without '/', '?' or '#'.
    static std::optional<InviteCode> parse(std::string_view text);

    // What people paste: a bare code, "discord.gg/x", "https://discord.com/invite/x?event=1".
    static std::optional<InviteCode> parse_pasted(std::string_view text);

    const std::string& text() const { return text_; }

    friend auto operator<=>(const InviteCode&, const InviteCode&) = default;

  private:
    explicit InviteCode(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

}  // namespace invitectl

template <>
struct std::hash<invitectl::InviteCode> {
    std::size_t operator()(const invitectl::InviteCode& code) const noexcept {
        return std::hash<std::string>{}(code.text());
    }
};
