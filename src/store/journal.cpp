#include "invitectl/store/journal.hpp"

#include "store/query.hpp"

#include <set>

namespace invitectl::store {

namespace {

// Columns in the order entry_id, at, author, action, subject, detail, undoes, undone_by.
JournalEntry read_entry(const Query& row) {
    return {.id = row.get<EntryId>(0),
            .at = row.get<Instant>(1),
            .author = row.get<std::string>(2),
            .action = row.get<std::string>(3),
            .subject = row.get<std::string>(4),
            .detail = row.get<std::string>(5),
            .undoes = row.get<std::optional<EntryId>>(6),
            .undone_by = row.get<std::optional<EntryId>>(7)};
}

}  // namespace

EntryId add_journal_entry(sql::Connection& connection, GuildId guild, const JournalEntry& entry) {
    require_transaction(connection);
    Query add(
        connection,
        "INSERT INTO journal (guild_id, entry_id, at, author, action, subject, detail, undoes)"
        " SELECT $guild, COALESCE(MAX(entry_id), 0) + 1, $at, $author, $action, $subject,"
        " $detail, $undoes FROM journal WHERE guild_id = $guild RETURNING entry_id",
        {"guild", "at", "author", "action", "subject", "detail", "undoes"});
    add.with(guild, entry.at, entry.author, entry.action, entry.subject, entry.detail, entry.undoes)
        .next();
    return add.get<EntryId>(0);
}

std::vector<JournalEntry> recent_journal(sql::Connection& connection, GuildId guild, int limit) {
    Query latest(connection,
                 "SELECT entry_id, at, author, action, subject, detail, undoes, undone_by"
                 " FROM journal WHERE guild_id = $guild ORDER BY entry_id DESC LIMIT $limit",
                 {"guild", "limit"});
    const auto rows = limit < 0 ? std::numeric_limits<std::int64_t>::max() : std::int64_t{limit};
    std::vector<JournalEntry> entries;
    for (latest.with(guild, rows); latest.next();) {
        entries.push_back(read_entry(latest));
    }
    return entries;
}

std::optional<JournalEntry> latest_in_force(sql::Connection& connection,
                                            GuildId guild,
                                            EntryId before) {
    Query find(connection,
               "SELECT entry_id, at, author, action, subject, detail, undoes, undone_by"
               " FROM journal WHERE guild_id = $guild AND entry_id < $before"
               " AND undone_by IS NULL AND undoes IS NULL ORDER BY entry_id DESC LIMIT 1",
               {"guild", "before"});
    return find.with(guild, before).next() ? std::optional(read_entry(find)) : std::nullopt;
}

std::optional<JournalEntry> journal_entry(sql::Connection& connection, GuildId guild, EntryId id) {
    Query find(connection,
               "SELECT entry_id, at, author, action, subject, detail, undoes, undone_by"
               " FROM journal WHERE guild_id = $guild AND entry_id = $entry",
               {"guild", "entry"});
    return find.with(guild, id).next() ? std::optional(read_entry(find)) : std::nullopt;
}

EntryId latest_about(sql::Connection& connection, GuildId guild, EntryId decision) {
    Query undoings(connection,
                   "SELECT entry_id, undoes FROM journal WHERE guild_id = $guild"
                   " AND undoes IS NOT NULL AND entry_id > $decision ORDER BY entry_id",
                   {"guild", "decision"});
    std::set<EntryId> about{decision};
    for (undoings.with(guild, decision); undoings.next();) {
        if (about.contains(undoings.get<EntryId>(1))) {
            about.insert(undoings.get<EntryId>(0));
        }
    }
    return *about.rbegin();
}

void set_undone(sql::Connection& connection,
                GuildId guild,
                EntryId entry,
                std::optional<EntryId> by) {
    require_transaction(connection);
    Query(connection,
          "UPDATE journal SET undone_by = $by WHERE guild_id = $guild AND entry_id = $entry",
          {"by", "guild", "entry"})
        .with(by, guild, entry)
        .run();
}

}  // namespace invitectl::store
