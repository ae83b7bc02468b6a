// man: the manual pages, made from the list of commands.
#include "invitectl/base/error.hpp"
#include "invitectl/cli/context.hpp"
#include "invitectl/cli/manual.hpp"

#include "commands/all.hpp"

#include <algorithm>
#include <ostream>

namespace invitectl::commands {
namespace {

constexpr const char* kDate = INVITECTL_RELEASE_DATE;

struct Options {
    std::vector<std::string> words;
    std::optional<std::string> folder;
};

void declare(cli::OptionSet& set, Options& options) {
    set.positional("COMMAND", options.words, "whose page; none: the program's");
    set.option("--out", options.folder, "FOLDER", "write all pages into this folder instead");
}

void write_all(cli::Context& context, const std::string& folder) {
    const auto write = [&](const std::string& name, const std::string& page) {
        context.files().replace(folder + "/" + name, page);
    };
    write("invitectl.1", cli::program_manual(context.commands(), kDate));
    const auto commands = cli::visible(context.commands());
    for (const cli::Command* command : commands) {
        write(cli::manual_name(*command), cli::command_manual(*command, kDate));
    }
    context.tell(std::to_string(commands.size() + 1) + " pages written into " + folder + ".");
}

std::string path_of(const std::vector<std::string>& words) {
    std::string path;
    for (const std::string& word : words) {
        path += (path.empty() ? "" : " ") + word;
    }
    return path;
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    if (options.folder) {
        write_all(context, *options.folder);
        return cli::ExitStatus::ok;
    }
    if (options.words.empty()) {
        context.out() << cli::program_manual(context.commands(), kDate);
        return cli::ExitStatus::ok;
    }
    const std::string path = path_of(options.words);
    const auto commands = context.commands();
    const auto found = std::ranges::find(commands, path, &cli::Command::path);
    if (found == commands.end()) {
        throw Error(ErrorCode::usage,
                    "there is no page about \"" + path + "\"",
                    "each command has one, and none else",
                    "invitectl help");
    }
    context.out() << cli::command_manual(*found, kDate);
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command man() {
    return {.path = "man",
            .group = cli::Group::self,
            .summary = "The manual pages, for man to read",
            .description =
                "Writes a page in mdoc(7) to standard output. An installed invitectl brings all of "
                "them along: man invitectl.",
            .examples = {{"invitectl man | mandoc", "read the program's page"},
                         {"invitectl man invite list | mandoc", "read a command's"},
                         {"invitectl man --out .", "write all of them into this folder"}},
            .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
