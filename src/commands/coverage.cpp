// coverage: how sure the answers are, and what would make them surer.
#include "invitectl/report/coverage.hpp"

#include "invitectl/reconcile/explanations.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/workflow/coverage.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

// A way in that one join of a hundred takes shows among so many with a probability of 95 %.
constexpr std::int64_t kEnoughJoins = 300;

// Every join that was seen had its message, so one without would stand out.
bool all_announced(const workflow::DeclarationCheck& check) {
    return check.messages && check.messages->joins >= kEnoughJoins &&
           check.messages->announced == check.messages->joins;
}

std::string advice(const workflow::DeclarationCheck& check) {
    if (check.contradictions > 0) {
        return "leave";
    }
    if (check.on) {
        return "keep";
    }
    if (check.joins < kEnoughJoins) {
        return "wait";
    }
    return check.key != "no_ghosts" || all_announced(check) ? "set" : "watch";
}

std::string meaning(const std::string& word) {
    const auto reason = reconcile::parse_reason(word);
    return reason ? std::string(reconcile::sentence(*reason)) : "";
}

std::string quoted(const std::string& name) {
    return "\"" + name + "\"";
}

// Assignments that came in with facts of another database have no entry here.
std::string undo_of(const workflow::SourceJump& jump,
                    const std::string& code,
                    const report::Names& names) {
    if (jump.assignment->entry) {
        return "invitectl undo " + std::to_string(*jump.assignment->entry);
    }
    return jump.previous ? "invitectl invite assign " + code + " " +
                               quoted(names.source(*jump.previous).value_or(""))
                         : "invitectl invite unassign " + code;
}

report::CoverageJump jump_line(const workflow::SourceJump& jump, const report::Names& names) {
    report::CoverageJump line;
    line.source = names.source(jump.jump.source).value_or("");
    line.before = jump.jump.before;
    line.now = jump.jump.now;
    line.joins = jump.jump.joins;
    line.code = jump.jump.code ? jump.jump.code->text() : "";
    if (!jump.assignment) {
        return line;
    }
    line.assigned_at = jump.assignment->made_at;
    line.assigned_by = jump.assignment->author;
    line.undo = undo_of(jump, line.code, names);
    return line;
}

report::CoverageView view_of(const workflow::GuildCoverage& found, const report::Names& names) {
    report::CoverageView view;
    view.coverage = found.coverage;
    view.traffic = &found.traffic;
    view.guard = found.guard;
    view.reliability = found.reliability;
    for (const analytics::ReasonCount& one : found.coverage.reasons) {
        view.reasons.push_back({one.reason, meaning(one.reason), one.joins});
    }
    for (const reconcile::Inconsistency& one : found.inconsistencies) {
        view.inconsistencies.push_back({one.from, one.until, one.joins, one.demands});
    }
    for (const store::Gap& gap : found.gaps) {
        view.gaps.push_back({std::string(to_text(gap.kind)), gap.from, gap.until, gap.reason});
    }
    for (const workflow::DeclarationCheck& check : found.declarations) {
        view.declarations.push_back(
            {check.key,
             check.on,
             advice(check),
             check.joins,
             check.contradictions,
             check.messages && check.messages->joins > 0
                 ? std::optional(static_cast<double>(check.messages->announced) /
                                 static_cast<double>(check.messages->joins))
                 : std::nullopt});
    }
    for (const workflow::SourceJump& jump : found.jumps) {
        view.jumps.push_back(jump_line(jump, names));
    }
    return view;
}

cli::ExitStatus run(cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const workflow::GuildCoverage found =
        workflow::guild_coverage(database, guild, context.range(), context.now());
    context.print(report::coverage(view_of(found, names_of(database, guild))));
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command coverage() {
    return {
        .path = "coverage",
        .group = cli::Group::reconcile,
        .summary = "How sure the answers are, and what other poll intervals would give",
        .description =
            "Joins per verdict, overall and by week; an estimate of what polling more or less "
            "often would tell apart; answers held against labels and statements; what the counters "
            "contradict, "
            "what could not be read, which declarations would hold, and sources that suddenly "
            "have many more of the joins. --since and --until choose the joins that are counted; "
            "the rest speaks of all history or of the last weeks.",
        .examples = {{"invitectl coverage", "everything"},
                     {"invitectl coverage --since 30d --json=section,verdict,joins,share",
                      "verdicts of the last 30 days, for a program"}},
        .needs = {.guild = true, .each_guild = true, .table = true, .range = true, .as_of = true},
        .body = cli::body(run),
        .tables = [] { return std::vector{report::flatten(report::coverage({}))}; }};
}

}  // namespace invitectl::commands
