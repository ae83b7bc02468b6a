// Words as shells write them.
#pragma once

#include <string>
#include <string_view>

namespace invitectl::commands {

// Without quotes and backslashes, also where the closing quote is still to come.
std::string unquoted(std::string_view word);

// The word that readline will replace. It cuts words at some characters ("--format=js" is three for
// it), so that what is typed may have begun before it; and it wants its answers quoted, which
// depends on whether a quote is open.
class BashWord {
  public:
    // `shown` is the word as readline cut it, `typed` the whole word without quotes.
    BashWord(std::string_view shown, std::string_view typed);

    // What takes its place for the whole word `value`.
    std::string rest_of(std::string_view value) const;

  private:
    char quote_ = '\0';
    std::size_t before_ = 0;  // bytes of what is typed that stand before it
};

}  // namespace invitectl::commands
