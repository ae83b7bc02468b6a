// A file descriptor that closes itself, and the calls on it that may be interrupted.
#pragma once

#include "invitectl/base/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace invitectl::system {

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
    Descriptor& operator=(Descriptor&&) = delete;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    void close();

  private:
    int number_;
};

// An Error that quotes errno: "cannot read /a/b", why: "Permission denied". Disk full has its own
// code.
Error system_error(const std::string& what, const std::string& path);

// At most `limit` bytes to the end of the file; Error(file) when there are more. `path` is for
// messages.
std::string read_all(int descriptor, std::size_t limit, const std::string& path);
void write_all(int descriptor, std::string_view bytes, const std::string& path);

}  // namespace invitectl::system
