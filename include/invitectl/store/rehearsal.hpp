// Working everything out a second time, beside what is stored, to compare the two.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/ports/sql.hpp"

#include <string>
#include <vector>

namespace invitectl::store {

struct Difference {
    std::string table;
    std::string key;     // "join 12", "invites reading 4 abc/1 moved"
    std::string stored;  // the row's values; empty where there is no such row
    std::string rebuilt;
};

// While it lives, the derived tables' names on this connection lead to empty temporary tables, so
// that reading and writing derived rows needs no other code; the stored rows are untouched and come
// back when it dies. Make it inside a transaction, and none of them twice at a time.
class Rehearsal {
  public:
    explicit Rehearsal(sql::Connection& connection);
    ~Rehearsal();
    Rehearsal(const Rehearsal&) = delete;
    Rehearsal& operator=(const Rehearsal&) = delete;

    // The first differences between stored and rebuilt rows of the guild, by table and key; at most
    // `limit`. Equal means equal to the last bit.
    std::vector<Difference> compare(GuildId guild, int limit) const;

  private:
    sql::Connection& connection_;
};

}  // namespace invitectl::store
