#include "store/segment_changes.hpp"

namespace invitectl::store {

using analytics::JoinColumnVectors;
using analytics::Part;
using analytics::Parts;
using analytics::Tick;

std::vector<ChangedLeave> changed_leaves(sql::Connection& connection,
                                         GuildId guild,
                                         const Segment& segment) {
    std::vector<ChangedLeave> changed;
    if (segment.leaves_changed == 0) {
        return changed;
    }
    Query all(connection,
              "SELECT join_id, left_least, left_most, stayed_least, stayed_most"
              " FROM segment_leave WHERE guild_id = $guild AND join_id >= $first"
              " AND join_id <= $last ORDER BY join_id",
              {"guild", "first", "last"});
    for (all.with(guild, segment.first(), segment.last()); all.next();) {
        changed.push_back(
            {all.get<JoinId>(0),
             {all.get<Tick>(1), all.get<Tick>(2), all.get<Tick>(3), all.get<Tick>(4)}});
    }
    return changed;
}

std::vector<JoinId> changed_answers(sql::Connection& connection,
                                    GuildId guild,
                                    const Segment& segment) {
    std::vector<JoinId> changed;
    if (segment.answers_changed == 0) {
        return changed;
    }
    Query all(connection,
              "SELECT join_id FROM segment_answer WHERE guild_id = $guild AND join_id >= $first"
              " AND join_id <= $last ORDER BY join_id",
              {"guild", "first", "last"});
    for (all.with(guild, segment.first(), segment.last()); all.next();) {
        changed.push_back(all.get<JoinId>(0));
    }
    return changed;
}

void forget_changed_leaves(sql::Connection& connection, GuildId guild, const Segment& segment) {
    Query(connection,
          "DELETE FROM segment_leave WHERE guild_id = $guild AND join_id >= $first"
          " AND join_id <= $last",
          {"guild", "first", "last"})
        .with(guild, segment.first(), segment.last())
        .run();
}

void forget_changed_answers(sql::Connection& connection, GuildId guild, const Segment& segment) {
    Query(connection,
          "DELETE FROM segment_answer WHERE guild_id = $guild AND join_id >= $first"
          " AND join_id <= $last",
          {"guild", "first", "last"})
        .with(guild, segment.first(), segment.last())
        .run();
}

void apply(const std::vector<ChangedLeave>& changed,
           const Segment& segment,
           Parts parts,
           JoinColumnVectors& columns) {
    for (const ChangedLeave& one : changed) {
        const auto i = static_cast<std::size_t>(one.join - segment.first());
        if (parts.has(Part::left)) {
            columns.left_least[i] = one.leave.left_least;
            columns.left_most[i] = one.leave.left_most;
        }
        if (parts.has(Part::stayed)) {
            columns.stayed_least[i] = one.leave.stayed_least;
            columns.stayed_most[i] = one.leave.stayed_most;
        }
    }
}

}  // namespace invitectl::store
