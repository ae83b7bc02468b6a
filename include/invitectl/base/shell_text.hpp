// Words as a shell takes them, for commands that are suggested.
#pragma once

#include <string>
#include <string_view>

namespace invitectl {

// As it must be typed to come out as it is: in single quotes where it needs them.
std::string shell_quoted(std::string_view word);

// Whether a shell takes the character as it is, wherever it stands.
bool is_plain_in_shell(char c);

}  // namespace invitectl
