#include "invitectl/report/coverage.hpp"

#include "cells.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace invitectl::report {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<Duration, 5> kPolls{
    seconds{10}, minutes{1}, minutes{5}, minutes{15}, minutes{60}};

Cell share(double part, std::int64_t whole) {
    return whole == 0 ? Cell{} : Cell{part / static_cast<double>(whole)};
}

Cell share(std::int64_t part, std::int64_t whole) {
    return share(static_cast<double>(part), whole);
}

std::string rounded(double value) {
    const std::string text = std::to_string(std::round(value * 100) / 100);
    return text.substr(0, text.find('.') + 3);
}

Table part(std::string name, std::string title, std::vector<Column> columns) {
    Table table;
    table.name = std::move(name);
    table.title = std::move(title);
    table.columns = std::move(columns);
    return table;
}

Table verdicts(const analytics::Coverage& coverage) {
    Table table = part(
        "verdicts",
        "Joins by verdict",
        {column("verdict", "verdict", Type::enumeration, "how sure the answer is, surest first"),
         column("joins", "joins", Type::integer, "joins whose code has this verdict"),
         share_column("share", "share", "the part whose code has this verdict", "of joins"),
         column("by_inviter", "inviter", Type::integer, "joins whose inviter has this verdict"),
         share_column("inviter_share",
                      "share",
                      "the part whose inviter has this verdict",
                      "of joins",
                      Room::if_there),
         column("by_source", "source", Type::integer, "joins whose source has this verdict"),
         share_column("source_share",
                      "share",
                      "the part whose source has this verdict",
                      "of joins",
                      Room::if_there)});
    const std::int64_t total = coverage.code.total();
    std::vector<Row> rows;
    for (std::size_t i = 0; i < analytics::kVerdicts; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        rows.push_back({{std::string(to_text(verdict)),
                         coverage.code.of(verdict),
                         share(coverage.code.of(verdict), total),
                         coverage.inviter.of(verdict),
                         share(coverage.inviter.of(verdict), total),
                         coverage.source.of(verdict),
                         share(coverage.source.of(verdict), total)}});
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {"Each of the three columns adds up to the " + std::to_string(total) +
                   " joins; " + std::to_string(total - coverage.settled) +
                   " of them still wait for readings."};
    return table;
}

Table weeks(const analytics::Coverage& coverage) {
    Table table =
        part("weeks",
             "Week by week",
             {exact_instant("week", "week of", "its Monday, 00:00 UTC"),
              column("week_joins", "joins", Type::integer, "joins of the week"),
              column("certain", "certain", Type::integer, "whose code is proved or better"),
              column("likely", "likely", Type::integer, "whose code is likely"),
              column("open", "open", Type::integer, "with several codes or none possible"),
              column("unknown", "unknown", Type::integer, "without any candidate"),
              share_column("credited_share",
                           "credited",
                           "the part whose code is likely or better",
                           "of joins of the week")});
    std::vector<Row> rows;
    for (const analytics::WeekCoverage& week : coverage.weeks) {
        const std::int64_t certain = week.code.certain();
        const std::int64_t likely = week.code.of(Verdict::likely);
        rows.push_back({{week.monday,
                         week.code.total(),
                         certain,
                         likely,
                         week.code.of(Verdict::open),
                         week.code.of(Verdict::unknown),
                         share(certain + likely, week.code.total())}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no joins in this time";
    return table;
}

Table reasons(const CoverageView& view) {
    Table table = part("reasons",
                       "Why",
                       {column("reason", "reason", Type::enumeration, "the rule that decided"),
                        column("reason_joins", "joins", Type::integer, "joins it decided"),
                        sentences("meaning", "meaning", "what it says")});
    std::vector<Row> rows;
    for (const CoverageReason& one : view.reasons) {
        rows.push_back({{text_cell(one.reason), one.joins, text_cell(one.sentence)}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no joins in this time";
    return table;
}

Table polls(const CoverageView& view) {
    Table table = part(
        "polls",
        "What polling at other intervals would tell apart (an estimate)",
        {column(
             "poll", "poll every", Type::duration, "time between two readings", Room::always, "s"),
         share_column(
             "expected",
             "expected",
             "the part that no join by another way disturbs: about what is proved in a closed "
             "server and likely in an open one",
             "of joins of the last 28 days")});
    if (view.traffic != nullptr && view.traffic->joins() > 0) {
        std::vector<Row> rows;
        for (const Duration poll : kPolls) {
            rows.push_back({{poll, view.traffic->alone(poll, view.guard)}});
        }
        table.rows = rows_of(std::move(rows));
        table.notes = {
            "expected = sum over the ways in c of p_c exp(-R (T + L) (1 - p_c)), with R = " +
                rounded(view.traffic->joins_per_hour()) +
                " joins an hour and the shares p_c of the last 28 days, T the interval and L = " +
                rounded(std::chrono::duration<double>(view.guard).count()) + " s of guard.",
            "It takes joins to come at random; bursts and short-lived invites make it worse."};
    } else {
        table.rows = rows_of({});
    }
    table.empty_message = "no joins in the last 28 days";
    return table;
}

Table reliability(const CoverageView& view) {
    Table table = part(
        "calibration",
        "Answers held against what is known otherwise",
        {share_column("p_from", "from", "probability given, above this", "chance"),
         share_column("p_until", "until", "and up to this", "chance"),
         column(
             "answers", "answers", Type::integer, "labelled or stated joins with such an answer"),
         share_column("expected_right",
                      "expected",
                      "the part that should be right: the mean of the probabilities",
                      "of answers"),
         share_column("right",
                      "right",
                      "the part that labels, or what Discord states, confirm",
                      "of answers")});
    std::vector<Row> rows;
    for (const analytics::ReliabilityBin& bin : view.reliability.bins()) {
        rows.push_back({{bin.from,
                         bin.until,
                         bin.answers,
                         share(bin.expected, bin.answers),
                         share(bin.right, bin.answers)}});
    }
    if (!rows.empty()) {
        table.notes = {"The mean distance of what was right from what was said is " +
                       rounded(100 * view.reliability.error()) + " points, over " +
                       std::to_string(view.reliability.answers()) + " labelled or stated joins."};
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no labelled or stated joins yet";
    return table;
}

Table inconsistencies(const CoverageView& view) {
    Table table =
        part("contradictions",
             "Stretches that no explanation of the counters fits",
             {exact_instant("from", "from", "its begin"),
              exact_instant("until", "until", "its end"),
              column("stretch_joins", "joins", Type::integer, "joins in it"),
              column("movements", "movements", Type::integer, "movements of counters in it")});
    std::vector<Row> rows;
    for (const CoverageStretch& one : view.inconsistencies) {
        rows.push_back({{one.from, one.until, one.joins, one.demands}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no contradictions: the books balance everywhere";
    return table;
}

Table gaps(const CoverageView& view) {
    Table table =
        part("gaps",
             "What could not be read",
             {column("what", "what", Type::enumeration, "invites, vanity, members or audit"),
              exact_instant("from", "from", "since when"),
              exact_instant("until", "until", "until when"),
              column("why", "why", Type::enumeration, "disabled, permission or horizon")});
    std::vector<Row> rows;
    for (const CoverageGap& gap : view.gaps) {
        rows.push_back({{gap.kind, gap.from, gap.until, text_cell(gap.reason)}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no gaps: everything could be read";
    return table;
}

Table declarations(const CoverageView& view) {
    Table table = part(
        "declarations",
        "Declarations",
        {column("declaration", "declaration", Type::enumeration, "closed or no_ghosts"),
         column("on", "on", Type::boolean, "whether it is declared"),
         column("advice",
                "advice",
                Type::enumeration,
                "set: nothing speaks against it; leave: the counters contradict it; keep: it is "
                "declared and holds; wait: too few joins to say; watch: join messages do not tell "
                "of every join, so nobody knows who came and went"),
         column("settled", "settled joins", Type::integer, "the evidence"),
         column("contradicting",
                "contradictions",
                Type::integer,
                "stretches without an explanation if it were declared for all history"),
         share_column("announced",
                      "announced",
                      "those that a join message announced",
                      "of joins that were seen",
                      Room::if_there)});
    std::vector<Row> rows;
    for (const CoverageDeclaration& one : view.declarations) {
        rows.push_back(
            {{one.key, one.on, one.advice, one.joins, one.contradictions, cell(one.announced)}});
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {
        "What nothing speaks against can still be wrong: set closed only where neither Discovery "
        "nor another way in without an invite is open (invitectl settings set closed on), and "
        "no_ghosts only where every join is announced in a channel the bot can read (invitectl "
        "settings set no_ghosts on)."};
    return table;
}

Table jumps(const CoverageView& view) {
    Table table =
        part("jumps",
             "Sources that suddenly have many more of the joins",
             {column("source", "source", Type::text, "its name"),
              share_column("share_before",
                           "before",
                           "its part 35 to 7 days ago, as assigned 7 days ago",
                           "of joins then"),
              share_column("share_now", "now", "its part in the last 7 days", "of joins then"),
              column("source_joins", "joins", Type::integer, "its joins of the last 7 days"),
              column("code", "code", Type::text, "that brought most of them"),
              column("assigned_at",
                     "assigned",
                     Type::instant,
                     "when the code was assigned to it",
                     Room::if_there),
              column("assigned_by", "by", Type::text, "who assigned it", Room::if_there),
              column("undo", "undo", Type::text, "what takes the assignment back")});
    std::vector<Row> rows;
    for (const CoverageJump& jump : view.jumps) {
        rows.push_back({{jump.source,
                         jump.before,
                         jump.now,
                         jump.joins,
                         text_cell(jump.code),
                         cell(jump.assigned_at),
                         text_cell(jump.assigned_by),
                         text_cell(jump.undo)}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no source has suddenly many more of the joins";
    return table;
}

}  // namespace

Document coverage(const CoverageView& view) {
    Document document;
    document.name = "coverage";
    document.title = "Coverage";
    document.tables = {verdicts(view.coverage),
                       weeks(view.coverage),
                       reasons(view),
                       polls(view),
                       reliability(view),
                       inconsistencies(view),
                       gaps(view),
                       declarations(view),
                       jumps(view)};
    return document;
}

}  // namespace invitectl::report
