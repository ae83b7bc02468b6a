// invite list | show: links past and present.
#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/report/invites.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/intents.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/store/standing.hpp"
#include "invitectl/workflow/edit.hpp"

#include "commands/all.hpp"
#include "commands/invite_lines.hpp"
#include "commands/lookups.hpp"

#include <algorithm>
#include <functional>

namespace invitectl::commands {
namespace {

struct ListOptions {
    std::optional<std::string> state;
    std::optional<std::string> source;
    std::optional<std::string> inviter;
    std::optional<std::string> channel;
    bool unassigned = false;
};

void declare_list(cli::OptionSet& set, ListOptions& options) {
    set.option("--state", options.state, "STATE", "only invites in this state")
        .choices({"active", "expired", "used_up", "deleted", "vanity", "gone"});
    set.option("--source", options.source, "SOURCE", "only those assigned to this source");
    set.option("--inviter", options.inviter, "USER", "only those this user made: id or name");
    set.option("--channel", options.channel, "CHANNEL", "only those that lead there: name or id");
    set.flag("--unassigned", options.unassigned, "only those that no source has been given");
}

void keep_wanted(std::vector<report::InviteLine>& lines,
                 const ListOptions& options,
                 sql::Connection& database,
                 GuildId guild) {
    const auto keep = [&lines](auto wanted) {
        std::erase_if(lines, [&](const report::InviteLine& line) { return !wanted(line); });
    };
    if (options.state) {
        keep([&](const auto& line) { return line.state == *options.state; });
    }
    if (options.source) {
        const SourceId id = workflow::source_named(database, guild, *options.source).id;
        const SourceId vanity = store::reserved_sources(database, guild).vanity;
        keep([&](const auto& line) {
            const bool own_url = line.stream == Stream::vanity && !line.source;
            return line.source == id || (own_url && id == vanity);
        });
    }
    if (options.inviter) {
        const UserId user = user_named(database, guild, *options.inviter);
        keep([&](const auto& line) { return line.terms.inviter == user; });
    }
    if (options.channel) {
        const ChannelId channel = channel_named(database, guild, *options.channel).id;
        keep([&](const auto& line) { return line.terms.channel == channel; });
    }
    if (options.unassigned) {
        keep([&](const auto& line) { return !line.source && line.stream == Stream::invites; });
    }
}

cli::ExitStatus run_list(const ListOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    std::vector<report::InviteLine> lines = invite_lines(database, guild, context.now());
    keep_wanted(lines, options, database, guild);
    std::ranges::stable_sort(lines, std::greater{}, &report::InviteLine::uses);
    context.print(report::invites(lines, names_of(database, guild)));
    return cli::ExitStatus::ok;
}

struct ShowOptions {
    std::string code;
};

void declare_show(cli::OptionSet& set, ShowOptions& options) {
    set.positional("CODE", options.code, "a code, or a whole invite link");
}

// What is known of a code that the finding rests on.
analytics::CodeFacts facts_of(sql::Connection& database,
                              GuildId guild,
                              const InviteCode& code,
                              Instant now) {
    analytics::CodeFacts facts;
    facts.assigned = store::assignment_timeline(database, guild).source_of(code, now).has_value();
    const auto ignored = store::ignored_codes(database, guild);
    if (const auto found = ignored.find(code); found != ignored.end()) {
        facts.ignored = found->second;
    }
    for (const store::InviteLife& life : store::invite_lives(database, guild, code)) {
        facts.seen = true;
        facts.own_url = life.stream == Stream::vanity;
        const std::int64_t before = life.baseline() ? life.first_uses : life.carried_uses;
        facts.baseline_uses += life.baseline() ? life.first_uses : 0;
        facts.uses_since += life.last_uses - before;
    }
    store::each_attribution(database, guild, 0, [&](const Attribution& answer) {
        if (is_credited(answer.code.verdict)) {
            facts.joins += answer.code_value == code ? 1 : 0;
            return;
        }
        facts.open_joins += std::ranges::any_of(
            answer.candidates, [&](const Candidate& one) { return one.code == code; });
    });
    return facts;
}

Error unknown_code(sql::Connection& database, GuildId guild, const InviteCode& code) {
    std::vector<std::string> codes;
    store::each_invite_life(database, guild, [&codes](const store::InviteLife& life) {
        codes.push_back(life.terms.code.text());
    });
    const auto near = nearest(code.text(), codes);
    return {ErrorCode::not_found,
            "the code " + code.text() + " has never been seen in this server",
            near ? "did you mean " + *near + "? codes tell upper from lower case"
                 : "it belongs to another server, or came and went between two readings",
            "invitectl invite list"};
}

cli::ExitStatus run_show(const ShowOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const InviteCode code = parse_codes({options.code}).front();
    const report::Names names = names_of(database, guild);
    report::InviteView view{.code = code, .facts = facts_of(database, guild, code, context.now())};
    for (report::InviteLine& line : invite_lines(database, guild, context.now())) {
        if (line.terms.code == code) {
            view.line = std::move(line);
        }
    }
    for (const store::StoredAssignment& made : store::assignments(database, guild)) {
        if (made.assignment.code == code) {
            view.assignments.push_back(
                {code, made.assignment.source, made.assignment.from, made.made_at, made.author});
        }
    }
    view.made_here = store::codes_made(database, guild).contains(code);
    view.credited = store::assignment_timeline(database, guild).credited(code, context.now());
    if (!view.line && view.assignments.empty() && !view.credited && view.facts.open_joins == 0) {
        throw unknown_code(database, guild, code);
    }
    context.print(report::invite_show(view, names));
    return cli::ExitStatus::ok;
}

// Of a code that was seen; about one that never was there is less to tell.
std::vector<report::Table> show_tables() {
    const InviteCode code = *InviteCode::parse("code");
    report::InviteView view{.code = code};
    const InviteTerms terms{code, {}, {}, {}, {}, 0, 0, false, {}};
    view.line = report::InviteLine{terms, 1, Stream::invites, {}, {}};
    return {report::flatten(report::invite_show(view, {}))};
}

}  // namespace

cli::Command invite_list() {
    return {
        .path = "invite list",
        .group = cli::Group::sources,
        .summary = "Invites past and present, with their uses and joins",
        .description =
            "One line per code. `uses` is Discord's counter; `joins` are credited to "
            "the code; ghosts are uses that nobody was seen for.",
        .examples = {{"invitectl invite list", "the most used first"},
                     {"invitectl invite list --state active --columns code,inviter,uses",
                      "only those that work, in a few columns"},
                     {"invitectl invite list --unassigned --sort joins:desc",
                      "what still needs a source"}},
        .needs = {.guild = true, .each_guild = true, .table = true, .limit = true, .as_of = true},
        .body = cli::body(declare_list, run_list),
        .tables = [] { return std::vector{report::invites({}, {})}; }};
}

cli::Command invite_show() {
    return {.path = "invite show",
            .group = cli::Group::sources,
            .summary = "One invite, and why it gets no joins where it gets none",
            .description = {},
            .examples = {{"invitectl invite show abc123", "by its code"},
                         {"invitectl invite show https://discord.gg/abc123 --json",
                          "by its link, for a script"}},
            .needs = {.guild = true, .table = true, .as_of = true},
            .body = cli::body(declare_show, run_show),
            .tables = show_tables};
}

}  // namespace invitectl::commands
