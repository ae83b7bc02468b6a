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
};

void declare(cli::OptionSet& set, Options& options) {
    set.flag("--rebuild", options.rebuild, "forget every answer and work it out from the facts");
    set.flag("--verify",
             options.verify,
             "with --rebuild: only compare with what is stored; exit 1 if anything differs");
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

cli::ExitStatus run(const Options& options, cli::Context& context) {
    const GuildId guild = context.guild().guild.id;
    if (options.verify && !options.rebuild) {
        throw Error(ErrorCode::usage,
                    "--verify goes with --rebuild",
                    "there is nothing to compare otherwise",
                    "invitectl reconcile --rebuild --verify");
    }
    const auto lock = context.lock_runs();
    if (options.verify) {
        return verify(context, guild);
    }
    const workflow::ReconcileSummary summary =
        options.rebuild ? workflow::rebuild_guild(context.database(), guild)
                        : workflow::reconcile_guild(context.database(), guild);
    context.tell(counted(summary.considered, "join") + " worked out, " +
                 counted(summary.written, "answer") + " changed, " +
                 std::to_string(summary.unsettled) + " unsettled.");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command reconcile() {
    return {.path = "reconcile",
            .group = cli::Group::reconcile,
            .summary = "Work out which invite brought whom, from what is stored",
            .description =
                "sync does this by itself; alone it is needed after a setting changed, or to check "
                "the answers: what is computed can be dropped and worked out again, and gives the "
                "same bytes. Needs no network.",
            .examples = {{"invitectl reconcile", "what is new or unsettled"},
                         {"invitectl reconcile --rebuild --verify",
                          "prove that the stored answers follow from the facts"}},
            .needs = {.guild = true, .table = true, .lock = true},
            .changes = true,
            .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
