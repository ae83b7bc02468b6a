#include "commands/invite_lines.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/store/audit.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/store/standing.hpp"

#include <map>
#include <set>

namespace invitectl::commands {
namespace {

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

}  // namespace

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
        line.stream = life.stream;
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

}  // namespace invitectl::commands
