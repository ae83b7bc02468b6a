// What the solver reads and what it leaves behind.
#pragma once

#include "invitectl/ports/sql.hpp"
#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/history.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/demands.hpp"

namespace invitectl::store {

// Everything of the guild that is not settled, with the readings, log entries and declarations it
// needs. The whole history after drop_derived, and while a Rehearsal is alive and nothing is stored
// in it.
reconcile::History load_history(sql::Connection& connection, GuildId guild);

struct Written {
    std::int64_t attributions = 0;  // rows that are new or differ
    reconcile::Marks marks;
};

// Writes the answers to what load_history gave while they are found; `history` tells which slice it
// was. Rows that are equal are not written again.
class ResultWriter {
  public:
    ResultWriter(sql::Connection& connection, GuildId guild, const reconcile::History& history);

    // Writes into this writer, which must outlive it.
    reconcile::Receiver receiver();
    Written finish(const reconcile::Marks& marks);

  private:
    sql::Connection& connection_;
    GuildId guild_;
    AttributionWriter attributions_;
    DemandWriter demands_;
    std::int64_t written_ = 0;
};

// The same for a result that holds them all.
Written store_result(sql::Connection& connection,
                     GuildId guild,
                     const reconcile::History& history,
                     const reconcile::Result& result);

}  // namespace invitectl::store
