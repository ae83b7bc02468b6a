#include "invitectl/workflow/undo.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/labels.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include <set>

namespace invitectl::workflow {

namespace {

using store::JournalEntry;

constexpr std::string_view kUndo = "undo";

JournalEntry latest_decision(sql::Connection& database, GuildId guild) {
    auto entry =
        store::latest_in_force(database, guild, std::numeric_limits<store::EntryId>::max());
    while (entry && !store::has_decisions(database, guild, entry->id)) {
        entry = store::latest_in_force(database, guild, entry->id);
    }
    if (entry) {
        return *std::move(entry);
    }
    throw Error(ErrorCode::not_found,
                "there is nothing to take back",
                "no decision is in force",
                "invitectl history");
}

JournalEntry entry_of(sql::Connection& database,
                      GuildId guild,
                      std::optional<store::EntryId> wanted) {
    if (!wanted) {
        return latest_decision(database, guild);
    }
    const auto found = store::journal_entry(database, guild, *wanted);
    if (!found) {
        throw Error(ErrorCode::not_found,
                    "the journal has no entry " + std::to_string(*wanted),
                    {},
                    "invitectl history");
    }
    return *found;
}

void check_can_be_undone(sql::Connection& database, GuildId guild, const JournalEntry& entry) {
    const std::string number = std::to_string(entry.id);
    if (entry.undone_by) {
        throw Error(ErrorCode::refused,
                    "entry " + number + " is undone already",
                    "entry " + std::to_string(*entry.undone_by) + " took it back",
                    "bring it back with: invitectl undo " + std::to_string(*entry.undone_by));
    }
    if (!entry.undoes && !store::has_decisions(database, guild, entry.id)) {
        throw Error(ErrorCode::refused,
                    "entry " + number + " (" + entry.action + ") cannot be taken back",
                    "it decided nothing in the database",
                    "invitectl history");
    }
}

// An undoing that is undone brings back what the first one took back; the entry at the bottom is
// the one whose rows change.
JournalEntry bottom_of(sql::Connection& database, GuildId guild, JournalEntry entry) {
    while (entry.undoes) {
        entry = entry_of(database, guild, entry.undoes);
    }
    return entry;
}

// Of a decision taken back and brought back several times only the last of these counts.
void check_is_latest(sql::Connection& database,
                     GuildId guild,
                     const JournalEntry& entry,
                     const JournalEntry& bottom) {
    const store::EntryId latest = store::latest_about(database, guild, bottom.id);
    if (entry.undoes && latest != entry.id) {
        throw Error(ErrorCode::refused,
                    "entry " + std::to_string(entry.id) + " counts no more",
                    "entry " + std::to_string(latest) + " came after it, about the same decision",
                    "invitectl undo " + std::to_string(latest));
    }
}

std::set<JoinId> affected_joins(sql::Connection& database,
                                GuildId guild,
                                const store::Touched& touched) {
    std::set<JoinId> joins(touched.joins.begin(), touched.joins.end());
    if (!touched.sources.empty()) {
        for (const store::StoredLabel& label : store::labels(database, guild)) {
            if (label.join && label.label.source) {
                joins.insert(*label.join);
            }
        }
    }
    return joins;
}

}  // namespace

Undone undo(sql::Connection& database,
            GuildId guild,
            std::optional<store::EntryId> wanted,
            const Author& author) {
    Edit edit(database, guild, author);
    const JournalEntry entry = entry_of(database, guild, wanted);
    check_can_be_undone(database, guild, entry);
    Undone undone;
    undone.entry = bottom_of(database, guild, entry);
    undone.holds_again = undone.entry.undone_by.has_value();
    check_is_latest(database, guild, entry, undone.entry);

    const store::EntryId by = store::add_journal_entry(
        database,
        guild,
        {0,
         author.at,
         author.name,
         std::string(kUndo),
         undone.entry.action,
         (undone.holds_again ? "entry " + std::to_string(undone.entry.id) + " holds again"
                             : "entry " + std::to_string(undone.entry.id) + " taken back"),
         entry.id});
    store::set_undone(database, guild, entry.id, by);
    if (entry.id != undone.entry.id) {
        store::set_undone(database,
                          guild,
                          undone.entry.id,
                          undone.holds_again ? std::nullopt : std::optional(by));
    }
    const store::Touched touched =
        store::withdraw(database,
                        guild,
                        undone.entry.id,
                        undone.holds_again ? std::nullopt : std::optional(author.at));

    auto codes = touched.codes;
    const auto of_sources = store::codes_ever_of(database, guild, touched.sources);
    codes.insert(codes.end(), of_sources.begin(), of_sources.end());
    undone.joins = answer_again(database, guild, codes) +
                   answer_joins_again(database, guild, affected_joins(database, guild, touched));
    const auto reopened_from = touched.bounds_from ? touched.bounds_from : touched.held_from;
    if (reopened_from) {
        store::unsettle_from(database, guild, *reopened_from - Duration{1});
        undone.reopened = store::unsettled_joins(database, guild);
    }
    edit.commit();
    return undone;
}

}  // namespace invitectl::workflow
