// settings list | get | set | reset | import | export: what a guild's numbers are worked out with.
#include "invitectl/report/settings.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/exchange/settings_toml.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/workflow/setting_edits.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <istream>
#include <iterator>
#include <ostream>

namespace invitectl::commands {
namespace {

const SettingRow& find_row(const std::string& key) {
    if (const SettingRow* row = find_setting(key)) {
        return *row;
    }
    std::vector<std::string> keys;
    for (const SettingRow& row : setting_rows()) {
        keys.emplace_back(row.key);
    }
    const auto near = nearest(key, keys);
    throw Error(ErrorCode::not_found,
                "there is no setting \"" + key + "\"",
                near ? "the nearest is " + *near : "",
                "invitectl settings list");
}

cli::ExitStatus run_list(cli::Context& context) {
    std::vector<report::SettingLine> lines;
    for (const store::SettingInForce& setting :
         store::settings_in_force(context.database(), context.guild().guild.id, context.now())) {
        lines.push_back({setting.row, setting.value, setting.set_at, setting.set_by});
    }
    context.print(report::settings(lines));
    return cli::ExitStatus::ok;
}

struct GetOptions {
    std::string key;
};

void declare_get(cli::OptionSet& set, GetOptions& options) {
    set.positional("KEY", options.key, "which setting");
}

cli::ExitStatus run_get(const GetOptions& options, cli::Context& context) {
    const SettingRow& row = find_row(options.key);
    for (const store::SettingInForce& setting :
         store::settings_in_force(context.database(), context.guild().guild.id, context.now())) {
        if (setting.row == &row) {
            context.out() << format_setting(row, setting.value) << "\n";
            if (setting.set_by == "program") {
                context.tell("set by the program: " + setting.note);
            }
        }
    }
    return cli::ExitStatus::ok;
}

void tell_change(const SettingRow& row,
                 const workflow::SettingChange& change,
                 std::string_view remark,
                 cli::Context& context) {
    std::string line = std::string(row.key) + " is " + format_setting(row, change.value) +
                       std::string(remark) + ".";
    if (change.reopened > 0) {
        line += " " + counted(change.reopened, "join") + (change.reopened == 1 ? " is" : " are") +
                " to be worked out anew, by the next sync or: invitectl reconcile";
    }
    context.tell(line);
    if (!change.caution.empty()) {
        context.tell("caution: " + std::string(change.caution));
    }
}

struct SetOptions {
    std::string key;
    std::string value;
    std::optional<std::string> from;
};

void declare_set(cli::OptionSet& set, SetOptions& options) {
    set.positional("KEY", options.key, "which setting");
    set.positional(
        "VALUE", options.value, "on, off or a number; times also as 10m or 7d; channels as ID,ID");
    set.option("--from", options.from, "TIME", "closed and no_ghosts: since when it holds")
        .fallback("the first reading");
}

cli::ExitStatus run_set(const SetOptions& options, cli::Context& context) {
    const SettingRow& row = find_row(options.key);
    const SettingContent value = parse_setting(row, options.value);
    const auto from = options.from ? std::optional(context.time(*options.from)) : std::nullopt;
    const workflow::SettingChange change =
        workflow::change_setting(context.database(),
                                 context.guild().guild.id,
                                 row,
                                 value,
                                 from,
                                 {context.login_name(), context.now()});
    tell_change(row, change, "", context);
    return cli::ExitStatus::ok;
}

struct ResetOptions {
    std::vector<std::string> keys;
    bool all = false;
};

void declare_reset(cli::OptionSet& set, ResetOptions& options) {
    set.positional("KEY", options.keys, "which settings").optional();
    set.flag("--all", options.all, "every setting");
}

cli::ExitStatus run_reset(const ResetOptions& options, cli::Context& context) {
    if (options.all == !options.keys.empty()) {
        throw Error(
            ErrorCode::usage,
            options.all ? "--all and names of settings exclude each other" : "no setting is named",
            "settings reset takes the names of settings, or --all",
            "invitectl settings list");
    }
    std::vector<workflow::WantedSetting> wanted;
    for (const std::string& key : options.keys) {
        wanted.push_back({&find_row(key), {}});
    }
    if (options.all) {
        for (const SettingRow& row : setting_rows()) {
            wanted.push_back({&row, {}});
        }
    }
    const auto changes = workflow::change_settings(context.database(),
                                                   context.guild().guild.id,
                                                   wanted,
                                                   {context.login_name(), context.now()});
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        tell_change(*wanted[i].row, changes[i], ", the default", context);
    }
    return cli::ExitStatus::ok;
}

struct FileOptions {
    std::string file;
};

void declare_import(cli::OptionSet& set, FileOptions& options) {
    set.positional("FILE", options.file, "what settings export wrote; - for standard input");
}

std::string whole_text(const std::string& path, cli::Context& context) {
    const auto file = path == "-" ? nullptr : context.files().open(path);
    std::istream& in = file ? *file : context.in();
    return {std::istreambuf_iterator<char>(in), {}};
}

// Every line is looked at before any is obeyed.
cli::ExitStatus run_import(const FileOptions& options, cli::Context& context) {
    const std::string name = options.file == "-" ? "standard input" : options.file;
    std::vector<workflow::WantedSetting> wanted;
    for (const auto& text : exchange::read_settings(whole_text(options.file, context), name)) {
        try {
            const SettingRow& row = find_row(text.key);
            wanted.push_back({&row, parse_setting(row, text.value)});
        } catch (const Error& error) {
            throw Error(error.code(),
                        name + ", line " + std::to_string(text.line) + ": " + error.happened(),
                        error.why(),
                        error.next());
        }
    }
    const auto changes = workflow::change_settings(context.database(),
                                                   context.guild().guild.id,
                                                   wanted,
                                                   {context.login_name(), context.now()});
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        tell_change(*wanted[i].row, changes[i], "", context);
    }
    if (wanted.empty()) {
        context.tell("The file sets nothing.");
    }
    return cli::ExitStatus::ok;
}

