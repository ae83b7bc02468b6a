// join recent | show: who came, and by which invite.
#include "invitectl/base/error.hpp"
#include "invitectl/cli/time_input.hpp"
#include "invitectl/reconcile/explanations.hpp"
#include "invitectl/report/joins.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/markers.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/stated.hpp"
#include "invitectl/store/targets.hpp"
#include "invitectl/store/unseen.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <algorithm>
#include <charconv>

namespace invitectl::commands {
namespace {

cli::ExitStatus run_recent(cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    context.print(report::joins({.name = "join recent",
                                 .title = "The latest joins",
                                 .joins = found_joins(database, guild, {}, context.now()),
                                 .names = names_of(database, guild),
                                 .now = context.now()}));
    return cli::ExitStatus::ok;
}

struct ShowOptions {
    std::string join;
    bool explain = false;
};

void declare_show(cli::OptionSet& set, ShowOptions& options) {
    set.positional("JOIN", options.join, "number of the join, user id, or user name");
    set.flag(
        "--explain", options.explain, "the readings, the counters and the candidates behind it");
}

// A number is a join while it is short, a user when it has the length of an id.
std::optional<store::StoredJoin> find(sql::Connection& database,
                                      GuildId guild,
                                      const std::string& text) {
    const auto latest_of = [&](UserId user) -> std::optional<store::StoredJoin> {
        const auto joins = store::joins_of(database, guild, user);
        return joins.empty() ? std::nullopt : std::optional(joins.back());
    };
    if (const auto id = parse_snowflake(text)) {
        const auto join = store::find_join(database, guild, *id);
        return join ? join : latest_of(UserId{*id});
    }
    const auto people = store::people_named(database, guild, text);
    return people.size() == 1 ? latest_of(people.front().id) : std::nullopt;
}

Error no_such_join(sql::Connection& database, GuildId guild, const std::string& text) {
    std::string why =
        "no join has this number, and nobody of this id or name joined since the "
        "baseline";
    const auto people = store::people_named(database, guild, text);
    if (people.size() > 1) {
        why = std::to_string(people.size()) + " people have this name; use an id: ";
        for (const Person& person : people) {
            why += person.id.text() + " ";
        }
        why.pop_back();
    } else if (people.size() == 1 && store::baseline_spell(database, guild, people.front().id)) {
        why = "this member was here before tracking began";
    }
    return {
        ErrorCode::not_found, "there is no join \"" + text + "\"", why, "invitectl join recent"};
}

report::JoinEvidence evidence_of(sql::Connection& database, GuildId guild, const Spell& spell) {
    report::JoinEvidence known;
    known.stated = store::stated_source(database, guild, spell.user, spell.joined_at);
    for (const auto& way : store::stamped_ways(database, guild, spell.user, spell.joined_at)) {
        known.stamped.push_back(way.code);
    }
    for (const auto& message : store::join_messages_for(database, guild, spell)) {
        known.announced.push_back(message.at);
    }
    const Calibration declared =
        store::calibration_at(store::calibrations(database, guild), spell.joined_at);
    known.closed = declared.closed;
    known.no_ghosts = declared.no_ghosts;
    return known;
}

report::JoinExplanation explain(sql::Connection& database,
                                GuildId guild,
                                const report::JoinLine& line,
                                Instant now) {
    report::JoinExplanation explanation;
    explanation.join = line;
    explanation.names = names_of(database, guild);
    explanation.now = now;
    for (const Stream stream : {Stream::invites, Stream::vanity}) {
        const auto around = store::readings_around(database, guild, stream, line.spell.joined_at);
        if (around.before) {
            explanation.readings.push_back(*around.before);
        }
        if (around.after) {
            explanation.readings.push_back(*around.after);
        }
    }
    for (const auto& demand : store::demands_reaching(database, guild, line.spell.joined_at)) {
        explanation.demands.push_back({.code = demand.code,
                                       .epoch = demand.epoch,
                                       .stream = demand.stream,
                                       .kind = std::string(store::to_text(demand.kind)),
                                       .at_least = demand.at_least,
                                       .at_most = demand.at_most,
                                       .from = demand.from,
                                       .until = demand.until,
                                       .attributed = demand.attributed,
                                       .ghosts = demand.ghosts});
    }
    explanation.evidence = evidence_of(database, guild, line.spell);
    for (const report::DemandLine& demand : explanation.demands) {
        const auto targeting = store::targeting_of(database, guild, demand.code);
        if (targeting && !targeting->users.empty() &&
            !std::ranges::binary_search(targeting->users, line.spell.user)) {
            explanation.evidence.for_others.push_back(demand.code);
        }
    }
    if (line.attribution) {
        if (const auto reason = reconcile::parse_reason(line.attribution->reason)) {
            explanation.reason = reconcile::sentence(*reason);
        }
    }
    return explanation;
}

cli::ExitStatus run_show(const ShowOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const auto join = find(database, guild, options.join);
    if (!join) {
        throw no_such_join(database, guild, options.join);
    }
    const OutcomeRules rules = outcome_rules(store::settings(database, guild));
    const report::JoinLine line = join_line(database, guild, *join, rules, context.now());
    if (options.explain) {
        report::JoinExplanation explanation = explain(database, guild, line, context.now());
        explanation.instant_text = [zone = context.zone()](Instant t) {
            return cli::format_in_zone(t, zone) + (zone == "UTC" ? " UTC" : "");
        };
        context.print(report::join_explain(explanation));
    } else {
        context.print(report::join_show(line, names_of(database, guild), context.now()), 0);
    }
    return cli::ExitStatus::ok;
}

std::vector<report::Table> show_tables() {
    return {report::join_show({}, {}, {}), report::flatten(report::join_explain({}))};
}

}  // namespace

cli::Command join_recent() {
    return {
        .path = "join recent",
        .group = cli::Group::joins,
        .summary = "The latest joins with their attribution",
        .description = {},
        .examples = {{"invitectl join recent", "on a terminal the latest 30"},
                     {"invitectl join recent --limit 100 --json=join,user,code,verdict",
                      "for a script"}},
        .needs = {.guild = true, .each_guild = true, .table = true, .limit = true, .as_of = true},
        .body = cli::body(run_recent),
        .tables = [] { return std::vector{report::joins({})}; }};
}

cli::Command join_show() {
    return {.path = "join show",
            .group = cli::Group::joins,
            .summary = "One join, and why it was attributed as it was",
            .description = "By its number, or the latest join of a user by id or name.",
            .examples = {{"invitectl join show 1", "the first join since the baseline"},
                         {"invitectl join show 1 --explain", "with everything it was decided by"}},
            .needs = {.guild = true, .table = true, .as_of = true},
            .body = cli::body(declare_show, run_show),
            .tables = show_tables};
}

}  // namespace invitectl::commands
