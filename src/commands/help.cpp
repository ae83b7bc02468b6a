// help: all commands, one of them, or a topic.
#include "invitectl/cli/help.hpp"

#include "invitectl/cli/context.hpp"

#include "commands/all.hpp"

#include <ostream>

namespace invitectl::commands {
namespace {

struct Options {
    std::vector<std::string> words;
};

void declare(cli::OptionSet& set, Options& options) {
    set.positional("COMMAND", options.words, "a command, a group of commands or a topic");
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    context.out() << cli::help_text(context.commands(), options.words);
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command help() {
    return {.path = "help",
            .group = cli::Group::self,
            .summary = "What there is, and how to use it",
            .examples = {{"invitectl help", "all commands and topics"},
                         {"invitectl help version", "examples and options of one command"},
                         {"invitectl help exit-codes", "what the exit codes mean"}},
            .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
