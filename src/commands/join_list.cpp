// join list: joins by time, source, inviter, code and verdict.
#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/report/joins.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/store/found_joins.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

constexpr const char* kUnassigned = "(unassigned)";

struct Options {
    std::optional<std::string> source;
    std::optional<std::string> inviter;
    std::optional<std::string> code;
    std::optional<std::string> verdict;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--source", options.source, "SOURCE", "credited to this source; or (unassigned)");
    set.option("--inviter", options.inviter, "USER", "brought by this user: an id or a name");
    set.option("--code", options.code, "CODE", "by this invite");
    set.option("--verdict",
               options.verdict,
               "A,B",
               "these only: manual, stated, stamped, proved, likely, open, unknown");
}

std::vector<Verdict> verdicts_of(const std::string& text) {
    std::vector<Verdict> verdicts;
    for (const std::string& word : report::split_list(text)) {
        const auto verdict = parse_verdict(word);
        if (!verdict) {
            throw Error(ErrorCode::bad_value,
                        "\"" + word + "\" is no verdict",
                        "there are: manual, stated, stamped, proved, likely, open, unknown",
                        "invitectl help attribution");
        }
        verdicts.push_back(*verdict);
    }
    return verdicts;
}

SourceId source_of(sql::Connection& database, GuildId guild, const std::string& name) {
    if (const auto source = store::find_source(database, guild, name)) {
        return source->id;
    }
    std::vector<std::string> names;
    for (const Source& source : store::sources(database, guild)) {
        names.push_back(source.name);
    }
    const auto near = nearest(name, names);
    throw Error(ErrorCode::not_found,
                "there is no source \"" + name + "\"",
                near ? "did you mean \"" + *near + "\"?" : "sources are named byte for byte",
                "invitectl source list");
}

UserId user_of(sql::Connection& database, GuildId guild, const std::string& text) {
    if (const auto id = parse_snowflake(text)) {
        return UserId{*id};
    }
    const auto people = store::people_named(database, guild, text);
    if (people.size() == 1) {
        return people.front().id;
    }
    throw Error(ErrorCode::not_found,
                "\"" + text + "\" names " + (people.empty() ? "nobody" : "several people"),
                people.empty() ? "nobody known here has this user name or display name"
                               : "an id names one of them",
                "invitectl leaderboard --json=inviter,inviter_id");
}

InviteCode code_of(const std::string& text) {
    if (const auto code = InviteCode::parse_pasted(text)) {
        return *code;
    }
    throw Error(ErrorCode::bad_value,
                "\"" + text + "\" is no invite code",
                "a code is what follows discord.gg/ in a link",
                "invitectl invite list");
}

store::JoinFilter filter_of(const Options& options, GuildId guild, cli::Context& context) {
    sql::Connection& database = context.database();
    store::JoinFilter filter;
    filter.joined = context.range();
    if (options.source == kUnassigned) {
        filter.without_source = true;
    } else if (options.source) {
        filter.source = source_of(database, guild, *options.source);
    }
    if (options.inviter) {
        filter.inviter = user_of(database, guild, *options.inviter);
    }
    if (options.code) {
        filter.code = code_of(*options.code);
    }
    if (options.verdict) {
        filter.verdicts = verdicts_of(*options.verdict);
    }
    return filter;
}

// Streams: as many joins as there are leave in the memory of one.
report::JoinSource source_of_lines(sql::Connection& database,
                                   GuildId guild,
                                   const store::JoinFilter& filter,
                                   Instant now) {
    return [rows = std::make_shared<store::FoundJoins>(database, guild, filter),
            rules = outcome_rules(store::settings(database, guild)),
            now](report::JoinLine& line) {
        store::StoredJoin join;
        if (!rows->next(join, line.attribution)) {
            return false;
        }
        line.id = join.id;
        line.spell = join.spell;
        line.bot = join.bot;
        line.did_rejoin = join.did_rejoin;
        line.outcome = outcome_of(join.spell.joined_at, leave_from_join(join.spell), now, rules);
        return true;
    };
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const Instant now = context.now();
    context.print(report::joins(
        {.name = "join list",
         .title = "Joins",
         .joins = source_of_lines(database, guild, filter_of(options, guild, context), now),
         .names = names_of(database, guild),
         .now = now}));
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command join_list() {
    return {.path = "join list",
            .group = cli::Group::joins,
            .summary = "Joins, newest first, by whatever they have in common",
            .description =
                "Filters may be combined; a join must pass all of them. --source, --inviter and "
                "--code mean what a join is credited to, so open joins pass none of them; "
                "--verdict goes by the verdict on the code.",
            .examples = {{"invitectl join list --since 7d", "of the last week"},
                         {"invitectl join list --verdict open,unknown --json=join,user,joined_at",
                          "those that could not be told, for a script"},
                         {"invitectl join list --code abc123 --until now", "by one invite"}},
            .needs = {.guild = true,
                      .each_guild = true,
                      .table = true,
                      .limit = true,
                      .range = true,
                      .as_of = true},
            .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
