#include "invitectl/store/journal.hpp"

#include "store/query.hpp"

namespace invitectl::store {

void add_journal_entry(sql::Connection& connection, GuildId guild, const JournalEntry& entry) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO journal (guild_id, entry_id, at, author, action, subject, detail)"
          " SELECT $guild, COALESCE(MAX(entry_id), 0) + 1, $at, $author, $action, $subject, $detail"
          " FROM journal WHERE guild_id = $guild",
          {"guild", "at", "author", "action", "subject", "detail"})
        .with(guild, entry.at, entry.author, entry.action, entry.subject, entry.detail)
        .run();
}

std::vector<JournalEntry> recent_journal(sql::Connection& connection, GuildId guild, int limit) {
    Query latest(connection,
                 "SELECT entry_id, at, author, action, subject, detail FROM journal"
                 " WHERE guild_id = $guild ORDER BY entry_id DESC LIMIT $limit",
                 {"guild", "limit"});
    std::vector<JournalEntry> entries;
    latest.with(guild, limit);
    while (latest.next()) {
        entries.push_back({.id = latest.get<std::int64_t>(0),
                           .at = latest.get<Instant>(1),
                           .author = latest.get<std::string>(2),
                           .action = latest.get<std::string>(3),
                           .subject = latest.get<std::string>(4),
                           .detail = latest.get<std::string>(5)});
    }
    return entries;
}

}  // namespace invitectl::store
