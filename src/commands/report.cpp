// report html: the whole of a guild on one page.
#include "invitectl/base/error.hpp"
#include "invitectl/report/overview.hpp"
#include "invitectl/report/people.hpp"
#include "invitectl/workflow/overview.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>

namespace invitectl::commands {
namespace {

constexpr const char* kStandardStream = "-";
// Inviters with a bar of their own; the rest is one bar.
constexpr std::size_t kMostBars = 25;

struct Options {
    std::string output = kStandardStream;
    std::string names = "pseudonym";
    bool force = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("-o,--output", options.output, "FILE", "a new file; - for standard output");
    set.flag("--force", options.force, "replace the file if it is there");
    set.option("--names", options.names, "HOW", "whether it says who people are")
        .choices({"pseudonym", "full", "none"});
}

bool hides_joins(store::PollKind kind) {
    return kind == store::PollKind::invites || kind == store::PollKind::vanity ||
           kind == store::PollKind::members;
}

// Who wrote when is in no chapter.
std::vector<report::OverviewGap> gaps_of(const workflow::GuildOverview& made) {
    std::vector<report::OverviewGap> gaps;
    for (const store::Gap& gap : made.gaps) {
        if (gap.kind != store::PollKind::messages) {
            gaps.push_back({gap.from,
                            gap.until,
                            std::string(to_text(gap.kind)) + ", " + gap.reason,
                            hides_joins(gap.kind)});
        }
    }
    for (const TimeRange& pause : made.pauses) {
        gaps.push_back({pause.from, pause.until, "no run", true});
    }
    return gaps;
}

// The latest ones where there are many.
std::vector<report::OverviewEvent> events_of(const workflow::GuildOverview& made) {
    constexpr std::size_t kMost = 20;
    std::vector<report::OverviewEvent> events;
    const auto add = [&](Instant t, const std::string& text) {
        if (made.span.contains(t)) {
            events.push_back({t, text});
        }
    };
    for (const Source& source : made.campaigns) {
        add(source.created_at, "source made: " + source.name);
        if (source.retired_at) {
            add(*source.retired_at, "source retired: " + source.name);
        }
    }
    std::ranges::stable_sort(events, {}, &report::OverviewEvent::at);
    if (events.size() > kMost) {
        events.erase(events.begin(), events.end() - kMost);
    }
    return events;
}

report::Page make_page(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const store::StoredGuild guild = context.guild();
    workflow::OverviewRules rules;
    const auto rules_by = [&](analytics::Axis axis) {
        analytics::BoardRules by_axis = board_rules(database, guild.guild.id, axis, context.now());
        by_axis.window = context.range();
        return by_axis;
    };
    rules.inviters = rules_by(analytics::Axis::inviter);
    rules.inviters.limit = kMostBars;
    rules.sources = rules_by(analytics::Axis::source);
    rules.zone = context.zone_offset();
    const workflow::GuildOverview made = workflow::make_overview(database, guild.guild.id, rules);
    const report::Names names = report::hide_people(names_of(database, guild.guild.id),
                                                    *report::parse_name_mode(options.names),
                                                    context.pseudonym_of());
    return report::overview_page({guild.guild.name,
                                  made.span,
                                  rules.inviters.now,
                                  context.zone(),
                                  rules.zone,
                                  made.buckets,
                                  made.growth,
                                  made.quality,
                                  made.calendar,
                                  made.ages,
                                  made.retention,
                                  made.inviters,
                                  made.sources,
                                  {made.tree, made.tree_rules},
                                  gaps_of(made),
                                  events_of(made),
                                  made.dictionaries,
                                  names});
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    const std::string text = context.page_text(make_page(options, context));
    if (options.output == kStandardStream) {
        context.out() << text;
        return cli::ExitStatus::ok;
    }
    if (options.force) {
        context.files().replace(options.output, text);
    } else {
        context.files().create(options.output, text);
    }
    context.tell("Report written to " + options.output + ".");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command report_html() {
    return {
        .path = "report html",
        .group = cli::Group::analyse,
        .summary = "The whole server on one page, with pictures, as one HTML file",
        .description =
            "Growth by source, joins against leaves, who brings people that stay, when people "
            "join, young accounts and bursts, and how sure the answers are. The file asks for "
            "nothing from outside and can be read without scripts, printed and mailed.\n\n"
            "Unless --names says otherwise it does not say who people are: they have pseudonyms, "
            "the same ones as in every other output with --names pseudonym. The same database "
            "gives the same bytes for the same --as-of.",
        .examples = {{"invitectl report html -o report.html", "into a new file"},
                     {"invitectl report html --since 90d --names full > report.html",
                      "the last 90 days, with names"}},
        .needs = {.guild = true, .range = true, .as_of = true},
        .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
