// run list | show: what the program did, and how it ended.
#include "invitectl/base/error.hpp"
#include "invitectl/report/runs.hpp"
#include "invitectl/store/runs.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <charconv>

namespace invitectl::commands {
namespace {

// Guilds by id, for the column that names them; one that was removed keeps its digits.
std::string guild_name(const std::vector<store::StoredGuild>& guilds,
                       const std::optional<GuildId>& id) {
    if (!id) {
        return {};
    }
    for (const store::StoredGuild& stored : guilds) {
        if (stored.guild.id == *id) {
            return stored.alias;
        }
    }
    return id->text();
}

report::RunLine line_of(const store::Run& run, const std::vector<store::StoredGuild>& guilds) {
    return {.id = run.id,
            .command = run.command,
            .guild = guild_name(guilds, run.guild),
            .began = run.began,
            .ended = run.ended,
            .outcome = std::string(store::to_text(run.outcome)),
            .detail = run.detail,
            .host = run.host,
            .pid = run.pid};
}

struct ListOptions {
    bool failed = false;
};

void declare_list(cli::OptionSet& set, ListOptions& options) {
    set.flag("--failed", options.failed, "only runs that failed, wholly or in part");
}

cli::ExitStatus run_list(const ListOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const std::size_t limit = context.rows_wanted();
    const auto guilds = store::guilds(database);
    std::vector<report::RunLine> lines;
    for (const store::Run& run :
         store::recent_runs(database,
                            limit == 0 ? std::numeric_limits<int>::max() : static_cast<int>(limit),
                            options.failed)) {
        lines.push_back(line_of(run, guilds));
    }
    context.print(report::runs(lines));
    return cli::ExitStatus::ok;
}

struct ShowOptions {
    std::string run;
};

void declare_show(cli::OptionSet& set, ShowOptions& options) {
    set.positional("RUN", options.run, "its number");
}

cli::ExitStatus run_show(const ShowOptions& options, cli::Context& context) {
    store::RunId id = 0;
    const char* end = options.run.data() + options.run.size();
    const auto [rest, error] = std::from_chars(options.run.data(), end, id);
    const auto run = error == std::errc{} && rest == end ? store::find_run(context.database(), id)
                                                         : std::nullopt;
    if (!run) {
        throw Error(ErrorCode::not_found,
                    "there is no run \"" + options.run + "\"",
                    "of runs that went well the latest 1000 are kept",
                    "invitectl run list");
    }
    context.print(report::run_show(line_of(*run, store::guilds(context.database()))), 0);
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command run_list() {
    return {.path = "run list",
            .group = cli::Group::collect,
            .summary = "What was run and how it ended, newest first",
            .description =
                "Every command that talks to Discord leaves a record: one for each guild. A run "
                "that was killed is closed as failed by the next one.",
            .examples = {{"invitectl run list", "the latest runs"},
                         {"invitectl run list --failed", "only those that failed"}},
            .needs = {.table = true, .limit = true},
            .body = cli::body(declare_list, run_list),
            .tables = [] { return std::vector{report::runs({})}; }};
}

cli::Command run_show() {
    return {.path = "run show",
            .group = cli::Group::collect,
            .summary = "One run in detail",
            .description = {},
            .examples = {{"invitectl run show 1", "the first one"},
                         {"invitectl run show 1 --json", "for a script"}},
            .needs = {.table = true},
            .body = cli::body(declare_show, run_show),
            .tables = [] { return std::vector{report::run_show({})}; }};
}

}  // namespace invitectl::commands
