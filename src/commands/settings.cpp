// settings list | get | set: what a guild's numbers are worked out with.
#include "invitectl/report/settings.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/workflow/edits.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

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

struct SetOptions {
    std::string key;
    std::string value;
    std::optional<std::string> from;
};

void declare_set(cli::OptionSet& set, SetOptions& options) {
    set.positional("KEY", options.key, "which setting");
    set.positional("VALUE", options.value, "on, off or a number; times also as 10m or 7d");
    set.option("--from", options.from, "TIME", "closed and no_ghosts: since when it holds")
        .fallback("the first reading");
}

cli::ExitStatus run_set(const SetOptions& options, cli::Context& context) {
    const SettingRow& row = find_row(options.key);
    const std::int64_t value = parse_setting(row, options.value);
    const auto from = options.from ? std::optional(context.time(*options.from)) : std::nullopt;
    const workflow::SettingChange change =
        workflow::change_setting(context.database(),
                                 context.guild().guild.id,
                                 row,
                                 value,
                                 from,
                                 {context.login_name(), context.now()});
    std::string line = std::string(row.key) + " is " + format_setting(row, change.value) + ".";
    if (change.reopened > 0) {
        line += " " + counted(change.reopened, "join") + (change.reopened == 1 ? " is" : " are") +
                " to be worked out anew, by the next sync or: invitectl reconcile";
    }
    context.tell(line);
    if (!change.caution.empty()) {
        context.tell("caution: " + std::string(change.caution));
    }
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

}  // namespace invitectl::commands