struct ExportOptions {
    std::string output = "-";
};

void declare_export(cli::OptionSet& set, ExportOptions& options) {
    set.option("-o,--output", options.output, "FILE", "a new file; - for standard output");
}

cli::ExitStatus run_export(const ExportOptions& options, cli::Context& context) {
    const store::StoredGuild guild = context.guild();
    std::vector<exchange::SettingValue> values;
    for (const store::SettingInForce& setting :
         store::settings_in_force(context.database(), guild.guild.id, context.now())) {
        values.push_back({setting.row, setting.value, !setting.set_at});
    }
    const std::string text = exchange::write_settings(values, guild.alias);
    if (options.output == "-") {
        context.out() << text;
        return cli::ExitStatus::ok;
    }
    context.files().create(options.output, text);
    context.tell("Settings of " + guild.alias + " written to " + options.output + ".");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command settings_list() {
    return {.path = "settings list",
            .group = cli::Group::start,
            .summary = "The settings of a server, with their limits",
            .description = {},
            .examples = {{"invitectl settings list", "all of them"},
                         {"invitectl settings list --columns key,value", "only the values"}},
            .needs = {.guild = true, .each_guild = true, .table = true},
            .body = cli::body(run_list),
            .tables = [] { return std::vector{report::settings({})}; }};
}

cli::Command settings_get() {
    return {.path = "settings get",
            .group = cli::Group::start,
            .summary = "One setting's value",
            .description = {},
            .examples = {{"invitectl settings get retain_days", "the number alone"},
                         {"invitectl settings get closed", "on or off"}},
            .needs = {.guild = true},
            .body = cli::body(declare_get, run_get)};
}

cli::Command settings_set() {
    return {
        .path = "settings set",
        .group = cli::Group::start,
        .summary = "Change a setting",
        .description =
            "Boards use the present settings for all history. `closed` declares that nobody "
            "joins without an invite, `no_ghosts` that everybody who joined was seen; what "
            "follows from them is then proved, and is wrong if they are.",
        .examples = {{"invitectl settings set fake_threshold 15m", "who leaves within 15 minutes"},
                     {"invitectl settings set closed on --from 2026-08-01",
                      "from the day on which Discovery was switched off"}},
        .needs = {.guild = true},
        .changes = true,
        .body = cli::body(declare_set, run_set)};
}

cli::Command settings_reset() {
    return {.path = "settings reset",
            .group = cli::Group::start,
            .summary = "Put settings back to their defaults",
            .description =
                "All that are named, or none when one name is wrong. A declaration (closed, "
                "no_ghosts) is withdrawn from the first reading on.",
            .examples = {{"invitectl settings reset retain_days", "one of them"},
                         {"invitectl settings reset --all", "every one"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_reset, run_reset)};
}

cli::Command settings_import() {
    return {.path = "settings import",
            .group = cli::Group::start,
            .summary = "Take settings from a TOML file",
            .description =
                "What the file names is set, the rest stays as it is. Every line is checked "
                "first: one that is wrong changes nothing.",
            .examples = {{"invitectl settings export | invitectl settings import -",
                          "changes nothing: the same values again"},
                         {"echo 'retain_days = 14' | invitectl settings import -",
                          "one setting from a script"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_import, run_import)};
}

cli::Command settings_export() {
    return {
        .path = "settings export",
        .group = cli::Group::start,
        .summary = "Write the settings as a TOML file",
        .description =
            "Every setting with its meaning and limits; what stands at its default "
            "is a comment.",
        .examples = {{"invitectl settings export", "look at them, or keep them in a repository"},
                     {"invitectl settings export -o settings.toml", "into a new file"}},
        .needs = {.guild = true},
        .body = cli::body(declare_export, run_export)};
}

}  // namespace invitectl::commands
