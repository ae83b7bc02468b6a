#include "invitectl/report/briefing.hpp"

#include "invitectl/analytics/proportion.hpp"
#include "invitectl/report/leaderboard.hpp"

#include "cells.hpp"
#include "join_columns.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace invitectl::report {
namespace {

using analytics::Briefing;
using analytics::Retained;
using analytics::RowKind;
using analytics::Sign;
using analytics::WeekFigures;

std::string counted(std::int64_t number, const std::string& one, const std::string& many) {
    return std::to_string(number) + " " + (number == 1 ? one : many);
}

std::string signed_text(std::int64_t number) {
    return (number > 0 ? "+" : "") + std::to_string(number);
}

Cell sign_cell(Sign sign) {
    return std::string(to_text(sign));
}

Column week_column(const Briefing& briefing) {
    return column("week", briefing.rules.weeks.label, Type::integer, "in the week of the briefing");
}
Column before_column(const Briefing& briefing) {
    return column("before",
                  briefing.rules.weeks.label_before,
                  Type::integer,
                  "in the week before; in as much of it as the week of the briefing has, if that "
                  "is not over");
}
Column change_column() {
    return column("change", "change", Type::integer, "the week minus the week before");
}
Column sign_column() {
    return column("sign",
                  "sign",
                  Type::enumeration,
                  "up or down where the change is more than chance alone explains (95 %), else "
                  "unclear");
}

// --- summary ------------------------------------------------------------------------------------

std::string explained(Sign sign) {
    return sign == Sign::unclear ? "chance alone may explain the change"
                                 : "more of a change than chance explains";
}

std::string joins_sentence(const Briefing& briefing) {
    const auto& weeks = briefing.rules.weeks;
    const std::int64_t joins = briefing.week.joins;
    const std::int64_t before = briefing.before.joins;
    const std::string span = weeks.over ? "" : " so far";
    return counted(joins, "join", "joins") + " in " + weeks.label + span + ", " +
           std::to_string(before) + (weeks.over ? " in " : " by the same time of ") +
           weeks.label_before + ": " + explained(analytics::sign_of(joins, before)) + ".";
}

std::string leaves_sentence(const Briefing& briefing) {
    const std::int64_t net = briefing.week.joins - briefing.week.leaves;
    return counted(briefing.week.leaves, "leave", "leaves") + " (" +
           std::to_string(briefing.before.leaves) + " before), so " + signed_text(net) +
           " of those who joined since tracking began.";
}

std::string source_name(const analytics::RowKey& key, const analytics::Dictionaries& names) {
    return key.kind == RowKind::group ? names.sources[static_cast<std::size_t>(key.id)].name
                                      : special_name(key);
}

std::string quality_sentence(const WeekFigures& week) {
    const std::int64_t open = week.verdicts.of(Verdict::open) + week.verdicts.of(Verdict::unknown);
    return "Of the joins, " + std::to_string(week.verdicts.certain()) +
           " are attributed for certain, " + std::to_string(week.verdicts.of(Verdict::likely)) +
           " are likely, and of " + std::to_string(open) + " nobody can tell the code.";
}

std::string risk_sentence(const WeekFigures& week) {
    return counted(week.under_a_day, "account was", "accounts were") +
           " less than a day old when they joined; " +
           counted(static_cast<std::int64_t>(week.bursts.size()), "burst", "bursts") +
           " of joins by one code.";
}

Table summary_part(const BriefingInput& input) {
    const Briefing& briefing = input.briefing;
    Table table;
    table.name = "summary";
    table.title = "Briefing for " + briefing.rules.weeks.label;
    table.columns = {sentences("text", "summary", "the week in a few sentences")};
    table.story = {joins_sentence(briefing), leaves_sentence(briefing)};
    if (briefing.week.joins > 0) {
        table.story.push_back(risk_sentence(briefing.week));
        table.story.push_back(quality_sentence(briefing.week));
    }
    std::vector<Row> rows;
    for (const std::string& sentence : table.story) {
        rows.push_back({{sentence}});
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {"As of " + format_moment(briefing.rules.inviters.now) + "."};
    return table;
}

// --- figures ------------------------------------------------------------------------------------

struct Figure {
    std::string name;
    std::int64_t (*of)(const WeekFigures&);
    std::string meaning;
    bool is_comparable = true;  // else the week before has had more time, or it is no count
};

std::vector<Figure> figures() {
    return {
        {"joins", [](const WeekFigures& week) { return week.joins; }, "everybody who joined"},
        {"leaves",
         [](const WeekFigures& week) { return week.leaves; },
         "people first missed then, of everybody who joined since tracking began"},
        {"net",
         [](const WeekFigures& week) { return week.joins - week.leaves; },
         "joins minus leaves",
         false},
        {"fake",
         [](const WeekFigures& week) { return week.tally.of(Outcome::fake); },
         "of the joins, gone again within the fake threshold"},
        {"left",
         [](const WeekFigures& week) { return week.tally.of(Outcome::left); },
         "of the joins, gone again after that but before the day of retention",
         false},
        {"retained",
         [](const WeekFigures& week) { return week.tally.of(Outcome::retained); },
         "of the joins, still there on the day of retention",
         false},
        {"young",
         [](const WeekFigures& week) { return week.tally.of(Outcome::young); },
         "of the joins, there but not for so long yet",
         false},
        {"unsure",
         [](const WeekFigures& week) { return week.tally.of(Outcome::unsure); },
         "of the joins, gone at a time known too roughly; with the four above these are the joins",
         false},
        {"accounts_under_24h",
         [](const WeekFigures& week) { return week.under_a_day; },
         "of the joins, by accounts less than a day old"},
        {"accounts_under_7d",
         [](const WeekFigures& week) { return week.under_a_week; },
         "of the joins, by accounts less than a week old"},
        {"bursts",
         [](const WeekFigures& week) { return static_cast<std::int64_t>(week.bursts.size()); },
         "times in which ten or more joined by one code within five minutes"},
        {"open",
         [](const WeekFigures& week) {
             return week.verdicts.of(Verdict::open) + week.verdicts.of(Verdict::unknown);
         },
         "of the joins, those whose code nobody can tell"},
    };
}

Table figures_part(const Briefing& briefing) {
    Table table;
    table.name = "figures";
    table.title = "Counts";
    Column meaning = sentences("meaning", "meaning", "what the figure counts");
    meaning.room = Room::if_there;
    table.columns = {column("figure", "figure", Type::enumeration, "what is counted"),
                     week_column(briefing),
                     before_column(briefing),
                     change_column(),
                     sign_column(),
                     std::move(meaning)};
    std::vector<Row> rows;
    for (const Figure& figure : figures()) {
        const std::int64_t now = figure.of(briefing.week);
        const std::int64_t before = figure.of(briefing.before);
        rows.push_back({{figure.name,
                         now,
                         before,
                         now - before,
                         figure.is_comparable ? sign_cell(analytics::sign_of(now, before)) : Cell{},
                         figure.meaning}});
    }
    table.rows = rows_of(std::move(rows));
    return table;
}

// --- shares -------------------------------------------------------------------------------------

struct Share {
    std::string name;
    Retained now;
    Retained before;
    std::string meaning;
};

Retained share_of(std::int64_t part, std::int64_t whole) {
    Retained share;
    share.kept = static_cast<double>(part);
    share.lost = static_cast<double>(whole - part);
    return share;
}

std::vector<Share> shares_of(const Briefing& briefing) {
    const WeekFigures& week = briefing.week;
    const WeekFigures& before = briefing.before;
    const auto certain = [](const WeekFigures& of) {
        return share_of(of.verdicts.certain(), of.joins);
    };
    const auto credited = [](const WeekFigures& of) {
        return share_of(of.verdicts.certain() + of.verdicts.of(Verdict::likely), of.joins);
    };
    return {{"kept_day_1",
             week.day_one,
             before.day_one,
             "of those who joined in the week at least a day ago, still there after 24 hours"},
            {"kept_day_7",
             week.day_seven,
             before.day_seven,
             "of those who joined in the week before at least seven days ago, still there after "
             "seven days"},
            {"certain", certain(week), certain(before), "joins whose code is certain"},
            {"likely_or_better",
             credited(week),
             credited(before),
             "joins whose code is certain or likely"}};
}

Table shares_part(const Briefing& briefing) {
    const std::string of_joins = "of joins";
    Table table;
    table.name = "shares";
    table.title = "Shares";
    Column meaning = sentences("meaning", "meaning", "what it is a share of");
    meaning.room = Room::if_there;
    table.columns = {
        column("figure", "figure", Type::enumeration, "what is counted"),
        share_column(
            "share", briefing.rules.weeks.label, "its share; empty: of no joins", of_joins),
        share_column("least", "least", "the least that so few joins leave plausible", of_joins),
        share_column("most", "most", "the most that so few joins leave plausible", of_joins),
        column("n", "n", Type::integer, "joins it is a share of", Room::always, "joins"),
        share_column("share_before",
                     briefing.rules.weeks.label_before,
                     "its share in the week before",
                     of_joins),
        column("n_before",
               "n before",
               Type::integer,
               "joins that one is a share of",
               Room::if_there,
               "joins"),
        sign_column(),
        std::move(meaning)};
    std::vector<Row> rows;
    for (const Share& share : shares_of(briefing)) {
        const bool any = share.now.decided() > 0;
        const analytics::Interval interval = analytics::wilson(share.now.kept, share.now.decided());
        rows.push_back({{share.name,
                         cell(share.now.share()),
                         any ? Cell{interval.low} : Cell{},
                         any ? Cell{interval.high} : Cell{},
                         std::int64_t{std::llround(share.now.decided())},
                         cell(share.before.share()),
                         std::int64_t{std::llround(share.before.decided())},
                         sign_cell(analytics::sign_of(share.now, share.before)),
                         share.meaning}});
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {
        "least and most are the 95 % interval after Wilson: of few joins a share says little. Of "
        "leaves whose time is known too roughly nothing is counted."};
    return table;
}

// --- groups -------------------------------------------------------------------------------------

struct Standing {
    analytics::RowKey key;
    std::int64_t now = 0;
    std::int64_t before = 0;
};

// Groups of either week, the most joins first.
std::vector<Standing> standings(const analytics::Board& now,
                                const analytics::Board& before,
                                std::size_t most) {
    std::vector<Standing> all;
    std::map<analytics::RowKey, std::size_t> places;
    for (const analytics::BoardRow& row : now.groups) {
        places.emplace(row.key, all.size());
        all.push_back({row.key, row.tally.joins, 0});
    }
    for (const analytics::BoardRow& row : before.groups) {
        if (const auto found = places.find(row.key); found != places.end()) {
            all[found->second].before = row.tally.joins;
        } else {
            all.push_back({row.key, 0, row.tally.joins});
        }
    }
    std::erase_if(all, [](const Standing& group) { return group.now + group.before == 0; });
    std::ranges::stable_sort(all, [](const Standing& a, const Standing& b) {
        return a.now != b.now ? a.now > b.now : a.before > b.before;
    });
    all.resize(std::min(all.size(), most));
    return all;
}

void append_counts(const Standing& group, std::vector<Cell>& cells) {
    cells.emplace_back(group.now);
    cells.emplace_back(group.before);
    cells.emplace_back(group.now - group.before);
    cells.push_back(sign_cell(analytics::sign_of(group.now, group.before)));
}

Table sources_part(const BriefingInput& input) {
    const Briefing& briefing = input.briefing;
    Table table;
    table.only_with_rows = true;
    table.name = "sources";
    table.title = "Sources that brought the most";
    table.columns = {column("source", "source", Type::text, "the source its joins are credited to"),
                     week_column(briefing),
                     before_column(briefing),
                     change_column(),
                     sign_column()};
    std::vector<Row> rows;
    for (const Standing& group :
         standings(briefing.week.sources, briefing.before.sources, input.top)) {
        Row row{{source_name(group.key, input.dictionaries)}};
        append_counts(group, row.cells);
        rows.push_back(std::move(row));
    }
    table.rows = rows_of(std::move(rows));
    return table;
}

Table inviters_part(const BriefingInput& input) {
    const Briefing& briefing = input.briefing;
    Table table;
    table.only_with_rows = true;
    table.name = "inviters";
    table.title = "People who brought the most";
    table.columns = {
        person_column("inviter", "inviter", "who is credited with the joins", "inviter_id"),
        week_column(briefing),
        before_column(briefing),
        change_column(),
        sign_column(),
        person_id_column("inviter_id", "inviter id", "the identity of the inviter")};
    std::vector<Row> rows;
    for (const Standing& group :
         standings(briefing.week.inviters, briefing.before.inviters, input.top)) {
        const UserId inviter = input.dictionaries.inviters[static_cast<std::size_t>(group.key.id)];
        Row row{{person_text(inviter, input.names)}};
        append_counts(group, row.cells);
        row.cells.emplace_back(inviter.value);
        rows.push_back(std::move(row));
    }
    table.rows = rows_of(std::move(rows));
    return table;
}

// --- what to look at ----------------------------------------------------------------------------

Table bursts_part(const BriefingInput& input) {
    Table table;
    table.only_with_rows = true;
    table.name = "bursts";
    table.title = "Bursts: ten or more by one code within five minutes";
    table.columns = {
        exact_instant("from", "from", "the first join of the burst, or the beginning of the gap"),
        exact_instant("until", "until", "its last join, or the end of the gap"),
        column("code", "code", Type::text, "the code they came by"),
        column("joins", "joins", Type::integer, "joins of it", Room::always, "joins")};
    std::vector<Row> rows;
    for (const analytics::Burst& burst : input.briefing.week.bursts) {
        rows.push_back({{burst.from,
                         burst.until,
                         input.dictionaries.codes[burst.code].code.text(),
                         burst.joins}});
    }
    table.rows = rows_of(std::move(rows));
    return table;
}

Table gaps_part(const BriefingInput& input) {
    Table table;
    table.only_with_rows = true;
    table.name = "gaps";
    table.title = "Not read in this time, so that joins there are less sure";
    table.columns = {
        column("what", "what", Type::enumeration, "what could not be read"),
        exact_instant("from", "from", "the first join of the burst, or the beginning of the gap"),
        exact_instant("until", "until", "its last join, or the end of the gap"),
        column("reason", "reason", Type::enumeration, "why it could not be read")};
    std::vector<Row> rows;
    for (const BriefingGap& gap : input.gaps) {
        rows.push_back({{gap.what, gap.from, gap.until, gap.reason}});
    }
    table.rows = rows_of(std::move(rows));
    return table;
}

Document all_parts(const BriefingInput& input) {
    Document document;
    document.name = "briefing";
    document.title = "Briefing for " + input.briefing.rules.weeks.label;
    document.tables = {summary_part(input),
                       figures_part(input.briefing),
                       shares_part(input.briefing),
                       sources_part(input),
                       inviters_part(input),
                       bursts_part(input),
                       gaps_part(input)};
    return document;
}

}  // namespace

Document briefing(const BriefingInput& input) {
    Document document = all_parts(input);
    const Briefing& briefing = input.briefing;
    if (briefing.empty()) {
        for (Table& table : document.tables) {
            table.rows = rows_of({});
            table.only_with_rows = true;
        }
        Table& summary = document.tables.front();
        summary.story.clear();
        summary.only_with_rows = false;
        summary.empty_message = "nothing to report: nobody came or went in " +
                                briefing.rules.weeks.label_before + " or " +
                                briefing.rules.weeks.label;
    }
    return document;
}

Document briefing_parts() {
    Briefing nothing;
    nothing.rules.weeks.label = "week";
    nothing.rules.weeks.label_before = "week before";
    return all_parts({.briefing = nothing, .dictionaries = {}, .names = {}, .gaps = {}});
}

}  // namespace invitectl::report
