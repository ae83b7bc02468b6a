// reconcile: work out attributions from the facts, offline.
#include "invitectl/base/error.hpp"
#include "invitectl/report/rebuild_check.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

constexpr int kDifferencesShown = 20;

struct Options {
    bool rebuild = false;
    bool verify = false;
    bool refit = false;
    std::optional<std::string> since;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--since", options.since, "TIME", "work out anew whoever joined from then on");
    set.flag("--rebuild", options.rebuild, "forget every answer and work it out from the facts");
    set.flag("--verify",
             options.verify,
             "with --rebuild: only compare with what is stored; exit 1 if anything differs");
    set.flag("--refit",
             options.refit,
             "learn anew how often people bounce, come without an invite, and how late uses show");
}

cli::ExitStatus verify(cli::Context& context, GuildId guild) {
    const auto differences = workflow::verify_rebuild(context.database(), guild, kDifferencesShown);
    if (differences.empty()) {
        context.tell("A rebuild from the facts gives the same bytes as what is stored.");
        return cli::ExitStatus::ok;
    }
    std::vector<report::DifferenceLine> lines;
    for (const store::Difference& difference : differences) {
        lines.push_back({difference.table, difference.key, difference.stored, difference.rebuilt});
    }
    context.print(report::rebuild_check(lines));
    return cli::ExitStatus::failed;
}

workflow::ReconcileSummary work_out(const Options& options, cli::Context& context, GuildId guild) {
    sql::Connection& database = context.database();
    if (options.rebuild) {
        return workflow::rebuild_guild(database, guild);
    }
    if (options.since) {
        sql::Transaction step(database);
        store::unsettle_from(database, guild, context.time(*options.since) - Duration{1});
        step.commit();
    }
    return options.refit
               ? workflow::refit_guild(database, guild, context.clock(), context.log())
               : workflow::reconcile_guild(database, guild, context.clock(), context.log());
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    const GuildId guild = context.guild().guild.id;
    if (options.verify && !options.rebuild) {
        throw Error(ErrorCode::usage,
                    "--verify goes with --rebuild",
                    "there is nothing to compare otherwise",
                    "invitectl reconcile --rebuild --verify");
    }
    if (options.since && options.rebuild) {
        throw Error(ErrorCode::usage,
                    "--since does not go with --rebuild",
                    "a rebuild works out everything",
                    "invitectl reconcile --since 7d");
    }
    if (options.refit && options.rebuild) {
        throw Error(ErrorCode::usage,
                    "--refit does not go with --rebuild",
                    "a rebuild uses what was learnt before",
                    "invitectl reconcile --refit");
    }
    const auto lock = context.lock_runs();
    if (options.verify) {
        return verify(context, guild);
    }
    const workflow::ReconcileSummary summary = work_out(options, context, guild);
    context.tell(counted(summary.considered, "join") + " worked out, " +
                 counted(summary.written, "answer") + " changed, " +
                 std::to_string(summary.unsettled) + " unsettled.");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command reconcile() {
    return {
        .path = "reconcile",
        .group = cli::Group::reconcile,
        .summary = "Work out which invite brought whom, from what is stored",
        .description =
            "sync does this by itself; alone it is needed after a setting changed, or to check "
            "the answers: what is computed can be dropped and worked out again, and gives the "
            "same bytes. Needs no network.\n\nThe rates behind the probabilities are learnt once, "
            "from the first 200 joins, and kept; --refit learns them from what there is now. "
            "Where the counters contradict the bounds or a declaration, the program widens or "
            "withdraws it, and says so.",
        .examples = {{"invitectl reconcile", "what is new or unsettled"},
                     {"invitectl reconcile --since 7d", "whoever joined in the last week, anew"},
                     {"invitectl reconcile --rebuild --verify",
                      "prove that the stored answers follow from the facts"},
                     {"invitectl reconcile --refit", "after the server has changed a lot"}},
        .needs = {.guild = true, .each_guild = true, .table = true, .lock = true},
        .changes = true,
        .body = cli::body(declare, run),
        .tables = [] { return std::vector{report::rebuild_check({})}; }};
}

}  // namespace invitectl::commands
