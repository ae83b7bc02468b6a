// Reports over ten million joins against DuckDB and plain SQL on the same rows, the cost of keeping
// segments current, and memory.
//
//   BENCH_DATA    folder for the generated database, kept from run to run
//   BENCH_JOINS   how many joins instead of ten million
//   BENCH_DUCKDB  folder in which DuckDB for Node.js is installed; without it nothing is compared
//                 (tests/bench/analytics.sh sets both)
#include "invitectl/analytics/retention.hpp"
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/history.hpp"
#include "invitectl/store/join_segments.hpp"
#include "invitectl/workflow/boards.hpp"

#include "store/query.hpp"
#include "tests/bench/many_joins.hpp"
#include "tests/bench/yardstick.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace invitectl::bench {
namespace {

using analytics::Axis;

const Instant kNow = from_micros(kHistoryEnds * 1'000'000);
const OutcomeRules kOutcome{std::chrono::seconds{600}, std::chrono::days{7}};

// One question: to us, and in SQL that DuckDB and SQLite share.
struct Question {
    std::string part;
    std::string name;
    std::function<std::int64_t(sql::Connection&)> ours;  // the joins it counted
    std::string sql;                                     // joins_counted adds up to the same
    double share;                                        // of DuckDB's CPU that is the target
    bool in_sqlite = false;
};

constexpr std::string_view kOutcomeSums =
    "sum(CASE WHEN stayed_most IS NULL THEN joined_at <= {old} ELSE stayed_least >= {retained} "
    "END),"
    " sum(CASE WHEN stayed_most IS NULL THEN joined_at > {old} ELSE 0 END),"
    " sum(CASE WHEN stayed_most <= {fake} THEN 1 ELSE 0 END),"
    " sum(CASE WHEN stayed_least > {fake} AND stayed_most < {retained} THEN 1 ELSE 0 END),"
    " sum(CASE WHEN inviter_verdict <= 3 THEN 1 ELSE 0 END), count(*) AS joins_counted";

std::string filled(std::string sql, std::int64_t since) {
    const std::int64_t now = kHistoryEnds * 1'000'000;
    const std::int64_t retained = kOutcome.retained_after.count();
    const std::array<std::pair<std::string_view, std::string>, 5> words = {
        {{"{outcomes}", std::string(kOutcomeSums)},
         {"{old}", std::to_string(now - retained)},
         {"{retained}", std::to_string(retained)},
         {"{fake}", std::to_string(kOutcome.fake_threshold.count())},
         {"{since}", std::to_string(since)}}};
    for (const auto& [word, meaning] : words) {
        for (auto at = sql.find(word); at != std::string::npos; at = sql.find(word)) {
            sql.replace(at, word.size(), meaning);
        }
    }
    return sql;
}

Question board(Axis axis, std::optional<int> last_days, double share) {
    analytics::BoardRules rules;
    rules.axis = axis;
    rules.now = kNow;
    rules.outcome = kOutcome;
    if (last_days) {
        rules.window.from = kNow - std::chrono::days{*last_days};
    }
    const std::string by = axis == Axis::inviter ? "inviter" : "source";
    const std::int64_t since = last_days ? to_micros(rules.window.from) : 0;
    return {
        .part = last_days               ? "windows"
                : axis == Axis::inviter ? "boards"
                                        : "counts",
        .name = (axis == Axis::inviter ? "leaderboard, " : "counts per source, ") +
                (last_days ? fmt::format("last {} days", *last_days) : "all time"),
        .ours =
            [rules](sql::Connection& database) {
                return workflow::make_board(database, kBenchGuild, rules).board.total.tally.joins;
            },
        .sql = filled("SELECT CASE WHEN inviter_verdict <= 4 THEN coalesce(" + by +
                          ", -1 - by_kind) ELSE -9 END AS row_of, {outcomes} FROM joins" +
                          (last_days ? " WHERE joined_at >= {since}" : "") + " GROUP BY row_of",
                      since),
        .share = share,
        .in_sqlite = !last_days};
}

Question retention() {
    analytics::RetentionRules rules;
    rules.cohort = analytics::Cohort::week;
    rules.days = {1, 7, 30};
    rules.now = kNow;
    std::string sums;
    for (const int n : rules.days) {
        const std::string age = std::to_string(std::int64_t{n} * 86'400'000'000);
        const std::string old = std::to_string(to_micros(kNow) - std::int64_t{n} * 86'400'000'000);
        sums += "sum(CASE WHEN joined_at <= " + old +
                " AND (stayed_most IS NULL OR stayed_least >= " + age +
                ") THEN 1 ELSE 0 END), sum(CASE WHEN joined_at <= " + old + " AND stayed_most < " +
                age + " THEN 1 ELSE 0 END), ";
    }
    return {.part = "retention",
            .name = "retention per week, days 1, 7, 30",
            .ours =
                [rules](sql::Connection& database) {
                    return static_cast<std::int64_t>(
                        workflow::make_retention(database, kBenchGuild, rules).retention.joins);
                },
            // From Monday to Monday; 1970 began on a Thursday.
            .sql = "SELECT joined_at - (joined_at + 259200000000) % 604800000000 AS week, " + sums +
                   "count(*) AS joins_counted FROM joins GROUP BY week",
            .share = 0.1,
            .in_sqlite = true};
}

std::vector<Question> questions() {
    return {board(Axis::inviter, {}, 0.1),
            board(Axis::inviter, 30, 0.2),
            board(Axis::inviter, 90, 0.2),
            board(Axis::inviter, 365, 0.2),
            retention(),
            board(Axis::source, {}, 0.1)};
}

struct Answer {
    double seconds = 0;
    std::int64_t joins = 0;
};

// The cheapest of three times in a row, each with a connection of its own.
Answer ask_us(const std::string& path, const Question& question) {
    Answer best;
    for (int i = 0; i < 3; ++i) {
        const auto connection = engine::sqlite_admin()->open(path, OpenMode::read);
        const Stopwatch watch;
        best.joins = question.ours(*connection);
        const double seconds = watch.seconds();
        best.seconds = i == 0 ? seconds : std::min(best.seconds, seconds);
    }
    return best;
}

// The view that gives SQLite the columns the question names.
Answer ask_sqlite(const std::string& path, const Question& question) {
    const auto connection = engine::sqlite_admin()->open(path, OpenMode::read);
    connection->execute(
        "CREATE TEMP VIEW joins AS SELECT m.joined_at, m.leave_earliest + 1 - m.joined_at AS"
        " stayed_least, m.leave_latest - m.joined_at AS stayed_most, a.by_kind, a.inviter_verdict,"
        " a.inviter_id AS inviter, a.source_verdict, a.source_id AS source"
        " FROM member_spell m JOIN attribution a ON a.guild_id = m.guild_id"
        " AND a.join_id = m.join_id WHERE m.guild_id = 1000");
    Answer answer;
    const Stopwatch watch;
    const auto statement =
        connection->prepare("SELECT sum(joins_counted) FROM (" + question.sql + ")");
    answer.joins = statement->step() ? statement->integer(0) : 0;
    answer.seconds = watch.seconds();
    return answer;
}

// Asks DuckDB in a process of its own; start-up is not counted.
Answer ask_duckdb(const std::string& folder, const std::string& data, const Question& question) {
    const std::string command =
        "node tests/bench/duckdb.mjs " + folder + " ask " + data + " \"" + question.sql + "\"";
    const std::unique_ptr<FILE, int (*)(FILE*)> out(popen(command.c_str(), "r"), pclose);
    Answer answer;
    if (!out || std::fscanf(out.get(), "%lf %ld", &answer.seconds, &answer.joins) != 2) {
        std::cerr << "error: DuckDB gave no answer to: " << question.sql << std::endl;
        std::exit(1);
    }
    return answer;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

struct Places {
    std::string folder;
    std::string database;
    std::string csv;
    std::string duckdb;  // the module's folder; empty: not to be compared
    std::string duckdb_data;
};

// Generates what is not there yet, in a process of its own: its memory is not ours.
void prepare(const Places& places, const ManyJoins& laws) {
    if (!std::filesystem::exists(places.database)) {
        std::cout << fmt::format("generating {} joins in {}", laws.count, places.folder)
                  << std::endl;
        std::filesystem::create_directories(places.folder);
        const pid_t child = fork();
        if (child == 0) {
            generate(laws, places.database + ".new", places.csv);
            std::filesystem::rename(places.database + ".new", places.database);
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (status != 0) {
            std::exit(1);
        }
    }
    if (!places.duckdb.empty() && !std::filesystem::exists(places.duckdb_data)) {
        const std::string command = "node tests/bench/duckdb.mjs " + places.duckdb + " load " +
                                    places.duckdb_data + " " + places.csv;
        if (std::system(command.c_str()) != 0) {
            std::exit(1);
        }
    }
}

void compare(const Question& question, const Places& places, bool quick, Targets& targets) {
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int round = 0; round < (quick ? 1 : 5); ++round) {
        const Answer us = ask_us(places.database, question);
        ours.push_back(us.seconds);
        if (places.duckdb.empty()) {
            continue;
        }
        const Answer them = ask_duckdb(places.duckdb, places.duckdb_data, question);
        theirs.push_back(them.seconds);
        if (us.joins != them.joins) {
            std::cerr << fmt::format(
                "error: {}: we count {} joins, DuckDB {}\n", question.name, us.joins, them.joins);
            std::exit(1);
        }
    }
    if (theirs.empty()) {
        fmt::print("     {:<43} {:>8.4f} s\n", question.name, median(ours));
        return;
    }
    fmt::print(
        "     {:<43} {:>8.4f} s, DuckDB {:.4f} s\n", question.name, median(ours), median(theirs));
    targets.add("D",
                question.name + ": of DuckDB's CPU",
                100 * median(ours) / median(theirs),
                Wanted::at_most,
                100 * question.share,
                " %",
                1);
}

void show_sqlite(const Question& question, const Places& places) {
    const Answer answer = ask_sqlite(places.database, question);
    fmt::print("     {:<43} {:>8.2f} s in plain SQL\n", question.name, answer.seconds);
}

// What reconcile would store of the joins of one sync: their answers, and the demands that they
// meet, one per code.
class Answers {
  public:
    Answers(JoinId first, std::int64_t count, const ManyJoins& laws) {
        const auto codes = static_cast<double>(laws.inviters * laws.codes_each);
        for (JoinId join = first; join < first + count; ++join) {
            // Zipf's law over the codes.
            const double share = std::fmod(static_cast<double>(join) * 0.6180339887498949, 1);
            const auto code = static_cast<std::int64_t>(std::pow(codes, share)) - 1;
            add(join, *InviteCode::parse(fmt::format("c{:06}", code)));
        }
    }

    void store(sql::Connection& database, ReadingNumber reading) const {
        reconcile::History history;
        history.marks = {.invites = reading, .vanity = 1, .join = answers_.front().join};
        store::ResultWriter writer(database, kBenchGuild, history);
        const reconcile::Receiver receiver = writer.receiver();
        for (const Attribution& answer : answers_) {
            receiver.answer(answer);
        }
        for (const auto& [code, joins] : uses_) {
            const reconcile::DemandKey key{
                Stream::invites, reading, code, 1, reconcile::DemandKind::moved};
            receiver.demand({.demand = {.key = key,
                                        .inviter = {},
                                        .at_least = joins,
                                        .at_most = joins,
                                        .from = kNow,
                                        .until = kNow + std::chrono::minutes{5},
                                        .opened = {},
                                        .closed = {}},
                             .attributed = static_cast<double>(joins),
                             .settled = true});
        }
        writer.finish({.invites = reading, .vanity = 1, .join = answers_.back().join + 1});
    }

  private:
    void add(JoinId join, const InviteCode& code) {
        Attribution answer;
        answer.join = join;
        answer.code = answer.inviter = answer.source = {Verdict::proved, 1};
        answer.by = Candidate::Kind::invite;
        answer.code_value = code;
        answer.inviter_value = UserId{1'500'000'000'000'000'000};
        answer.settled = true;
        answer.reason = "counters";
        answer.candidates = {{answer.by, code, answer.inviter_value, answer.source_value, 1}};
        answers_.push_back(answer);
        ++uses_[code];
    }

    std::vector<Attribution> answers_;
    std::map<InviteCode, std::int64_t> uses_;
};

// New joins behind the others, as a sweep finds them; their first id.
JoinId add_joins(sql::Connection& database, JoinId first, std::int64_t count) {
    store::Query spell(database,
                       "INSERT INTO member_spell (guild_id, user_id, joined_at, join_id,"
                       " first_sweep, bot, did_rejoin, pending) VALUES ($guild, $user, $joined_at,"
                       " $join, 1, 0, 0, 0)",
                       {"guild", "user", "joined_at", "join"});
    for (JoinId join = first; join < first + count; ++join) {
        const std::int64_t user = (join * 7'919 % 1'000'003) * 1'000'000'007LL + join;
        spell.with(kBenchGuild, user, kNow + std::chrono::seconds{join - first}, join).run();
    }
    return first;
}

struct UpkeepCost {
    double answers = 0;  // storing them
    double segments = 0;
};

template <class Step>
double committed_seconds(sql::Connection& database, Step step) {
    const Stopwatch watch;
    sql::Transaction transaction(database);
    step();
    transaction.commit();
    return watch.seconds();
}

// Joins come in syncs of so many; each stores its answers, then brings the segments up to date.
UpkeepCost upkeep_of_joins(sql::Connection& database,
                           const ManyJoins& laws,
                           std::int64_t syncs,
                           std::int64_t joins) {
    UpkeepCost cost;
    const JoinId last = store::joins_in_segments(database, kBenchGuild);
    for (std::int64_t sync = 0; sync < syncs; ++sync) {
        const JoinId first = last + 1 + sync * joins;
        committed_seconds(database, [&] { add_joins(database, first, joins); });
        const Answers answers(first, joins, laws);
        cost.answers += committed_seconds(database, [&] { answers.store(database, 2 + sync); });
        cost.segments +=
            committed_seconds(database, [&] { store::fold_joins(database, kBenchGuild); });
    }
    return cost;
}

// Leaves of members who joined at any time.
double upkeep_of_leaves(sql::Connection& database,
                        std::int64_t syncs,
                        std::int64_t leaves,
                        std::int64_t joins) {
    double seconds = 0;
    std::int64_t next = 1;
    store::Query find(database,
                      "SELECT joined_at, leave_latest FROM member_spell WHERE guild_id = $guild"
                      " AND join_id = $join",
                      {"guild", "join"});
    for (std::int64_t sync = 0; sync < syncs; ++sync) {
        std::vector<store::LeaveNews> news;
        while (static_cast<std::int64_t>(news.size()) < leaves) {
            next = (next + 6'700'417) % joins;
            if (find.with(kBenchGuild, next + 1).next() && find.is_null(1)) {
                const auto joined_at = find.get<Instant>(0);
                news.push_back({next + 1, joined_at, Leave{kNow - std::chrono::minutes{5}, kNow}});
            }
        }
        seconds += committed_seconds(database, [&] {
            store::note_leaves(database, kBenchGuild, news);
            store::fold_joins(database, kBenchGuild);
        });
    }
    return seconds;
}

// On a copy, which is thrown away.
void measure_upkeep(const Places& places, const ManyJoins& laws, bool quick, Targets& targets) {
    const std::string copy = places.database + ".upkeep";
    std::filesystem::copy_file(
        places.database, copy, std::filesystem::copy_options::overwrite_existing);
    {
        const auto database = engine::sqlite_admin()->open(copy, OpenMode::write);
        const std::int64_t syncs = quick ? 5 : 100;
        const std::int64_t each = 1'000;
        const UpkeepCost joins = upkeep_of_joins(*database, laws, syncs, each);
        const double leaves =
            upkeep_of_leaves(*database, syncs, each, static_cast<std::int64_t>(laws.count));
        fmt::print(
            "     {} syncs of {} each: answers {:.3f} s, segments for joins {:.3f} s, for"
            " leaves {:.3f} s\n",
            syncs,
            each,
            joins.answers,
            joins.segments,
            leaves);
        targets.add("D",
                    "segments for new joins: of storing answers",
                    100 * joins.segments / joins.answers,
                    Wanted::at_most,
                    100,
                    " %");
        targets.add("D",
                    "segments for leaves from all over: of the same",
                    100 * leaves / joins.answers,
                    Wanted::at_most,
                    100,
                    " %");
        for (const std::optional<int> last_days : {std::optional<int>{}, std::optional{30}}) {
            const Question question = board(Axis::inviter, last_days, 0);
            fmt::print("     {:<43} {:>8.4f} s with these changes waiting\n",
                       question.name,
                       ask_us(copy, question).seconds);
        }
    }
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::filesystem::remove(copy + suffix);
    }
}

std::string from_environment(const char* name, const std::string& fallback) {
    const char* value = std::getenv(name);
    return value == nullptr ? fallback : value;
}

int run(const Arguments& arguments) {
    ManyJoins laws;
    laws.count = arguments.quick
                     ? 70'000
                     : std::stoul(from_environment("BENCH_JOINS", std::to_string(10'000'000)));
    laws.seed = arguments.seed;
    laws.inviters = arguments.quick ? 200 : 2'000;
    Places places;
    places.folder = from_environment(
        "BENCH_DATA", (std::filesystem::temp_directory_path() / "invitectl-bench").string());
    const std::string stem = fmt::format("{}/joins-{}-{}", places.folder, laws.count, laws.seed);
    places.database = stem + ".db";
    places.csv = stem + ".csv";
    places.duckdb = from_environment("BENCH_DUCKDB", "");
    places.duckdb_data = stem + ".duckdb";
    prepare(places, laws);

    Targets targets;
    reset_peak();
    for (const Question& question : questions()) {
        if (arguments.wants(question.part)) {
            compare(question, places, arguments.quick, targets);
        }
    }
    targets.add("D", "memory of all reports", peak_megabytes(), Wanted::at_most, 200, " MB", 0);
    if (arguments.wants("upkeep")) {
        measure_upkeep(places, laws, arguments.quick, targets);
    }
    if (arguments.wants("sqlite")) {
        for (const Question& question : questions()) {
            if (question.in_sqlite) {
                show_sqlite(question, places);
            }
        }
    }
    if (places.duckdb.empty()) {
        fmt::print(
            "Not compared with DuckDB; to install it into the build folder and compare:\n"
            "  tools/bench analytics --with-duckdb\n");
    }
    return targets.finish(arguments);
}

}  // namespace
}  // namespace invitectl::bench

int main(int argc, char** argv) {
    using namespace invitectl::bench;
    return run(parse_arguments(
        argc, argv, {"boards", "windows", "retention", "counts", "upkeep", "sqlite"}));
}
