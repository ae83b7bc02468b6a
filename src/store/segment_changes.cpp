#include "store/segment_changes.hpp"

namespace invitectl::store {

using analytics::ChangedStay;
using analytics::Tick;

std::vector<ChangedStay> changed_stays(sql::Connection& connection,
                                       GuildId guild,
                                       const Segment& segment) {
    std::vector<ChangedStay> changed;
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
            {static_cast<std::size_t>(all.get<JoinId>(0) - segment.first()),
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

}  // namespace invitectl::store
