// export joins | invites | members | sources | credits: whole tables for other programs.
#include "invitectl/report/bonuses.hpp"
#include "invitectl/report/exports.hpp"
#include "invitectl/store/bonuses.hpp"
#include "invitectl/store/join_records.hpp"
#include "invitectl/store/settings_store.hpp"

#include "commands/all.hpp"
#include "commands/invite_lines.hpp"
#include "commands/lookups.hpp"
#include "commands/source_lines.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <ostream>
#include <utility>

namespace invitectl::commands {
namespace {

constexpr const char* kStandardStream = "-";

struct Options {
    std::string output = kStandardStream;
    bool force = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("-o,--output", options.output, "FILE", "a new file; - for standard output");
    set.flag("--force", options.force, "replace the file if it is there");
}

void write(const Options& options, cli::Context& context, report::Table table) {
    if (options.output == kStandardStream) {
        context.write_rows(std::move(table), context.out());
        return;
    }
    const auto file = options.force ? context.files().begin_anew(options.output)
                                    : context.files().begin(options.output);
    context.write_rows(std::move(table), file->stream());
    file->publish();
    context.tell(counted(context.rows_printed(), "row") + " written to " + options.output + ".");
}

// A stored join with its answer and its outcome.
class Lines {
  public:
    Lines(sql::Connection& database, GuildId guild, Instant now)
        : rules_(outcome_rules(store::settings(database, guild))), now_(now) {}

    void fill(store::JoinRecord& record, report::JoinLine& line) const {
        const store::StoredJoin& join = record.join;
        line.id = join.id;
        line.spell = join.spell;
        line.bot = join.bot;
        line.did_rejoin = join.did_rejoin;
        line.has_been_before = record.has_been_before;
        line.outcome = outcome_of(join.spell, now_, rules_);
        std::swap(line.attribution, record.answer);
    }

  private:
    OutcomeRules rules_;
    Instant now_;
};

// Joins after the report's moment are not there yet.
TimeRange joined_range(cli::Context& context) {
    TimeRange range = context.range();
    range.until = std::min(range.until, context.now() + Duration{1});
    return range;
}

cli::ExitStatus run_joins(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const sql::Transaction snapshot(database);
    const GuildId guild = context.guild().guild.id;
    auto records = std::make_shared<store::JoinRecords>(
        database, guild, joined_range(context), store::Candidates::left_out);
    const Lines lines(database, guild, context.now());
    report::JoinSource joins =
        [records, lines, record = store::JoinRecord{}](report::JoinLine& line) mutable {
            if (!records->next(record)) {
                return false;
            }
            lines.fill(record, line);
            return true;
        };
    write(
        options, context, report::export_joins(guild, std::move(joins), names_of(database, guild)));
    return cli::ExitStatus::ok;
}

cli::ExitStatus run_members(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const sql::Transaction snapshot(database);
    const GuildId guild = context.guild().guild.id;
    write(options,
          context,
          report::export_members(guild,
                                 present_members(database, guild, context.range(), context.now()),
                                 names_of(database, guild)));
    return cli::ExitStatus::ok;
}

cli::ExitStatus run_invites(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const sql::Transaction snapshot(database);
    const GuildId guild = context.guild().guild.id;
    write(options,
          context,
          report::export_invites(
              guild, invite_lines(database, guild, context.now()), names_of(database, guild)));
    return cli::ExitStatus::ok;
}

// Retired ones and those merged away too: joins refer to them.
cli::ExitStatus run_sources(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    std::vector<report::SourceLine> lines;
    for (auto& [id, line] : source_lines(database, guild, context.range(), context.now())) {
        lines.push_back(std::move(line));
    }
    write(options, context, report::export_sources(guild, lines, names_of(database, guild)));
    return cli::ExitStatus::ok;
}

// The shares of one join after the other, then the bonuses.
class Ledger {
  public:
    Ledger(sql::Connection& database, GuildId guild, cli::Context& context)
        : records_(database, guild, joined_range(context), store::Candidates::read),
          lines_(database, guild, context.now()),
          rules_(board_rules(database, guild, analytics::Axis::inviter, context.now()).credit),
          bonuses_(store::bonuses(database, guild)) {}

    bool next(report::CreditLine& line) {
        while (next_share_ == shares_.size()) {
            if (!records_.next(record_)) {
                return next_bonus(line);
            }
            lines_.fill(record_, join_);
            const auto& answer = join_.attribution;
            shares_ = analytics::credit_shares(
                {join_.spell.user, join_.spell.joined_at, join_.has_been_before},
                answer ? &*answer : nullptr,
                rules_);
            next_share_ = 0;
        }
        line.join = join_;
        line.share = shares_[next_share_++];
        line.number = static_cast<std::int64_t>(next_share_);
        line.worth = line.share.worth(join_.outcome);
        line.at = join_.spell.joined_at;
        return true;
    }

  private:
    bool next_bonus(report::CreditLine& line) {
        if (next_bonus_ == bonuses_.size()) {
            return false;
        }
        const store::StoredBonus& bonus = bonuses_[next_bonus_++];
        line = {};
        line.bonus = bonus.id;
        line.share.row = analytics::RowKind::group;
        line.share.inviter = bonus.user;
        line.worth = bonus.amount;
        line.at = bonus.made_at;
        return true;
    }

