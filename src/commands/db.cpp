// db path | info: the database as a file.
#include "invitectl/base/escape.hpp"
#include "invitectl/report/database.hpp"
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

}  // namespace invitectl::commands
