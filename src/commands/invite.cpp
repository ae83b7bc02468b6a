// invite list | assign | unassign: links, and the sources they belong to.
#include "invitectl/base/error.hpp"
#include "invitectl/report/invites.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/audit.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/edits.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace invitectl::commands {
namespace {

struct ListOptions {
    std::optional<std::string> state;
};

void declare_list(cli::OptionSet& set, ListOptions& options) {
    set.option("--state", options.state, "STATE", "only invites in this state")
        .choices({"active", "expired", "used_up", "deleted", "vanity", "gone"});
}

// Codes whose deletion the audit log tells.
std::set<InviteCode> deleted_codes(sql::Connection& database, GuildId guild) {
    std::set<InviteCode> codes;
    store::each_audit_entry(database, guild, AuditEntryId{}, [&](const AuditEntry& entry) {
        if (entry.action == audit_action::kInviteDelete && entry.invite) {
            codes.insert(entry.invite->code);
        }
    });
    return codes;
}

struct CodeTotals {
    std::int64_t joins = 0;
    double ghosts = 0;
};

std::map<InviteCode, CodeTotals> totals_by_code(sql::Connection& database, GuildId guild) {
    std::map<InviteCode, CodeTotals> totals;
    store::each_attribution(database, guild, 0, [&](const Attribution& answer) {
        if (is_credited(answer.code.verdict) && answer.code_value) {
            totals[*answer.code_value].joins += 1;
        }
    });
    store::each_demand(database, guild, [&](const store::StoredDemand& demand) {
        totals[demand.code].ghosts += demand.ghosts;
    });
    return totals;
}

// One line per code: its lives summed up, described by the latest.
std::vector<report::InviteLine> invite_lines(sql::Connection& database,
                                             GuildId guild,
                                             Instant now) {
    const AssignmentTimeline timeline = store::assignment_timeline(database, guild);
    const std::set<InviteCode> deleted = deleted_codes(database, guild);
    const auto totals = totals_by_code(database, guild);
    std::vector<report::InviteLine> lines;
    store::each_invite_life(database, guild, [&](const store::InviteLife& life) {
        const bool another_life = !lines.empty() && lines.back().terms.code == life.terms.code;
        if (!another_life) {
            lines.emplace_back(report::InviteLine{life.terms, life.epoch, life.stream, {}, {}});
        }
        report::InviteLine& line = lines.back();
        line.terms = life.terms;
        line.epoch = life.epoch;
        line.state = store::to_text(store::state_of(life, deleted.contains(life.terms.code), now));
        line.source = timeline.source_of(life.terms.code, now);
        line.uses += life.last_uses - life.carried_uses;
        line.baseline_uses += life.baseline() ? life.first_uses : 0;
        if (const auto found = totals.find(life.terms.code); found != totals.end()) {
            line.joins = found->second.joins;
            line.ghosts = found->second.ghosts;
        }
    });
    return lines;
}

cli::ExitStatus run_list(const ListOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    std::vector<report::InviteLine> lines = invite_lines(database, guild, context.now());
    if (options.state) {
        std::erase_if(lines, [&](const auto& line) { return line.state != *options.state; });
    }
    std::ranges::stable_sort(lines, std::greater{}, &report::InviteLine::uses);
    context.print(report::invites(lines, names_of(database, guild)));
    return cli::ExitStatus::ok;
}

struct AssignOptions {
    std::vector<std::string> codes;
    std::string source;
    std::optional<std::string> from;
};

void declare_assign(cli::OptionSet& set, AssignOptions& options) {
    set.positional("CODE", options.codes, "codes, or whole invite links").required();
    set.last_positional("SOURCE", options.source, "the source they belong to");
    set.option("--from", options.from, "TIME", "joins before this keep the source they had")
        .fallback("all history");
}

std::vector<InviteCode> parse_codes(const std::vector<std::string>& words) {
    std::vector<InviteCode> codes;
    for (const std::string& word : words) {
        const auto code = InviteCode::parse_pasted(word);
        if (!code) {
            throw Error(ErrorCode::bad_value,
                        "\"" + word + "\" is no invite code",
                        "a code is what follows discord.gg/ in a link",
                        "invitectl invite list");
        }
        codes.push_back(*code);
    }
    return codes;
}

std::optional<Instant> start_of(const std::optional<std::string>& from, cli::Context& context) {
    return from ? std::optional(context.time(*from)) : std::nullopt;
}

void tell_decided(cli::Context& context, const workflow::Assigned& assigned, std::string done) {
    for (const InviteCode& code : assigned.never_seen) {
        context.tell("note: the code " + code.text() +
                     " has never been seen in this server; the decision stands all the same");
    }
    context.tell(done + "; " + counted(assigned.joins, "join") +
                 (assigned.joins == 1 ? " has" : " have") + " another source now.");
}

cli::ExitStatus run_assign(const AssignOptions& options, cli::Context& context) {
    const std::vector<InviteCode> codes = parse_codes(options.codes);
    const workflow::Assigned assigned =
        workflow::assign_codes(context.database(),
                               context.guild().guild.id,
                               codes,
                               options.source,
                               start_of(options.from, context),
                               {context.login_name(), context.now()});
    tell_decided(context,
                 assigned,
                 "Assigned " + counted(static_cast<std::int64_t>(codes.size()), "code") + " to \"" +
                     options.source + "\"");
    return cli::ExitStatus::ok;
}

struct UnassignOptions {
    std::vector<std::string> codes;
    std::optional<std::string> from;
};

void declare_unassign(cli::OptionSet& set, UnassignOptions& options) {
    set.positional("CODE", options.codes, "codes, or whole invite links").required();
    set.option("--from", options.from, "TIME", "joins before this keep the source they had")
        .fallback("all history");
}

cli::ExitStatus run_unassign(const UnassignOptions& options, cli::Context& context) {
    const std::vector<InviteCode> codes = parse_codes(options.codes);
    const workflow::Assigned assigned =
        workflow::unassign_codes(context.database(),
                                 context.guild().guild.id,
                                 codes,
                                 start_of(options.from, context),
                                 {context.login_name(), context.now()});
    tell_decided(
        context,
        assigned,
        "Took " + counted(static_cast<std::int64_t>(codes.size()), "code") + " from any source");
    return cli::ExitStatus::ok;
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
                      "only those that work, in a few columns"}},
        .needs = {.guild = true, .each_guild = true, .table = true, .limit = true, .as_of = true},
        .body = cli::body(declare_list, run_list),
        .tables = [] { return std::vector{report::invites({}, {})}; }};
}

cli::Command invite_assign() {
    return {.path = "invite assign",
            .group = cli::Group::sources,
            .summary = "Say which source invites belong to",
            .description =
                "Retroactive unless --from is given. The last word is the source; "
                "everything before it is a code or an invite link.",
            .examples = {{"invitectl invite assign abc123 \"Reddit ad\"", "for all history"},
                         {"invitectl invite assign https://discord.gg/abc123 def456 \"Reddit ad\" "
                          "--from 2026-08-01",
                          "two codes, from a day on"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_assign, run_assign)};
}

cli::Command invite_unassign() {
    return {.path = "invite unassign",
            .group = cli::Group::sources,
            .summary = "Take invites from their source again",
            .description =
                "For all history unless --from is given. The joins stay; they count as "
                "(unassigned) on a board by source.",
            .examples = {{"invitectl invite unassign abc123", "for all history"},
                         {"invitectl invite unassign def456 --from 2026-08-01", "from a day on"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_unassign, run_unassign)};
}

}  // namespace invitectl::commands
