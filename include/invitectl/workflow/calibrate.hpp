// What the program learns and withdraws by itself. Both become recorded calibrations, so that
// working everything out again uses the same ones.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/ports/sql.hpp"

#include <string>

namespace invitectl::workflow {

// Whether rates were never learnt and there are settled joins enough to learn them from
// (reconcile::kFitFewest).
bool fit_is_due(sql::Connection& database, GuildId guild);

struct CalibrationWish {
    bool balance = false;  // look for bounds and declarations under which the books balance
    bool fit = false;      // learn the rates
};

struct CalibrationChange {
    bool recorded = false;  // joins are reopened, to be worked out anew
    // For a warning: what was widened or withdrawn, and why. Empty where neither was.
    std::string withdrawn;
};

// Looks at the whole history. Records what it finds as valid from the first reading on, with an
// entry of the journal for each, and reopens the joins it touches. A declaration that goes makes
// the rates be learnt anew. Inside a transaction of the caller.
CalibrationChange recalibrate(sql::Connection& database,
                              GuildId guild,
                              CalibrationWish wish,
                              Instant now);

}  // namespace invitectl::workflow
