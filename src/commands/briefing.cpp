// briefing: what happened in a week, held against the week before.
#include "invitectl/report/briefing.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/workflow/boards.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

constexpr const char* kLast = "last";
constexpr const char* kThis = "this";

struct Options {
    std::string week = kLast;
    std::int64_t top = 5;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option(
        "--week",
        options.week,
        "WEEK",
        "as 2026-W34 (ISO 8601, Monday to Sunday); or this, or last: the latest that is over");
    set.option("--top", options.top, "N", "sources and inviters at most", 1, 100);
}

std::chrono::sys_days monday_of(const std::string& week,
                                Instant now,
                                const analytics::ZoneOffset& zone) {
    const std::chrono::sys_days last = analytics::latest_full_week(now, zone);
    if (week == kLast) {
        return last;
    }
    const std::chrono::sys_days present = last + std::chrono::days{7};
    if (week == kThis) {
        return present;
    }
    const auto monday = analytics::parse_week(week);
    if (!monday) {
        throw Error(ErrorCode::bad_value,
                    "\"" + week + "\" is no week",
                    "a week looks like " + analytics::week_text(last) +
                        ", and there are this and "
                        "last",
                    "invitectl briefing --week " + analytics::week_text(last));
    }
    if (*monday > present) {
        throw Error(ErrorCode::bad_value,
                    week + " has not begun",
                    "it is " + analytics::week_text(present),
                    "invitectl briefing --week this");
    }
    return *monday;
}

std::vector<report::BriefingGap> gaps_within(sql::Connection& database,
                                             GuildId guild,
                                             const TimeRange& week) {
    std::vector<report::BriefingGap> found;
    for (const store::Gap& gap : store::gaps(database, guild)) {
        if (gap.from < week.until && gap.until > week.from) {
            found.push_back({std::string(to_text(gap.kind)),
                             std::max(gap.from, week.from),
                             std::min(gap.until, week.until),
                             gap.reason});
        }
    }
    return found;
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const analytics::ZoneOffset zone = context.zone_offset();
    const Instant now = context.now();
    const analytics::BriefingRules rules{
        .weeks = analytics::briefing_weeks(monday_of(options.week, now, zone), now, zone),
        .inviters = board_rules(database, guild, analytics::Axis::inviter, now),
        .sources = board_rules(database, guild, analytics::Axis::source, now)};
    workflow::JoinBriefing made = workflow::make_briefing(database, guild, rules);
    context.print(report::briefing({.briefing = std::move(made.briefing),
                                    .dictionaries = made.dictionaries,
                                    .names = names_of(database, guild),
                                    .gaps = gaps_within(database, guild, rules.weeks.week),
                                    .top = static_cast<std::size_t>(options.top)}));
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command briefing() {
    return {
        .path = "briefing",
        .group = cli::Group::analyse,
        .summary = "A week held against the one before: what changed, and whether it is chance",
        .description =
            "Joins and leaves, who stays, the sources and inviters that brought the most, young "
            "accounts and bursts, and how sure the attributions are. Weeks are those of the zone. "
            "A week that is not over is held against as much of the one before. Of everything "
            "counted it says whether the change is more than chance alone explains, and of shares "
            "how far so few joins can be trusted.",
        .examples = {{"invitectl briefing", "the latest week that is over"},
                     {"invitectl briefing --format md --names pseudonym",
                      "for a channel or a mail"},
                     {"invitectl briefing --week this --tz Europe/Berlin",
                      "so far, by local days"}},
        .needs = {.guild = true, .each_guild = true, .table = true, .as_of = true},
        .body = cli::body(declare, run),
        .tables = [] { return std::vector{report::flatten(report::briefing_parts())}; }};
}

}  // namespace invitectl::commands
