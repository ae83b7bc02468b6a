// Taking a decision back.
#pragma once

#include "invitectl/workflow/edit.hpp"

#include <cstdint>
#include <optional>

namespace invitectl::workflow {

struct Undone {
    store::JournalEntry
        entry;  // what was taken back (or, after an undoing was undone, holds again)
    bool holds_again = false;
    std::int64_t joins = 0;     // whose answer changed
    std::int64_t reopened = 0;  // joins to be worked out anew by the next sync or reconcile
};

// The entry of that number, or by default the latest decision that holds. Decisions may be taken
// back in any order. Throws Error(not_found) where there is none, Error(refused) where it is undone
// already, cannot be undone (what happened at Discord), or another decision builds on it.
Undone undo(sql::Connection& database,
            GuildId guild,
            std::optional<store::EntryId> entry,
            const Author& author);

}  // namespace invitectl::workflow
