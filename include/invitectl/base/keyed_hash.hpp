// HMAC-SHA256 (RFC 2104): a name for something that only who has the key can link to it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace invitectl {

class KeyedHash {
  public:
    static constexpr std::size_t kBytes = 32;
    using Digest = std::array<std::uint8_t, kBytes>;

    explicit KeyedHash(std::string_view key);
    ~KeyedHash();
    KeyedHash(const KeyedHash&) = delete;
    KeyedHash& operator=(const KeyedHash&) = delete;

    // Made once, asked often: the key is not read anew.
    Digest of(std::string_view message);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace invitectl
