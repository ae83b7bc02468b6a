// A subcommand as data. Parser, help and tests walk the list of these.
//
// A command file holds, top to bottom: what it is for, `struct Options` (plain, with defaults),
// `declare(OptionSet&, Options&)` (names and help, no logic), `run(const Options&, Context&)`, and
// a function that returns its row:
//
//     cli::Command leaderboard() {
//         return {.path = "leaderboard",
//                 .group = cli::Group::analyse,
//                 .summary = "Who brings people that stay",
//                 .description = "…",
//                 .examples = {{"invitectl leaderboard --by source", "sources instead of people"},
//                 …}, .needs = {.guild = true, .table = true, .range = true}, .body =
//                 cli::body(declare, run)};
//     }
#pragma once

#include "invitectl/cli/exit_status.hpp"
#include "invitectl/cli/option_set.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace invitectl::cli {

class Context;

// The sections of `help`, in this order.
enum class Group {
    start,
    guild,
    collect,
    reconcile,
    sources,
    joins,
    analyse,
    publish,
    data_care,
    self,
};

std::string_view title_of(Group group);

struct Example {
    std::string command;  // as it is typed, "invitectl" first
    std::string shows;    // what for, one line
};

// Which common options the command heeds. Options that only say where things are or how to behave
// (--db, --config, --color …) are accepted by every command, so that an alias may carry them; those
// that choose what is shown, or guard something, are accepted only where they do. --dry-run belongs
// to every command that changes something.
struct Needs {
    bool guild = false;       // --guild
    bool each_guild = false;  // --all-guilds: cli runs the command for one guild after the other
    bool all_guilds = false;  // --all-guilds: the command sees to them itself
    bool table = false;       // --json, --format, --columns, --sort, --no-headers
    bool limit = false;       // --limit
    bool range = false;       // --since, --until
    bool as_of = false;       // --as-of
    bool discord = false;     // --token-file, --api-base, --max-wait; a signal stops it in order
    bool lock = false;        // --lock-wait
    bool asks = false;        // --no-input; a signal while it asks stops it in order
    bool confirm = false;     // --yes, and --no-input
    std::int64_t cap = 0;  // --max: at most so many targets at once by default; 0: no such option
    bool fresh = false;    // the file that --config names need not exist yet
};

// The tables a command can print, made from nothing: one for each set of columns.
using Tables = std::function<std::vector<report::Table>()>;

// Declares the command's options and returns what runs it after parsing.
using Body = std::function<std::function<ExitStatus(Context&)>(OptionSet&)>;

struct Command {
    std::string path{};  // "leaderboard", "guild add"
    Group group = Group::self;
    std::string summary{};      // one line without a full stop
    std::string description{};  // paragraphs, separated by an empty line
    std::vector<Example> examples{};
    Needs needs{};
    bool changes = false;  // the database, the configuration or Discord may be changed
    Body body{};
    bool hidden = false;  // for programs: in no help, no manual and no completion
    // What `explain`, --json=help, completion and the JSON schema tell of its output; every command
    // with needs.table has it.
    Tables tables{};
};

// What people are shown.
std::vector<const Command*> visible(std::span<const Command> commands);

template <class Options>
Body body(void (*declare)(OptionSet&, Options&), ExitStatus (*run)(const Options&, Context&)) {
    return [declare, run](OptionSet& set) {
        auto options = std::make_shared<Options>();
        declare(set, *options);
        return [options, run](Context& context) { return run(*options, context); };
    };
}

// For a command without options of its own.
inline Body body(ExitStatus (*run)(Context&)) {
    return [run](OptionSet&) { return run; };
}

}  // namespace invitectl::cli