    store::JoinRecords records_;
    Lines lines_;
    analytics::CreditRules rules_;
    std::vector<store::StoredBonus> bonuses_;
    store::JoinRecord record_;
    report::JoinLine join_;
    std::vector<analytics::CreditShare> shares_;
    std::size_t next_share_ = 0;
    std::size_t next_bonus_ = 0;
};

cli::ExitStatus run_credits(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const sql::Transaction snapshot(database);
    const GuildId guild = context.guild().guild.id;
    auto ledger = std::make_shared<Ledger>(database, guild, context);
    write(options,
          context,
          report::export_credits(
              guild,
              [ledger](report::CreditLine& line) { return ledger->next(line); },
              names_of(database, guild)));
    return cli::ExitStatus::ok;
}

struct Exported {
    std::string what;
    std::string summary;
    std::string description;
    std::string view;  // the same in the database
    std::vector<cli::Example> examples;
    bool range = true;
    cli::ExitStatus (*run)(const Options&, cli::Context&);
    report::Table (*empty)();
};

cli::Command exporting(Exported about) {
    about.description +=
        "\n\nThe database holds the same as the view " + about.view +
        " for any SQLite tool, without what depends on the moment.\n\nCSV unless --format or "
        "--json say otherwise; times in UTC to the microsecond, "
        "durations in seconds. CSV is safe for spreadsheets; --csv-safe off has every byte as it "
        "is. A file appears whole or not at all. Rows are written one by one, so memory stays the "
        "same for any number.";
    return {
        .path = "export " + about.what,
        .group = cli::Group::analyse,
        .summary = std::move(about.summary),
        .description = std::move(about.description),
        .examples = std::move(about.examples),
        .needs = {.guild = true, .table = true, .limit = true, .range = about.range, .as_of = true},
        .body = cli::body(declare, about.run),
        .tables = [empty = about.empty] { return std::vector{empty()}; }};
}

}  // namespace

cli::Command export_joins() {
    return exporting(
        {.what = "joins",
         .summary = "The attribution record: every join with who, how and how sure",
         .description =
             "A row per join, in the order in which they were found: member, inviter, code and "
             "source with their verdicts and probabilities, outcome, account age and flags. "
             "Columns "
             "keep their names and meanings; `invitectl explain \"export joins\"` tells them.",
         .view = "export_joins",
         .examples = {{"invitectl export joins -o joins.csv", "all of them, for a spreadsheet"},
                      {"invitectl export joins --since 30d --format ndjson --names pseudonym",
                       "the last 30 days without names, a line each"},
                      {"invitectl export joins --columns join,joined_at,inviter_id,code,p "
                       "--csv-safe off",
                       "some columns, for a program"}},
         .run = run_joins,
         .empty = [] { return report::export_joins({}, report::joins_of({}), {}); }});
}

cli::Command export_invites() {
    return exporting({.what = "invites",
                      .summary = "Every code ever seen, with its counters and what they came to",
                      .description = "A row per code; one that came back counts once.",
                      .view = "export_invites",
                      .examples = {{"invitectl export invites -o invites.csv", "all of them"},
                                   {"invitectl export invites --where state=active --json",
                                    "those that work, as JSON"}},
                      .range = false,
                      .run = run_invites,
                      .empty = [] { return report::export_invites({}, {}, {}); }});
}

cli::Command export_members() {
    return exporting(
        {.what = "members",
         .summary = "Everybody who is a member, and how they came",
         .description = "A row per member, by the age of their account; with --as-of who was one "
                        "then. Who may have left by then counts until somebody missed them.",
         .view = "export_members",
         .examples = {{"invitectl export members -o members.csv", "all of them"},
                      {"invitectl export members --since 7d --names pseudonym",
                       "who came in the last week and is still there"}},
         .run = run_members,
         .empty = [] {
             return report::export_members({}, [](report::MemberLine&) { return false; }, {});
         }});
}

cli::Command export_sources() {
    return exporting(
        {.what = "sources",
         .summary = "Every source with its codes, joins and costs",
         .description = "Retired sources and those merged away too, since joins may name them. "
                        "--since and --until choose the joins and the costs that are counted.",
         .view = "export_sources",
         .examples = {{"invitectl export sources -o sources.csv", "all of them"},
                      {"invitectl export sources --since 30d --columns source,joins,cost_per_join",
                       "what a join cost lately"}},
         .run = run_sources,
         .empty = [] { return report::export_sources({}, {}, {}); }});
}

cli::Command export_credits() {
    return exporting(
        {.what = "credits",
         .summary = "Who is credited for which join: the leaderboard, join by join",
         .description =
             "A row for each inviter that a join may belong to, with the probability; in one row "
             "of every join it stands. Summed by inviter, amount gives the credited joins and the "
             "bonus of the leaderboard, p its expected joins, and the rows in which joins stand "
             "its joins. The bonuses that were given follow.",
         .view = "export_credits",
         .examples = {{"invitectl export credits -o credits.csv", "all of them"},
                      {"invitectl export credits --since 30d --where amount!=0",
                       "what counts, of the last 30 days"}},
         .run = run_credits,
         .empty = [] {
             return report::export_credits({}, [](report::CreditLine&) { return false; }, {});
         }});
}

}  // namespace invitectl::commands
