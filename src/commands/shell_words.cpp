#include "commands/shell_words.hpp"

#include "invitectl/base/shell_text.hpp"

#include <algorithm>

namespace invitectl::commands {
namespace {

constexpr std::string_view kCuts = "=:@";

// Inside double quotes only these mean something.
bool is_special_in_double_quotes(char c) {
    return std::string_view("\"$`\\!").find(c) != std::string_view::npos;
}

}  // namespace

std::string unquoted(std::string_view word) {
    std::string out;
    char quote = '\0';
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char c = word[i];
        if (c == '\\' && quote != '\'' && i + 1 < word.size()) {
            out += word[++i];
        } else if (quote != '\0' && c == quote) {
            quote = '\0';
        } else if (quote == '\0' && (c == '\'' || c == '"')) {
            quote = c;
        } else {
            out += c;
        }
    }
    return out;
}

BashWord::BashWord(std::string_view shown, std::string_view typed) {
    if (!shown.empty() && (shown.front() == '"' || shown.front() == '\'')) {
        quote_ = shown.front();
    }
    const bool is_cut =
        std::ranges::all_of(shown, [](char c) { return kCuts.find(c) != std::string_view::npos; });
    const std::size_t replaced = is_cut ? 0 : unquoted(shown).size();
    before_ = replaced < typed.size() ? typed.size() - replaced : 0;
}

std::string BashWord::rest_of(std::string_view value) const {
    std::string out;
    for (const char c : value.substr(std::min(before_, value.size()))) {
        if (quote_ == '\'') {
            out += c == '\'' ? "'\\''" : std::string(1, c);
        } else if (quote_ == '"') {
            out += is_special_in_double_quotes(c) ? std::string{'\\', c} : std::string(1, c);
        } else {
            out += is_plain_in_shell(c) ? std::string(1, c) : std::string{'\\', c};
        }
    }
    return out;
}

}  // namespace invitectl::commands
