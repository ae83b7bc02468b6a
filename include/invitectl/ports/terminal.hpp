// The person at the keyboard.
#pragma once

#include "invitectl/base/secret.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace invitectl {

class Terminal {
  public:
    virtual ~Terminal() = default;

    // Whether a question reaches somebody: standard input and standard error are terminals.
    virtual bool is_attended() const = 0;

    // Shows the question on standard error, as it is, and reads one line of standard input without
    // its line break. Nothing at the end of input. Throws Error(interrupted) when asked to stop
    // meanwhile.
    virtual std::optional<std::string> ask(std::string_view question) = 0;
    // Shows the question and takes the first key that is pressed, without the Enter key. Nothing at
    // the end of input.
    virtual std::optional<char> ask_key(std::string_view question) = 0;
    // As ask, with what is typed not shown.
    virtual std::optional<Secret> ask_hidden(std::string_view question) = 0;
};

}  // namespace invitectl
