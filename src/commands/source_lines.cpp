#include "commands/source_lines.hpp"

#include "invitectl/analytics/costs.hpp"
#include "invitectl/store/costs.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/boards.hpp"

#include "commands/lookups.hpp"

#include <set>
#include <vector>

namespace invitectl::commands {
namespace {

// Codes per source at `now`: all that are assigned, seen or not, and those that still work.
void count_codes(sql::Connection& database,
                 GuildId guild,
                 Instant now,
                 std::map<SourceId, report::SourceLine>& lines) {
    const AssignmentTimeline timeline = store::assignment_timeline(database, guild);
    const auto line_of = [&](const InviteCode& code) {
        const auto source = timeline.source_of(code, now);
        return source ? lines.find(*source) : lines.end();
    };
    std::set<InviteCode> codes;
    for (const store::StoredAssignment& stored : store::assignments(database, guild)) {
        codes.insert(stored.assignment.code);
    }
    store::each_invite_life(database, guild, [&](const store::InviteLife& life) {
        const auto line = line_of(life.terms.code);
        if (line == lines.end()) {
            return;
        }
        const bool works = !life.gone && (!life.terms.expires_at || *life.terms.expires_at > now);
        line->second.active_codes += works ? 1 : 0;
        codes.insert(life.terms.code);  // also by a marker role, without an assignment
    });
    for (const InviteCode& code : codes) {
        if (const auto line = line_of(code); line != lines.end()) {
            ++line->second.codes;
        }
    }
}

void add_spendings(sql::Connection& database,
                   GuildId guild,
                   const TimeRange& window,
                   std::map<SourceId, report::SourceLine>& lines) {
    std::map<SourceId, std::vector<analytics::Spending>> by_source;
    for (const store::Cost& cost : store::costs(database, guild)) {
        by_source[cost.source].push_back({cost.amount, cost.over});
    }
    for (const auto& [source, spendings] : by_source) {
        if (lines.contains(source)) {
            lines[source].cost = analytics::spent_within(spendings, window);
        }
    }
}

}  // namespace

std::map<SourceId, report::SourceLine> source_lines(sql::Connection& database,
                                                    GuildId guild,
                                                    const TimeRange& window,
                                                    Instant now) {
    std::map<SourceId, report::SourceLine> lines;
    for (const Source& source : store::sources(database, guild)) {
        lines[source.id].source = source;
    }
    count_codes(database, guild, now, lines);
    analytics::BoardRules rules;
    rules.axis = analytics::Axis::source;
    rules.outcome = outcome_rules(store::settings(database, guild));
    rules.window = window;
    rules.now = now;
    const workflow::JoinBoard made = workflow::make_board(database, guild, rules);
    // A source whose making was undone is none any more, even where a join still names it.
    const auto add = [&](SourceId source, const analytics::Tally& tally) {
        if (const auto line = lines.find(source); line != lines.end()) {
            line->second.joins = tally.joins;
            line->second.retained = tally.of(Outcome::retained);
        }
    };
    for (const analytics::BoardRow& row : made.board.groups) {
        add(made.dictionaries.sources[static_cast<std::size_t>(row.key.id)].id, row.tally);
    }
    const reconcile::ReservedSources reserved = store::reserved_sources(database, guild);
    for (const analytics::BoardRow& row : made.board.specials) {
        switch (row.key.kind) {
            case analytics::RowKind::server:
                add(reserved.vanity, row.tally);
                break;
            case analytics::RowKind::bot:
                add(reserved.bot, row.tally);
                break;
            case analytics::RowKind::no_invite:
                add(reserved.none, row.tally);
                break;
            default:
                break;
        }
    }
    add_spendings(database, guild, window, lines);
    return lines;
}

}  // namespace invitectl::commands
