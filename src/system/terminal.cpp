#include "invitectl/system/terminal.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/system/process.hpp"

#include "system/descriptor.hpp"
#include "system/secret_buffer.hpp"

#include <cerrno>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace invitectl::system {
namespace {

// What is typed meanwhile is not shown, and comes line by line or key by key; afterwards everything
// is as it was, however it ended.
class HiddenTyping {
  public:
    enum class By { line, key };

    explicit HiddenTyping(By by) {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) {
            throw Error(ErrorCode::file,
                        "what you type cannot be hidden",
                        "standard input is no terminal",
                        "put the token into a file of mode 0600: --token-file FILE");
        }
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | (by == By::key ? ICANON : 0));
        ::tcsetattr(STDIN_FILENO, by == By::key ? TCSADRAIN : TCSAFLUSH, &hidden);
    }
    ~HiddenTyping() { ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_); }
    HiddenTyping(const HiddenTyping&) = delete;
    HiddenTyping& operator=(const HiddenTyping&) = delete;

  private:
    termios before_{};
};

class StandardTerminal final : public Terminal {
  public:
    explicit StandardTerminal(std::stop_token stop) : stop_(std::move(stop)) {}

    bool is_attended() const override {
        return is_terminal(STDIN_FILENO) && is_terminal(STDERR_FILENO);
    }

    std::optional<std::string> ask(std::string_view question) override {
        const auto line = answer(question);
        return line ? std::optional(std::string(line->reveal())) : std::nullopt;
    }

    std::optional<char> ask_key(std::string_view question) override {
        const HiddenTyping hidden(HiddenTyping::By::key);
        write_all(STDERR_FILENO, question, "standard error");
        for (;;) {
            wait_for_input();
            char key = 0;
            const ssize_t got = ::read(STDIN_FILENO, &key, 1);
            if (got < 0 && errno != EINTR) {
                throw system_error("cannot read", "standard input");
            }
            if (got >= 0) {
                drop_rest_of(key);
                write_all(STDERR_FILENO, "\n", "standard error");
                return got == 0 ? std::nullopt : std::optional(key);
            }
        }
    }

    std::optional<Secret> ask_hidden(std::string_view question) override {
        const HiddenTyping hidden(HiddenTyping::By::line);
        const auto line = answer(question);
        write_all(STDERR_FILENO, "\n", "standard error");  // the one typed was not shown
        return line;
    }

  private:
    // A terminal hands over whole lines, so reading stops at the end of the answer.
    std::optional<Secret> answer(std::string_view question) {
        write_all(STDERR_FILENO, question, "standard error");
        SecretBuffer typed;
        while (!typed.is_full()) {
            wait_for_input();
            const ssize_t got = typed.read_some(STDIN_FILENO);
            if (got < 0 && errno != EINTR) {
                throw system_error("cannot read", "standard input");
            }
            const Secret so_far = typed.take();
            if (so_far.reveal().ends_with('\n')) {
                return without_line_break(so_far);
            }
            if (got == 0) {
                break;
            }
        }
        Secret rest = typed.take();
        return rest.empty() ? std::nullopt : std::optional(std::move(rest));
    }

    static Secret without_line_break(const Secret& line) {
        std::string_view text = line.reveal();
        while (text.ends_with('\n') || text.ends_with('\r')) {
            text.remove_suffix(1);
        }
        return Secret(std::string(text));
    }

    // Arrows and letters beyond ASCII are several bytes at once, which are one key.
    static void drop_rest_of(char key) {
        constexpr char kEscape = '\x1b';
        pollfd input{STDIN_FILENO, POLLIN, 0};
        char more = 0;
        while ((key == kEscape || static_cast<unsigned char>(key) > 0x7f) &&
               ::poll(&input, 1, 0) > 0 && ::read(STDIN_FILENO, &more, 1) == 1) {
        }
    }

    // Signals arrive in another thread, so the wait looks up now and then.
    void wait_for_input() {
        constexpr int kLookUpMs = 50;
        pollfd input{STDIN_FILENO, POLLIN, 0};
        while (::poll(&input, 1, kLookUpMs) <= 0) {
            if (stop_.stop_requested()) {
                write_all(STDERR_FILENO, "\n", "standard error");
                throw Error(ErrorCode::interrupted,
                            "interrupted; nothing was done",
                            "the question was not answered",
                            "run the same command again");
            }
        }
    }

    std::stop_token stop_;
};

}  // namespace

std::unique_ptr<Terminal> standard_terminal(std::stop_token stop) {
    return std::make_unique<StandardTerminal>(std::move(stop));
}

}  // namespace invitectl::system
