// One decision of a person: its journal entry and its rows, in one short transaction, so that edits
// work while a sync runs.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/sources.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace invitectl::workflow {

// Who decides, and when.
struct Author {
    std::string name;  // the login name
    Instant at;
};

// Rolled back unless committed.
class Edit {
  public:
    Edit(sql::Connection& open_database, GuildId of_guild, const Author& author)
        : database(open_database), guild(of_guild), author_(author), step_(open_database) {}

    // What the rows of this edit carry. Writes the journal entry.
    store::Decided decide(std::string action, std::string subject, std::string detail) {
        entry = store::add_journal_entry(database,
                                         guild,
                                         {0,
                                          author_.at,
                                          author_.name,
                                          std::move(action),
                                          std::move(subject),
                                          std::move(detail)});
        return {author_.at, author_.name, entry};
    }
    void commit() { step_.commit(); }

    sql::Connection& database;
    GuildId guild;
    store::EntryId entry = 0;  // of the last decide()

  private:
    const Author& author_;
    sql::Transaction step_;
};

// Throws Error(not_found) naming the nearest names.
Source source_named(sql::Connection& database, GuildId guild, std::string_view name);
// As source_named; Error(refused) for one that takes no more codes: reserved, retired, merged.
Source open_source(sql::Connection& database, GuildId guild, std::string_view name);
// As source_named; Error(refused) for a reserved one and for one that was merged away.
Source own_source(sql::Connection& database, GuildId guild, std::string_view name);

// Throws Error(bad_value) for a time after `now`.
void check_not_in_future(std::optional<Instant> from, Instant now);

}  // namespace invitectl::workflow
