#include "cli/failure.hpp"

#include "invitectl/base/escape.hpp"
#include "invitectl/base/token_shape.hpp"

#include "cli/error_catalogue.hpp"

#include <algorithm>

namespace invitectl::cli {

Error with_next_step(const Error& error) {
    return error.next().empty() ? Error(error.code(),
                                        error.happened(),
                                        error.why(),
                                        std::string(catalogue_entry(error.code()).next))
                                : error;
}

std::string failure_lines(const Error& error, bool for_journal) {
    // https://www.freedesktop.org/software/systemd/man/252/sd-daemon.html
    const std::string start = for_journal ? "<3>" : "";
    std::string out = start + "error: " + escape_for_terminal(error.happened()) + " (" +
                      std::string(error_id(error.code())) + ")\n";
    if (!error.why().empty()) {
        out += start + "why: " + escape_for_terminal(error.why()) + "\n";
    }
    if (!error.next().empty()) {
        out += start + "next: " + escape_for_terminal(error.next()) + "\n";
    }
    return out;
}

std::string failure_object(const Error& error, ExitStatus status) {
    return "{\"error\":{\"id\":" + json_string(error_id(error.code())) +
           ",\"what\":" + json_string(error.happened()) + ",\"why\":" + json_string(error.why()) +
           ",\"next\":" + json_string(error.next()) +
           ",\"exit\":" + std::to_string(static_cast<int>(status)) + "}}\n";
}

bool asks_for_json(std::span<const std::string> words) {
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        const bool format = words[i] == "--format" && i + 1 < words.size() &&
                            (words[i + 1] == "json" || words[i + 1] == "ndjson");
        const bool log =
            words[i] == "--log-format=json" ||
            (words[i] == "--log-format" && i + 1 < words.size() && words[i + 1] == "json");
        if (format || log || words[i] == "--json" || words[i].starts_with("--json=") ||
            words[i] == "--format=json" || words[i] == "--format=ndjson") {
            return true;
        }
    }
    return false;
}

void refuse_tokens(std::span<const std::string> words) {
    const bool leaked = std::ranges::any_of(
        words, [](const std::string& word) { return find_token(word).has_value(); });
    if (leaked) {
        throw Error(ErrorCode::usage,
                    "there is a bot token on the command line",
                    "this token is now in your shell history; rotate it",
                    "https://discord.com/developers/applications (Bot, Reset Token), then: "
                    "--token-file FILE");
    }
    const bool named = std::ranges::any_of(words, [](const std::string& word) {
        return word == "--token" || word.starts_with("--token=");
    });
    if (named) {
        throw Error(ErrorCode::usage,
                    "there is no option --token",
                    "command lines are seen by every user of the machine and kept by the shell",
                    "put the token into a file of mode 0600: --token-file FILE");
    }
}

}  // namespace invitectl::cli
