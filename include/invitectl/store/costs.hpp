// What sources cost.
#pragma once

#include "invitectl/domain/money.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/store/sources.hpp"

#include <vector>

namespace invitectl::store {

struct Cost {
    SourceId source = 0;
    Hundredths amount = 0;
    TimeRange over;  // unbounded where not said
};

// Supersedes what was said of the very same stretch; different stretches add up.
void set_cost(sql::Connection& connection, GuildId guild, const Cost& cost, const Decided& decided);

// Those in force; of sources that were merged, under what they were merged into.
std::vector<Cost> costs(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
