// Every decision of a person, and what the program withdrew by itself; and how to take one back.
//
// A row that a person decides (an assignment, a label, a name of a source …) carries the number of
// its entry. Undoing an entry withdraws these rows, in whatever order entries are undone; undoing
// the undoing brings them back. Nothing is deleted.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::store {

using EntryId = std::int64_t;  // 1, 2, 3 … per guild

// What a decision carries: by whom, when, and the journal entry it belongs to (absent: none, and it
// cannot be undone).
struct Decided {
    Instant at;
    std::string author;
    std::optional<EntryId> entry{};
};

struct JournalEntry {
    EntryId id = 0;  // given by the store
    Instant at;
    std::string author;   // the login name, or "invitectl"
    std::string action;   // the command: "invite assign"
    std::string subject;  // what it was done to
    std::string detail;
    std::optional<EntryId> undoes{};     // the entry this one takes back
    std::optional<EntryId> undone_by{};  // the entry that took this one back; absent: it holds
};

EntryId add_journal_entry(sql::Connection& connection, GuildId guild, const JournalEntry& entry);
// Newest first; all of them with a limit below 0.
std::vector<JournalEntry> recent_journal(sql::Connection& connection, GuildId guild, int limit);
// The latest decision in force whose number is below `before`, undoings left out.
std::optional<JournalEntry> latest_in_force(sql::Connection& connection,
                                            GuildId guild,
                                            EntryId before);
std::optional<JournalEntry> journal_entry(sql::Connection& connection, GuildId guild, EntryId id);
// The latest undoing of the decision, or of an undoing of it, and so on; the decision itself where
// it was never undone.
EntryId latest_about(sql::Connection& connection, GuildId guild, EntryId decision);
// `by` absent: it holds again.
void set_undone(sql::Connection& connection,
                GuildId guild,
                EntryId entry,
                std::optional<EntryId> by);

// Whether any row was decided by this entry, so that there is something to take back.
bool has_decisions(sql::Connection& connection, GuildId guild, EntryId entry);

// What hangs on the decisions of an entry.
struct Touched {
    std::vector<InviteCode> codes;
    std::vector<SourceId> sources;
    std::vector<JoinId> joins;           // labelled ones
    std::optional<Instant> bounds_from;  // of calibrations: what is later must be worked out anew
    std::optional<Instant> held_from;    // a marker role was first held; later joins likewise
};

// Takes the rows of an entry out of force (or, with no instant, into force again) and sets the
// sources straight. Throws Error(refused) where a decision in force would then speak of a source
// that is not there, or two sources had one name.
Touched withdraw(sql::Connection& connection,
                 GuildId guild,
                 EntryId entry,
                 std::optional<Instant> withdrawn_at);

}  // namespace invitectl::store
