// What the process is and how it behaves towards the machine.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <stop_token>
#include <streambuf>
#include <string>
#include <string_view>

namespace invitectl::system {

// To be called first: files are private (umask 077), memory with the token in it is neither dumped
// nor readable by other processes of the user, a reader that goes away (SIGPIPE) is a failed write,
// and closed standard streams stay unusable instead of becoming the database's file descriptor.
void harden_process();

std::optional<std::string> environment_variable(const std::string& name);

// The name of the user the process runs as; the digits of the uid where it has none.
std::string login_name();
std::string host_name();

bool is_terminal(int descriptor);
// Cells of the terminal behind the descriptor; nothing where it is none.
std::optional<int> terminal_width(int descriptor);

// An output stream on a file descriptor that remembers why writing failed. On a terminal it can
// keep one line beneath what is written, which makes room for everything else.
class DescriptorBuffer : public std::streambuf {
  public:
    explicit DescriptorBuffer(int descriptor);

    int failure() const { return failure_; }  // errno of the first failed write; 0: none

    // These two may be called from any thread. The line must fit the terminal; empty: none.
    void show_status(std::string_view line);
    void write_line(std::string_view line);

  protected:
    int_type overflow(int_type c) override;
    int sync() override;
    std::streamsize xsputn(const char* bytes, std::streamsize count) override;

  private:
    bool write_all(const char* bytes, std::size_t count);
    bool write_past_status(const char* bytes, std::size_t count);
    bool flush_buffer();

    int descriptor_;
    int failure_ = 0;
    std::string buffer_;
    std::mutex mutex_;  // of the descriptor and the status line
    bool status_shown_ = false;
};

// From its construction on, SIGINT and SIGTERM request a stop; a second one ends the process at
// once with 128 + its number. One a process.
class SignalWatch {
  public:
    SignalWatch();
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    std::stop_token token() const;
    int caught() const;  // the first signal; 0: none
    // What SIGUSR1 does, on another thread; nothing until this is called.
    void on_request(std::function<void()> report);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace invitectl::system
