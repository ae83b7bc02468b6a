// source create | list: named buckets for invites.
#include "invitectl/report/sources.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/edits.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct CreateOptions {
    std::string name;
};

void declare_create(cli::OptionSet& set, CreateOptions& options) {
    set.positional(
        "NAME", options.name, "any name; two names are one source only if they are equal");
}

cli::ExitStatus run_create(const CreateOptions& options, cli::Context& context) {
    const GuildId guild = context.guild().guild.id;
    workflow::create_source(
        context.database(), guild, options.name, {context.login_name(), context.now()});
    context.tell("Created the source \"" + options.name +
                 "\". Give it codes: invitectl invite assign "
                 "CODE \"" +
                 options.name + "\"");
    return cli::ExitStatus::ok;
}

// Codes per source at `now`: all, and those that still work.
void count_codes(sql::Connection& database,
                 GuildId guild,
                 Instant now,
                 std::map<SourceId, report::SourceLine>& lines) {
    const AssignmentTimeline timeline = store::assignment_timeline(database, guild);
    std::optional<InviteCode> previous;
    store::each_invite_life(database, guild, [&](const store::InviteLife& life) {
        const auto source = timeline.source_of(life.terms.code, now);
        if (!source || !lines.contains(*source)) {
            return;
        }
        report::SourceLine& line = lines[*source];
        line.codes += previous == life.terms.code ? 0 : 1;
        line.active_codes += !life.gone && (!life.terms.expires_at || *life.terms.expires_at > now);
        previous = life.terms.code;
    });
}

cli::ExitStatus run_list(cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const Instant now = context.now();
    std::map<SourceId, report::SourceLine> by_id;
    for (const Source& source : store::sources(database, guild)) {
        by_id[source.id].source = source;
    }
    count_codes(database, guild, now, by_id);
    store::each_attribution(database, guild, 0, [&](const Attribution& answer) {
        if (is_credited(answer.source.verdict) && answer.source_value) {
            by_id[*answer.source_value].joins += 1;
        }
    });
    std::vector<report::SourceLine> lines;
    for (const Source& source : store::sources(database, guild)) {
        lines.push_back(by_id[source.id]);
    }
    context.print(report::sources(lines));
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command source_create() {
    return {.path = "source create",
            .group = cli::Group::sources,
            .summary = "Make a named bucket for invites, such as \"Reddit ad\"",
            .description = {},
            .examples = {{"invitectl source create \"Reddit ad\"", "a source for one advert"},
                         {"invitectl source create \"Partner: Harbour Cafe\" -g harbour",
                          "in another server"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_create, run_create)};
}

cli::Command source_list() {
    return {
        .path = "source list",
        .group = cli::Group::sources,
        .summary = "Sources with their codes and joins",
        .description =
            "vanity, bot and none are there in every server: its own URL, bots, and "
            "joins without an invite.",
        .examples = {{"invitectl source list", "all of them"},
                     {"invitectl source list --sort joins:desc", "the busiest first"}},
        .needs = {.guild = true, .each_guild = true, .table = true, .limit = true, .as_of = true},
        .body = cli::body(run_list),
        .tables = [] { return std::vector{report::sources({})}; }};
}

}  // namespace invitectl::commands
