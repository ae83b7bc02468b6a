// What changed in joins since their segment was written.
#pragma once

#include "store/segment_tables.hpp"

#include <vector>

namespace invitectl::store {

// Of the segment, by join.
std::vector<analytics::ChangedStay> changed_stays(sql::Connection& connection,
                                                  GuildId guild,
                                                  const Segment& segment);
std::vector<JoinId> changed_answers(sql::Connection& connection,
                                    GuildId guild,
                                    const Segment& segment);
void forget_changed_leaves(sql::Connection& connection, GuildId guild, const Segment& segment);
void forget_changed_answers(sql::Connection& connection, GuildId guild, const Segment& segment);

}  // namespace invitectl::store
