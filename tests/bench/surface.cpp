// What the surface costs: starting, completing, and a million rows in every format, beside sqlite3
// doing the same, interleaved.
//
// The rows are read from a SQLite file by the engine of the program, become cells, and go through
// its renderers into nothing; sqlite3 prints the same columns of the same file. Time is CPU-seconds
// of whole processes.
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/render/render.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/join_segments.hpp"
#include "invitectl/store/schema.hpp"
#include "invitectl/system/process.hpp"

#include "tests/bench/child.hpp"
#include "tests/bench/yardstick.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/core.h>
#include <iostream>
#include <span>
#include <stdexcept>

namespace invitectl::bench {
namespace {

using report::Cell;
using report::Type;

constexpr std::int64_t kRows = 1'000'000;
constexpr std::int64_t kQuickRows = 20'000;

constexpr auto kSelect =
    "SELECT number, joined_at, name, user, inviter, code, verdict, source, p, outcome FROM rows "
    "ORDER BY number";

class Folder {
  public:
    Folder() : path_((std::filesystem::temp_directory_path() / "invitectl-bench-XXXXXX").string()) {
        if (::mkdtemp(path_.data()) == nullptr) {
            throw std::runtime_error("cannot make a folder for the rows");
        }
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string file(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

// --- the rows -----------------------------------------------------------------------------------

// Joins as a busy guild has them: a name in five is not ASCII, one in two hundred has a comma.
void make_rows(const std::string& path, std::int64_t count) {
    const auto database = engine::sqlite_admin()->open(path, OpenMode::create);
    database->execute(
        "CREATE TABLE rows(number INTEGER PRIMARY KEY, joined_at INTEGER, name TEXT, user "
        "INTEGER, inviter TEXT, code TEXT, verdict TEXT, source TEXT, p REAL, outcome TEXT);");
    database->execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
        std::to_string(count) +
        ") INSERT INTO rows SELECT i, 1785542400000000 + i * 2000000 + (i % 7) * 1000,"
        " CASE WHEN i % 5 = 0 THEN 'Łukasz Żak (lukasz' || i || ')'"
        " WHEN i % 200 = 1 THEN 'Fox, the ' || i ELSE 'pixel fox (pixelfox' || i || ')' END,"
        " 1400629100544000000 + i * 4194304,"
        " CASE WHEN i % 9 = 0 THEN NULL ELSE 'ember moth (embermoth' || (i % 997) || ')' END,"
        " CASE WHEN i % 9 = 0 THEN NULL ELSE 'code' || (i % 1009) END,"
        " CASE i % 9 WHEN 0 THEN 'open' WHEN 1 THEN 'likely' ELSE 'proved' END,"
        " CASE WHEN i % 3 = 0 THEN 'Reddit ad' WHEN i % 3 = 1 THEN '(unassigned)' END,"
        " CASE WHEN i % 9 = 0 THEN 0.5 WHEN i % 9 = 1 THEN 0.9371 ELSE 1.0 END,"
        " CASE i % 4 WHEN 0 THEN 'left' WHEN 1 THEN 'fake' ELSE 'retained' END FROM n");
}

report::Table table_of(sql::Statement& statement) {
    report::Table table;
    table.name = "rows";
    table.columns = {report::column("join", "join", Type::id, "number"),
                     report::column("joined_at", "joined", Type::instant, "when"),
                     report::column("user", "member", Type::text, "who"),
                     report::column("user_id", "member id", Type::id, "whose"),
                     report::column("inviter", "inviter", Type::text, "by whom"),
                     report::column("code", "code", Type::text, "by which code"),
                     report::column("verdict", "verdict", Type::enumeration, "how sure"),
                     report::column("source", "source", Type::text, "from where"),
                     report::column("p", "p", Type::probability, "how likely"),
                     report::column("outcome", "outcome", Type::enumeration, "what became of it")};
    table.rows = [&statement](report::Row& row) {
        if (!statement.step()) {
            return false;
        }
        const auto text = [&statement](int i) {
            return statement.is_null(i) ? Cell{} : Cell{std::string(statement.text(i))};
        };
        row.cells.resize(10);
        row.cells[0] = statement.integer(0);
        row.cells[1] = Instant{Duration{statement.integer(1)}};
        row.cells[2] = text(2);
        row.cells[3] = statement.integer(3);
        for (int i = 4; i < 8; ++i) {
            row.cells[static_cast<std::size_t>(i)] = text(i);
        }
        row.cells[8] = statement.real(8);
        row.cells[9] = text(9);
        return true;
    };
    return table;
}

// --- the attribution record ---------------------------------------------------------------------

// A guild of so many joins, by 2,000 inviters and 5,000 codes; a third has left.
void make_guild(const std::string& path, std::int64_t joins) {
    const auto admin = engine::sqlite_admin();
    const auto database = admin->open(path, OpenMode::create);
    store::migrate(*database, *admin);
    sql::Transaction all(*database);
    Guild guild;
    guild.id = GuildId{1};
    guild.name = "Bench";
    store::add_guild(*database, guild, "bench", Instant{});
    database->execute(
        "CREATE TEMPORARY TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
        " WHERE i < " +
        std::to_string(joins) +
        ") SELECT i FROM n;"
        "INSERT INTO person SELECT 1, 1400629100544000000 + i * 4194304, 'pixelfox' || i,"
        " CASE WHEN i % 5 = 0 THEN 'Łukasz Żak' WHEN i % 200 = 1 THEN 'Fox, the' ELSE 'pixel fox' "
        "END,"
        " 0, 1 FROM n;"
        "INSERT INTO member_spell SELECT 1, 1400629100544000000 + i * 4194304,"
        " 1785542400000000 + i * 2000000 + (i % 7) * 1000, i, 1, 0, 0, 0,"
        " CASE i % 3 WHEN 0 THEN 1785542400000000 + i * 2000000 + 500000000 END,"
        " CASE i % 3 WHEN 0 THEN 1785542400000000 + i * 2000000 + 800000000 END,"
        " CASE i % 3 WHEN 0 THEN 0 END, CASE i % 3 WHEN 0 THEN 1 END, NULL FROM n;"
        "INSERT INTO source (guild_id, source_id, name, kind, created_at)"
        " VALUES (1, 10, 'Reddit ad', 'named', 0);"
        "INSERT INTO attribution SELECT 1, i, 1, 0, v, CASE v WHEN 3 THEN 1.0 ELSE 0.9371 END,"
        " CASE v WHEN 5 THEN NULL ELSE 'code' || (i % 5003) END,"
        " v, CASE v WHEN 3 THEN 1.0 ELSE 0.9371 END,"
        " CASE v WHEN 5 THEN NULL ELSE 1400629100544000000 + (1 + i % 1999) * 4194304 END,"
        " v, CASE v WHEN 3 THEN 1.0 ELSE 0.9371 END,"
        " CASE WHEN v <> 5 AND i % 3 = 0 THEN 10 END, 'counters'"
        " FROM (SELECT i, CASE i % 9 WHEN 0 THEN 5 WHEN 1 THEN 4 ELSE 3 END AS v FROM n);"
        "INSERT INTO reading (guild_id, stream, number, began, ended, quiet)"
        " VALUES (1, 0, 1, 1785542400000000, 1785542401000000, 0);"
        "INSERT INTO invite (guild_id, code, epoch, stream, max_uses, max_age, is_temporary,"
        " targeted, first_reading, first_uses, carried_uses, last_uses)"
        " SELECT 1, 'code' || i, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0 FROM n WHERE i <= 5003;"
        "INSERT INTO assignment (guild_id, assignment_id, code, source_id, made_at, author)"
        " SELECT 1, i, 'code' || i, 10, 0, 'ana' FROM n WHERE i <= 1000;");
    store::fold_joins(*database, guild.id);  // as every sync does
    all.commit();
}

// What the program does with such rows, in a process of its own.
int render_rows(const std::string& format, const std::string& path) {
    const auto admin = engine::sqlite_admin();
    const auto connection = admin->open(path, OpenMode::read);
    const auto statement = connection->prepare(kSelect);
    system::DescriptorBuffer buffer(1);
    std::ostream out(&buffer);
    report::RenderOptions options;
    options.width = 0;
    render::render(table_of(*statement), *report::parse_format(format), options, out);
    out.flush();
    return 0;
}

// --- what is measured ---------------------------------------------------------------------------

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

struct Subject {
    std::string name;
    std::vector<std::string> words;
    std::vector<double> seconds{};
    double megabytes = 0;
};

// In turn, so that what else the machine does falls on all of them.
void run_in_turn(std::vector<Subject>& subjects, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        for (Subject& subject : subjects) {
            const ChildCost cost = run_child(subject.words);
            subject.seconds.push_back(cost.cpu_seconds);
            subject.megabytes = std::max(subject.megabytes, cost.peak_megabytes);
        }
    }
}

void measure_start(const std::string& program, bool quick, Targets& targets) {
    constexpr double kMilliseconds = 1000;
    constexpr std::int64_t kJoins = 100'000;
    const Folder folder;
    const std::string database = "INVITECTL_DB=" + folder.file("guild.db");
    make_guild(folder.file("guild.db"), kJoins);
    const auto completing = [&](std::vector<std::string> typed) {
        std::vector<std::string> words = {
            "/usr/bin/env", database, program, "__complete", "zsh", "--", "-g", "bench"};
        words.insert(words.end(), typed.begin(), typed.end());
        return words;
    };
    std::vector<Subject> subjects = {{"sqlite3 --version", {"/usr/bin/sqlite3", "--version"}},
                                     {"invitectl version", {program, "version"}},
                                     {"a command", completing({"le"})},
                                     {"a code of 5,003", completing({"invite", "show", "code1"})},
                                     {"a source", completing({"invite", "assign", "code1", "Re"})},
                                     {"a column", completing({"join", "list", "--columns", "co"})}};
    run_in_turn(subjects, quick ? 3 : 41);
    for (const Subject& subject : subjects) {
        fmt::print("{:24} {:6.2f} ms CPU\n", subject.name, kMilliseconds * median(subject.seconds));
    }
    targets.add("start",
                "invitectl version, CPU",
                kMilliseconds * median(subjects[1].seconds),
                Wanted::at_most,
                10,
                "ms");
    for (std::size_t i = 2; i < subjects.size(); ++i) {
        targets.add("start",
                    "completing " + subjects[i].name + ", 100,000 joins, CPU",
                    kMilliseconds * median(subjects[i].seconds),
                    Wanted::at_most,
                    50,
                    "ms");
    }
}

// What every export promises: the second subject is held against sqlite3, the first one, and none
// but sqlite3 may grow with the rows.
void hold_against_sqlite(const std::string& group,
                         const std::string& what,
                         std::int64_t rows,
                         const std::vector<Subject>& subjects,
                         Targets& targets) {
    targets.add(group,
                what + ", CPU beside sqlite3 -csv",
                median(subjects[1].seconds) / median(subjects.front().seconds),
                Wanted::at_most,
                0.9,
                "",
                2);
    constexpr double kMegabytes = 64;
    for (std::size_t i = 1; i < subjects.size(); ++i) {
        targets.add(group,
                    "memory of " + std::to_string(rows) + " rows, " + subjects[i].name,
                    subjects[i].megabytes,
                    Wanted::at_most,
                    kMegabytes,
                    "MB");
    }
}

void measure_formats(const std::string& self,
                     const std::string& database,
                     std::int64_t rows,
                     bool quick,
                     Targets& targets) {
    std::vector<Subject> subjects = {
        {"sqlite3 -csv", {"/usr/bin/sqlite3", "-csv", "-header", database, kSelect}}};
    for (const auto* format : {"csv", "tsv", "ndjson", "json", "table", "md"}) {
        subjects.push_back({format, {self, "render", format, database}});
    }
    run_in_turn(subjects, quick ? 1 : 5);
    const double floor = median(subjects.front().seconds);
    constexpr double kMillion = 1e6;
    for (const Subject& subject : subjects) {
        const double seconds = median(subject.seconds);
        fmt::print("{:14} {:6.2f} CPU-s  {:5.2f} of sqlite3  {:5.2f} M rows/s  {:6.1f} MB\n",
                   subject.name,
                   seconds,
                   seconds / floor,
                   static_cast<double>(rows) / seconds / kMillion,
                   subject.megabytes);
    }
    hold_against_sqlite("export", "CSV", rows, subjects, targets);
}

// The program itself against sqlite3 on the view that holds the same columns.
void measure_record(const std::string& program,
                    const std::string& database,
                    std::int64_t joins,
                    bool quick,
                    Targets& targets) {
    std::vector<Subject> subjects = {
        {"sqlite3 -csv, view",
         {"/usr/bin/sqlite3", "-csv", "-header", database, "SELECT * FROM export_joins"}}};
    for (const auto* what : {"joins", "members", "credits"}) {
        subjects.push_back(
            {std::string("export ") + what, {program, "export", what, "--db", database}});
    }
    subjects.push_back({"export joins, pseudonyms",
                        {program, "export", "joins", "--names", "pseudonym", "--db", database}});
    run_in_turn(subjects, quick ? 1 : 5);
    const double floor = median(subjects.front().seconds);
    for (const Subject& subject : subjects) {
        fmt::print("{:26} {:6.2f} CPU-s  {:5.2f} of sqlite3  {:6.1f} MB\n",
                   subject.name,
                   median(subject.seconds),
                   median(subject.seconds) / floor,
                   subject.megabytes);
    }
    hold_against_sqlite("record", "export joins", joins, subjects, targets);
}

void measure_page(const std::string& program,
                  const std::string& database,
                  std::int64_t joins,
                  bool quick,
                  Targets& targets) {
    const Folder folder;
    std::vector<Subject> subjects = {{"report html",
                                      {program,
                                       "report",
                                       "html",
                                       "-q",
                                       "--db",
                                       database,
                                       "--force",
                                       "-o",
                                       folder.file("page.html")}}};
    run_in_turn(subjects, quick ? 1 : 5);
    const std::string of = "report html of " + std::to_string(joins) + " joins, ";
    targets.add("page", of + "CPU", median(subjects[0].seconds), Wanted::at_most, 1.5, "s", 2);
    targets.add("page", of + "memory", subjects[0].megabytes, Wanted::at_most, 200, "MB");
}

// All it looks at on this machine: without a token Discord is left out, which it says with a 1.
void measure_doctor(const std::string& program, bool quick, Targets& targets) {
    constexpr std::int64_t kJoins = 100'000;
    const Folder folder;
    const std::string database = folder.file("guild.db");
    make_guild(database, kJoins);
    std::vector<double> seconds;
    for (int i = 0; i < (quick ? 1 : 11); ++i) {
        seconds.push_back(
            run_child(
                {"/usr/bin/env", "-i", "HOME=/nonexistent", program, "doctor", "--db", database}, 1)
                .cpu_seconds);
    }
    targets.add("doctor", "doctor of 100,000 joins, CPU", median(seconds), Wanted::at_most, 2, "s");
}

int run(int argc, char** argv) {
    const std::span words(argv, static_cast<std::size_t>(argc));
    if (words.size() == 4 && std::string_view(words[1]) == "render") {
        return render_rows(words[2], words[3]);
    }
    const Arguments arguments =
        parse_arguments(argc, argv, {"start", "doctor", "formats", "record", "page"});
    Targets targets;
    if (arguments.wants("start")) {
        const auto beside = std::filesystem::path(words[0]).parent_path() / "invitectl";
        measure_start(beside.string(), arguments.quick, targets);
    }
    if (arguments.wants("doctor")) {
        const auto beside = std::filesystem::path(words[0]).parent_path() / "invitectl";
        measure_doctor(beside.string(), arguments.quick, targets);
    }
    if (arguments.wants("formats")) {
        const std::int64_t rows = arguments.quick ? kQuickRows : kRows;
        const Folder folder;
        const std::string database = folder.file("rows.db");
        make_rows(database, rows);
        measure_formats(words[0], database, rows, arguments.quick, targets);
    }
    if (arguments.wants("record") || arguments.wants("page")) {
        const std::int64_t joins = arguments.quick ? kQuickRows : kRows;
        const Folder folder;
        const std::string database = folder.file("guild.db");
        make_guild(database, joins);
        const auto beside = std::filesystem::path(words[0]).parent_path() / "invitectl";
        if (arguments.wants("record")) {
            measure_record(beside.string(), database, joins, arguments.quick, targets);
        }
        if (arguments.wants("page")) {
            measure_page(beside.string(), database, joins, arguments.quick, targets);
        }
    }
    return targets.finish(arguments);
}

}  // namespace
}  // namespace invitectl::bench

int main(int argc, char** argv) {
    try {
        return invitectl::bench::run(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << "error: " << error.what() << '\n';
        return 1;
    }
}
