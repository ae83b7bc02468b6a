// A value that must never be printed: the bot token.
//
// There is no stream operator, no formatter and no conversion to string; whoever really needs the
// bytes says `reveal()`, which is easy to search for. The memory is wiped when the value dies.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace invitectl {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string bytes);
    Secret(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret other) noexcept;
    ~Secret();

    bool empty() const { return bytes_.empty(); }
    std::string_view reveal() const { return bytes_; }

    // The last four characters, what `auth status` may show; empty for a value too short to hide.
    std::string_view last_four() const;

  private:
    std::string bytes_;
};

std::ostream& operator<<(std::ostream&, const Secret&) = delete;

}  // namespace invitectl
