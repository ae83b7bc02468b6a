// config list | get | path | validate: what holds, and where it comes from.
#include "invitectl/report/config.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <ostream>

namespace invitectl::commands {
namespace {

struct ListOptions {
    bool show_origin = false;
};

void declare_list(cli::OptionSet& set, ListOptions& options) {
    set.flag("--show-origin", options.show_origin, "also by whose word each value holds");
}

cli::ExitStatus run_list(const ListOptions& options, cli::Context& context) {
    std::vector<report::ConfigLine> lines;
    for (const auto& entry : context.config_in_force()) {
        lines.push_back({std::string(entry.key->name),
                         entry.values,
                         entry.origin,
                         std::string(entry.key->meaning)});
    }
    context.print(report::config(lines, options.show_origin));
    return cli::ExitStatus::ok;
}

struct GetOptions {
    std::string key;
};

void declare_get(cli::OptionSet& set, GetOptions& options) {
    set.positional("KEY", options.key, "which key");
}

cli::ExitStatus run_get(const GetOptions& options, cli::Context& context) {
    const cli::ConfigKey& key = cli::find_config_key(options.key);
    for (const auto& entry : context.config_in_force()) {
        if (entry.key->name != key.name) {
            continue;
        }
        for (const std::string& value : entry.values) {
            context.out() << (context.on_terminal() ? escape_for_terminal(value) : value) << "\n";
        }
        if (entry.values.empty()) {
            context.tell(options.key + " is not set");
        }
    }
    return cli::ExitStatus::ok;
}

cli::ExitStatus run_path(cli::Context& context) {
    context.out() << (context.on_terminal() ? escape_for_terminal(context.config_path())
                                            : context.config_path())
                  << "\n";
    return cli::ExitStatus::ok;
}

struct ValidateOptions {
    std::optional<std::string> file;
};

void declare_validate(cli::OptionSet& set, ValidateOptions& options) {
    set.positional("FILE", options.file, "instead of the one in use");
}

cli::ExitStatus run_validate(const ValidateOptions& options, cli::Context& context) {
    if (!options.file) {
        context.config();
        context.tell("The configuration is right.");
        return cli::ExitStatus::ok;
    }
    const auto text = context.files().read_trusted(*options.file);
    if (!text) {
        throw Error(ErrorCode::file,
                    "there is no file " + *options.file,
                    "it was named to be validated",
                    "invitectl config path");
    }
    context.check_config_text(*text, *options.file);
    context.tell(*options.file + " is right.");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command config_list() {
    return {
        .path = "config list",
        .group = cli::Group::start,
        .summary = "What holds of the configuration",
        .description =
            "Everything the file can say, with its default where nobody says anything. An "
            "option on the command line comes first, then its variable (INVITECTL_DB for "
            "--db), then the file of the user, then the one of the machine. More: invitectl help "
            "configuration",
        .examples = {{"invitectl config list", "all keys"},
                     {"invitectl config list --show-origin", "and by whose word"}},
        .needs = {.table = true},
        .body = cli::body(declare_list, run_list),
        .tables = [] { return std::vector{report::config({}, true)}; }};
}

cli::Command config_get() {
    return {.path = "config get",
            .group = cli::Group::start,
            .summary = "One value that holds",
            .description = "Of a list one value a line; nothing where nothing is set.",
            .examples = {{"invitectl config get db", "where the database is"},
                         {"invitectl config get tz", "the time zone in use"}},
            .body = cli::body(declare_get, run_get)};
}

cli::Command config_path() {
    return {.path = "config path",
            .group = cli::Group::start,
            .summary = "Where the configuration file is, or would be",
            .description = {},
            .examples = {{"invitectl config path", "the path alone"},
                         {"invitectl config path --config other.toml", "what --config says"}},
            .body = cli::body(run_path)};
}

cli::Command config_validate() {
    return {.path = "config validate",
            .group = cli::Group::start,
            .summary = "Check the configuration file",
            .description = "Exits with 2 and names the line where something is wrong.",
            .examples = {{"invitectl config validate", "the one in use"},
                         {"invitectl config validate config.toml", "a file to be"}},
            .body = cli::body(declare_validate, run_validate)};
}

}  // namespace invitectl::commands
