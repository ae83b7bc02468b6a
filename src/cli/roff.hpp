// Text for mdoc(7) pages.
#pragma once

#include <string>
#include <string_view>

namespace invitectl::cli {

// Escaped for the middle of a line: a backslash, and quotes that roff would take for arguments.
std::string roff_word(std::string_view text);

// Paragraphs with a sentence a line, no line longer than roff likes, `.Pp` between them.
std::string roff_text(std::string_view text);

}  // namespace invitectl::cli
