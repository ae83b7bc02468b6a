// Reads a short secret without leaving copies of it behind in memory that nobody wipes.
#pragma once

#include "invitectl/base/secret.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <sys/types.h>

namespace invitectl::system {

class SecretBuffer {
  public:
    SecretBuffer() = default;
    ~SecretBuffer();
    SecretBuffer(const SecretBuffer&) = delete;
    SecretBuffer& operator=(const SecretBuffer&) = delete;

    // One read(2) into the room left: its result, errno included.
    ssize_t read_some(int descriptor);
    // No secret is that long; nothing more can be read.
    bool is_full() const { return size_ == bytes_.size(); }
    Secret take() const { return Secret(std::string(bytes_.data(), size_)); }

  private:
    std::array<char, 4097> bytes_{};
    std::size_t size_ = 0;
};

}  // namespace invitectl::system
