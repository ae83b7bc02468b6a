// db path | info | check: the database as a file.
#include "invitectl/base/escape.hpp"
#include "invitectl/report/database.hpp"
#include "invitectl/store/join_segments.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/store/schema.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <ostream>

namespace invitectl::commands {
namespace {

cli::ExitStatus run_path(cli::Context& context) {
    context.out() << (context.on_terminal() ? escape_for_terminal(context.database_path())
                                            : context.database_path())
                  << "\n";
    return cli::ExitStatus::ok;
}

std::int64_t size_of(const std::string& path) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(path, absent);
    return absent ? 0 : static_cast<std::int64_t>(size);
}

std::string mode_of(const std::string& path) {
    std::error_code ignored;
    const auto permissions = std::filesystem::status(path, ignored).permissions();
    return fmt::format("{:04o}", static_cast<unsigned>(permissions & std::filesystem::perms::mask));
}

cli::ExitStatus run_info(cli::Context& context) {
    sql::Connection& database = context.database();
    report::DatabaseInfo info;
    info.path = context.database_path();
    info.bytes = size_of(info.path);
    info.log_bytes = size_of(info.path + "-wal");
    info.mode = mode_of(info.path);
    info.schema = context.schema_version();
    info.latest_schema = store::latest_schema_version();
    for (const store::StoredGuild& stored : store::guilds(database)) {
        const store::MemberCounts counts = store::member_counts(database, stored.guild.id);
        ++info.guilds;
        info.joins += counts.joins;
        info.present += counts.present;
    }
    const auto runs = store::recent_runs(database, std::numeric_limits<int>::max());
    info.runs = static_cast<std::int64_t>(runs.size());
    if (!runs.empty()) {
        info.last_run = runs.front().began;
    }
    context.print(report::database_info(info), 0);
    return cli::ExitStatus::ok;
}

constexpr int kProblemsShown = 20;

void add_columns_of(sql::Connection& database,
                    const store::StoredGuild& guild,
                    std::vector<report::DatabaseProblem>& problems) {
    const sql::Transaction snapshot(database);
    for (const store::Difference& one :
         store::check_segments(database, guild.guild.id, kProblemsShown)) {
        problems.push_back({"columns", guild.alias, one.key, one.stored, one.rebuilt});
    }
}

cli::ExitStatus run_check(cli::Context& context) {
    sql::Connection& database = context.database();
    std::vector<report::DatabaseProblem> problems;
    for (const std::string& said : context.database_admin().problems(database, kProblemsShown)) {
        problems.push_back(
            {.part = "file", .guild = {}, .place = {}, .stored = said, .expected = {}});
    }
    const bool damaged = !problems.empty();
    if (!damaged) {
        for (const store::StoredGuild& stored : store::guilds(database)) {
            add_columns_of(database, stored, problems);
        }
    }
    context.print(report::database_check(problems), 0);
    if (damaged) {
        context.tell("next: restore the latest copy, or save the facts: invitectl facts export");
        return cli::ExitStatus::damaged;
    }
    if (!problems.empty()) {
        context.tell("next: invitectl reconcile --rebuild -g " + problems.front().guild);
        return cli::ExitStatus::failed;
    }
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command db_path() {
    return {.path = "db path",
            .group = cli::Group::data_care,
            .summary = "Where the database is, or would be",
            .description = {},
            .examples = {{"invitectl db path", "the path alone"},
                         {"invitectl db path --db copy.db", "what --db says"}},
            .body = cli::body(run_path)};
}

cli::Command db_info() {
    return {.path = "db info",
            .group = cli::Group::data_care,
            .summary = "Size, version and contents of the database",
            .description = {},
            .examples = {{"invitectl db info", "as a list"},
                         {"invitectl db info --json=bytes,joins", "for a script"}},
            .needs = {.table = true},
            .body = cli::body(run_info),
            .tables = [] { return std::vector{report::database_info({})}; }};
}

cli::Command db_check() {
    return {.path = "db check",
            .group = cli::Group::data_care,
            .summary = "Whether the database is sound",
            .description =
                "Has SQLite check the file, then holds the columns that reports read against the "
                "rows they were made of. Changes nothing. Exit 12: the file is damaged; 1: columns "
                "differ, and `invitectl reconcile --rebuild` makes them anew. Whether the answers "
                "follow from the facts is proved by `invitectl reconcile --rebuild --verify`.",
            .examples = {{"invitectl db check", "the whole database"},
                         {"invitectl db check --json=part,guild,place", "for a monitor"}},
            .needs = {.table = true},
            .body = cli::body(run_check),
            .tables = [] { return std::vector{report::database_check({})}; }};
}

}  // namespace invitectl::commands
