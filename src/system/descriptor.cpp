#include "system/descriptor.hpp"

#include <array>
#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace invitectl::system {

Descriptor::~Descriptor() {
    close();
}

void Descriptor::close() {
    if (number_ >= 0) {
        ::close(number_);
        number_ = -1;
    }
}

Error system_error(const std::string& what, const std::string& path) {
    const int number = errno;
    const bool full = number == ENOSPC || number == EDQUOT;
    return {full ? ErrorCode::disk_full : ErrorCode::file,
            what + " " + path,
            std::generic_category().message(number),
            full ? "free some space and run the command again" : ""};
}

std::string read_all(int descriptor, std::size_t limit, const std::string& path) {
    std::string text;
    std::array<char, 4096> buffer{};
    while (true) {
        const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw system_error("cannot read", path);
        }
        if (got == 0) {
            return text;
        }
        text.append(buffer.data(), static_cast<std::size_t>(got));
        if (text.size() > limit) {
            throw Error(ErrorCode::file,
                        "cannot read " + path,
                        "it is longer than " + std::to_string(limit) + " bytes");
        }
    }
}

void write_all(int descriptor, std::string_view bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            throw system_error("cannot write", path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace invitectl::system
