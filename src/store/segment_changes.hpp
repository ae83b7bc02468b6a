// What changed in joins since their segment was written.
#pragma once

#include "store/segment_tables.hpp"

#include <span>
#include <vector>

namespace invitectl::store {

// Of the segment, by join; the latest of each.
std::vector<analytics::ChangedStay> changed_stays(sql::Connection& connection,
                                                  GuildId guild,
                                                  const Segment& segment);

struct SegmentLeaves {
    JoinId segment = 0;                           // its first
    std::vector<analytics::ChangedStay> changes;  // at least one
};
// Puts them beside the segments, each at most once in `news`, and counts them there.
void note_changed_stays(sql::Connection& connection,
                        GuildId guild,
                        std::span<const SegmentLeaves> news);

std::vector<JoinId> changed_answers(sql::Connection& connection,
                                    GuildId guild,
                                    const Segment& segment);
void forget_changed_leaves(sql::Connection& connection, GuildId guild, const Segment& segment);
void forget_changed_answers(sql::Connection& connection, GuildId guild, const Segment& segment);

}  // namespace invitectl::store
