// config set | unset: change one key of the file; everything else in it stays.
#include "invitectl/base/error.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

// Through the file's own rules before and after, so that a program never makes it worse.
void write(cli::Context& context, const std::string& contents) {
    if (!context.dry_run()) {
        context.files().replace(context.config_path(), contents);
    }
}

std::string present_text(cli::Context& context) {
    return context.files().read_trusted(context.config_path()).value_or("");
}

struct SetOptions {
    std::string key;
    std::vector<std::string> values;
};

void declare_set(cli::OptionSet& set, SetOptions& options) {
    set.positional("KEY", options.key, "which key");
    set.positional("VALUE", options.values, "its value; several for a list").required();
}

cli::ExitStatus run_set(const SetOptions& options, cli::Context& context) {
    const cli::ConfigKey& key = cli::find_config_key(options.key);
    write(context, context.config_text_with(present_text(context), key, options.values));
    context.tell(options.key + " is set in " + context.config_path() + ".");
    return cli::ExitStatus::ok;
}

struct UnsetOptions {
    std::string key;
};

void declare_unset(cli::OptionSet& set, UnsetOptions& options) {
    set.positional("KEY", options.key, "which key");
}

cli::ExitStatus run_unset(const UnsetOptions& options, cli::Context& context) {
    const cli::ConfigKey& key = cli::find_config_key(options.key);
    const std::string before = present_text(context);
    const std::string after = cli::unset_in_config(before, context.config_path(), key);
    if (before == after) {
        context.tell(options.key + " was not set in " + context.config_path() + ".");
        return cli::ExitStatus::ok;
    }
    write(context, after);
    context.tell(options.key + " is no longer set in " + context.config_path() + ".");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command config_set() {
    return {.path = "config set",
            .group = cli::Group::start,
            .summary = "Set a key in the configuration file",
            .description =
                "Changes this value and no other byte: comments and order stay. The file is "
                "replaced whole or not at all. A path may be relative; it is then meant from the "
                "folder of the file. What there is to set: invitectl help configuration",
            .examples = {{"invitectl config set tz Europe/Berlin", "the time zone of tables"},
                         {"invitectl config set token_command pass show discord-bot",
                          "a program that prints the token"}},
            .needs = {.fresh = true},
            .changes = true,
            .body = cli::body(declare_set, run_set)};
}

cli::Command config_unset() {
    return {.path = "config unset",
            .group = cli::Group::start,
            .summary = "Take a key out of the configuration file",
            .description = "Its line goes, a comment above it stays; then the default holds.",
            .examples = {{"invitectl config unset tz", "back to TZ, else UTC"},
                         {"invitectl config unset token_command --dry-run", "only look"}},
            .needs = {.fresh = true},
            .changes = true,
            .body = cli::body(declare_unset, run_unset)};
}

}  // namespace invitectl::commands
