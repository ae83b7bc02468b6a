// retention: who is still there, or still writes, N days after joining.
#include "invitectl/report/retention.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/report/activity.hpp"
#include "invitectl/report/charts.hpp"
#include "invitectl/workflow/boards.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace invitectl::commands {
namespace {

constexpr std::size_t kGroupsOnTerminal = 10;
constexpr int kMostDays = 3'650;

struct Options {
    std::optional<std::string> by;
    std::optional<std::string> cohort;
    std::optional<std::string> days;
    std::int64_t min_n = 5;
    bool curve = false;
    bool activity = false;
    bool chart = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--by", options.by, "WHAT", "what a row stands for")
        .choices({"source", "inviter", "code", "channel"})
        .fallback("all joins together");
    set.option("--cohort", options.cohort, "LENGTH", "a row for those who joined in the same one")
        .choices({"week", "month"});
    set.option("--days", options.days, "N,N,...", "days after joining").fallback("1,7,30");
    set.option("--min-n", options.min_n, "N", "mark shares of fewer joins", 1, 1'000'000);
    set.flag(
        "--chart", options.chart, "shaded cells under the table; * where not all have got so far");
    set.flag("--activity", options.activity, "who still writes, instead of who is still there");
    set.flag("--curve", options.curve, "the estimated share for every day, with a 95 % band");
}

// Ascending, each once.
std::vector<int> parse_days(std::string_view text) {
    std::vector<int> days;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view word = text.substr(0, comma);
        int n = 0;
        const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), n);
        if (failure != std::errc{} || end != word.data() + word.size() || n < 1 || n > kMostDays) {
            throw Error(ErrorCode::bad_value,
                        "\"" + std::string(word) + "\" is no number of days",
                        "days are whole numbers from 1 to " + std::to_string(kMostDays),
                        "run: invitectl retention --days 1,7,30");
        }
        days.push_back(n);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    std::ranges::sort(days);
    days.erase(std::ranges::unique(days).begin(), days.end());
    return days;
}

template <class Value>
std::optional<Value> parsed(const std::optional<std::string>& text,
                            std::optional<Value> (*parse)(std::string_view)) {
    return text ? parse(*text) : std::nullopt;
}

analytics::RetentionRules rules_of(const Options& options, cli::Context& context) {
    return {.axis = parsed(options.by, &analytics::parse_axis),
            .cohort = parsed(options.cohort, &analytics::parse_cohort),
            .days = parse_days(options.days.value_or("1,7,30")),
            .window = context.range(),
            .now = context.now(),
            .zone = context.zone_offset()};
}

void print_activity(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const workflow::JoinActivity made =
        workflow::make_activity(database, guild, rules_of(options, context));
    const report::ActivityInput input{.activity = made.activity,
                                      .dictionaries = made.dictionaries,
                                      .names = names_of(database, guild),
                                      .min_joins = options.min_n,
                                      .limit = context.limit(kGroupsOnTerminal)};
    context.print(report::activity(input), 0);
    if (options.chart) {
        context.draw(report::retention_grid(report::as_retention(input)));
    }
    if (made.activity.known.since == Instant::max() && !context.on_terminal()) {
        context.tell(
            "No messages have been read. To read from now on who writes when, never what: "
            "invitectl settings set messages on");
    }
}

void print_shares(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const workflow::JoinRetention made =
        workflow::make_retention(database, guild, rules_of(options, context));
    const report::RetentionInput input{.retention = made.retention,
                                       .dictionaries = made.dictionaries,
                                       .names = names_of(database, guild),
                                       .min_joins = options.min_n,
                                       .limit = context.limit(kGroupsOnTerminal)};
    context.print(report::retention(input), 0);
    if (options.chart) {
        context.draw(report::retention_grid(input));
    }
}

report::Table curve(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const analytics::StayRules rules{.axis = parsed(options.by, &analytics::parse_axis),
                                     .window = context.range(),
                                     .now = context.now()};
    const workflow::JoinStays made = workflow::make_stays(database, guild, rules);
    return report::retention_curve(
        {.groups = made.groups,
         .rules = rules,
         .days = parse_days(options.days.value_or("1,2,3,7,14,30,60,90,180,365")),
         .dictionaries = made.dictionaries,
         .names = names_of(database, guild),
         .limit = context.limit(kGroupsOnTerminal)});
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    if (options.curve && options.cohort) {
        throw Error(ErrorCode::usage,
                    "--curve and --cohort do not go together",
                    "a curve counts the joins of all times",
                    "run: invitectl retention --curve --since 90d");
    }
    if (options.curve && options.activity) {
        throw Error(ErrorCode::usage,
                    "--curve and --activity do not go together",
                    "the curve is of members who leave",
                    "run: invitectl retention --activity --days 1,7,14,30");
    }
    if (options.curve) {
        context.print(curve(options, context), 0);
    } else if (options.activity) {
        print_activity(options, context);
    } else {
        print_shares(options, context);
    }
    return cli::ExitStatus::ok;
}

constexpr std::array kAxes = {analytics::Axis::source,
                              analytics::Axis::inviter,
                              analytics::Axis::code,
                              analytics::Axis::channel};

// By each of the groups, by weeks and months, and the curve; for other days there are as many
// columns.
std::vector<report::Table> tables() {
    analytics::Retention made;
    made.rules.days = {1, 7, 30};
    analytics::Activity active;
    std::vector<report::Table> all;
    const auto add = [&] {
        active.rules = made.rules;
        all.push_back(report::retention({made, {}, {}}));
        all.push_back(report::activity({active, {}, {}}));
    };
    add();
    for (const auto cohort : {analytics::Cohort::week, analytics::Cohort::month}) {
        made.rules.cohort = cohort;
        add();
    }
    made.rules.cohort.reset();
    analytics::StayRules stays;
    all.push_back(report::retention_curve({{}, stays, {}, {}, {}}));
    for (const auto axis : kAxes) {
        made.rules.axis = stays.axis = axis;
        add();
        all.push_back(report::retention_curve({{}, stays, {}, {}, {}}));
    }
    return all;
}

}  // namespace

cli::Command retention() {
    return {
        .path = "retention",
        .group = cli::Group::analyse,
        .summary = "Who is still there N days after joining: by group, week or month",
        .description =
            "Day N is N times 24 hours after the join. Only joins that lie N days back count, "
            "whether the member left or not, and weeks or months of which not all do are marked. "
            "Joins that are not certain count for each candidate by its probability. A rejoin is a "
            "join of its own.\n\n"
            "--curve estimates the share for any day from all joins, those of yesterday included, "
            "and says how far it can be trusted.\n\n"
            "--activity counts who wrote at least once N times 24 hours after joining or later, "
            "among the joins from after messages were first read. Below the table stands since "
            "when, and what was not read. Reading them is off until somebody types: invitectl "
            "settings set messages on",
        .examples = {{"invitectl retention --by source", "which sources bring people that stay"},
                     {"invitectl retention --cohort week --days 1,7,14,30",
                      "the weeks one under the other, as a triangle"},
                     {"invitectl retention --activity --by source",
                      "which sources bring people that write"},
                     {"invitectl retention --curve", "how long people stay"}},
        .needs = {.guild = true, .table = true, .limit = true, .range = true, .as_of = true},
        .body = cli::body(declare, run),
        .tables = tables};
}

}  // namespace invitectl::commands
