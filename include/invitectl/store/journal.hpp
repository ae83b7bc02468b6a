// Every decision of a person, and what the program withdrew by itself.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace invitectl::store {

struct JournalEntry {
    std::int64_t id = 0;  // 1, 2, 3 … per guild; given by the store
    Instant at;
    std::string author;   // the login name, or "invitectl"
    std::string action;   // the command: "invite assign"
    std::string subject;  // what it was done to
    std::string detail;
};

void add_journal_entry(sql::Connection& connection, GuildId guild, const JournalEntry& entry);
// Newest first.
std::vector<JournalEntry> recent_journal(sql::Connection& connection, GuildId guild, int limit);

}  // namespace invitectl::store
