// Asking the person at the terminal, and being refused where nobody is there.
#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/cli/context.hpp"

namespace invitectl::cli {
namespace {

Error not_confirmed(const std::string& action, const std::string& why, const std::string& next) {
    return {ErrorCode::refused, "refused to " + action, why, next};
}

bool is_yes(std::string_view answer) {
    return answer == "y" || answer == "Y" || answer == "yes" || answer == "Yes";
}

}  // namespace

Terminal& Context::terminal() {
    if (!terminal_) {
        watch();  // so that an interruption leaves the terminal as it was
        terminal_ = host_.factories.terminal(stop_);
    }
    return *terminal_;
}

bool Context::can_ask() {
    return !options_.no_input && terminal().is_attended();
}

std::optional<std::string> Context::ask(std::string_view question) {
    progress().end();
    return terminal().ask(question);
}

std::optional<char> Context::ask_key(std::string_view question) {
    return terminal().ask_key(question);
}

std::optional<Secret> Context::ask_hidden(std::string_view question) {
    progress().end();
    return terminal().ask_hidden(question);
}

void Context::confirm(const Confirmation& confirmation) {
    if (options_.yes || confirmation.danger == Danger::mild) {
        return;
    }
    if (!can_ask()) {
        throw not_confirmed(confirmation.action,
                            options_.no_input ? "--no-input forbids to ask for confirmation"
                                              : "nobody is at a terminal to confirm it",
                            "look at it with --dry-run, then run the same command with --yes");
    }
    const std::string action = escape_for_terminal(confirmation.action);
    if (confirmation.danger == Danger::moderate) {
        if (!is_yes(ask("About to " + action + ". Go on? [y/N] ").value_or(""))) {
            throw not_confirmed(
                confirmation.action, "it was not confirmed", "run the same command again");
        }
        return;
    }
    const std::string question = "About to " + action + ". This cannot be taken back.\nType \"" +
                                 escape_for_terminal(confirmation.name) + "\" to go on: ";
    const std::optional<std::string> answer = ask(question);
    // As it is, or as it is shown: a name with escapes can only be typed the second way.
    if (answer != confirmation.name && unescape(answer.value_or("")) != confirmation.name) {
        throw not_confirmed(
            confirmation.action, "the name was not typed", "run the same command again");
    }
}

void Context::check_cap(std::size_t targets, std::string_view thing) const {
    const std::int64_t cap = options_.max.value_or(command_.needs.cap);
    if (static_cast<std::int64_t>(targets) > cap) {
        throw Error(
            ErrorCode::refused,
            "refused to touch " + std::to_string(targets) + " " + std::string(thing) + " at once",
            "at most " + std::to_string(cap) + " are allowed",
            "if all of them are meant: --max " + std::to_string(targets));
    }
}

}  // namespace invitectl::cli
