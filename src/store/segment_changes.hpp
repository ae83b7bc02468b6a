// What changed in joins since their segment was written.
#pragma once

#include "store/segment_tables.hpp"

#include <vector>

namespace invitectl::store {

struct ChangedLeave {
    JoinId join = 0;
    analytics::LeaveTicks leave;
};
// Of the segment, by join.
std::vector<ChangedLeave> changed_leaves(sql::Connection& connection,
                                         GuildId guild,
                                         const Segment& segment);
std::vector<JoinId> changed_answers(sql::Connection& connection,
                                    GuildId guild,
                                    const Segment& segment);
void forget_changed_leaves(sql::Connection& connection, GuildId guild, const Segment& segment);
void forget_changed_answers(sql::Connection& connection, GuildId guild, const Segment& segment);

// Puts changed leaves into those columns of a segment that are loaded.
void apply(const std::vector<ChangedLeave>& changed,
           const Segment& segment,
           analytics::Parts parts,
           analytics::JoinColumnVectors& columns);

}  // namespace invitectl::store
