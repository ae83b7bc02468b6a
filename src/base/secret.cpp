#include "invitectl/base/secret.hpp"

#include <string.h>  // NOLINT(modernize-deprecated-headers): explicit_bzero is not in <cstring>
#include <utility>

namespace invitectl {

Secret::Secret(std::string bytes) : bytes_(std::move(bytes)) {}
Secret::Secret(const Secret& other) = default;

// A moved-from string may keep short contents in place, so the source is wiped by hand.
Secret::Secret(Secret&& other) noexcept : bytes_(other.bytes_) {
    explicit_bzero(other.bytes_.data(), other.bytes_.size());
    other.bytes_.clear();
}

Secret& Secret::operator=(Secret other) noexcept {
    bytes_.swap(other.bytes_);
    return *this;
}

Secret::~Secret() {
    explicit_bzero(bytes_.data(), bytes_.size());
}

std::string_view Secret::last_four() const {
    constexpr std::size_t kShown = 4;
    constexpr std::size_t kLongEnoughToHide = 20;
    if (bytes_.size() < kLongEnoughToHide) {
        return {};
    }
    return std::string_view(bytes_).substr(bytes_.size() - kShown);
}

}  // namespace invitectl
