#include "system/secret_buffer.hpp"

#include <string.h>  // NOLINT(modernize-deprecated-headers): explicit_bzero is not in <cstring>
#include <unistd.h>

namespace invitectl::system {

SecretBuffer::~SecretBuffer() {
    explicit_bzero(bytes_.data(), bytes_.size());
}

ssize_t SecretBuffer::read_some(int descriptor) {
    const ssize_t got = ::read(descriptor, bytes_.data() + size_, bytes_.size() - size_);
    if (got > 0) {
        size_ += static_cast<std::size_t>(got);
    }
    return got;
}

}  // namespace invitectl::system
