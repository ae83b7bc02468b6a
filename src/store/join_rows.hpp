// Joins read from their rows, with their answers and candidates, as they go into columns.
#pragma once

#include "invitectl/analytics/join_column_vectors.hpp"
#include "invitectl/domain/attribution.hpp"
#include "invitectl/ports/sql.hpp"

#include "store/join_dictionaries.hpp"

#include <functional>
#include <span>
#include <vector>

namespace invitectl::store {

struct JoinRow {
    JoinId join = 0;
    analytics::JoinEntry entry;
    std::vector<analytics::WeightedWay> candidates;  // none where every level is certain
};

// The joins with ids in [first, last], by id. A join that has not been reconciled is unknown at
// every level. `names` takes in what it does not know.
void each_join_row(sql::Connection& connection,
                   GuildId guild,
                   JoinId first,
                   JoinId last,
                   JoinDictionaries& names,
                   const std::function<void(const JoinRow&)>& visit);

// These joins alone, in the order given.
void each_join_row(sql::Connection& connection,
                   GuildId guild,
                   std::span<const JoinId> joins,
                   JoinDictionaries& names,
                   const std::function<void(const JoinRow&)>& visit);

// The highest id a join has; 0: there is none.
JoinId last_join(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
