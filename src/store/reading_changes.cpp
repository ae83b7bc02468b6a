#include "invitectl/store/reading_changes.hpp"

#include "store/query.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace invitectl::store {
namespace {

struct Movement {
    std::int64_t first_before = 0;
    std::int64_t last_after = 0;
};
using Movements = std::map<std::pair<InviteCode, int>, Movement>;

// How each counter went from the first to the last of its moves in (before, after].
Movements movements(sql::Connection& connection,
                    GuildId guild,
                    Stream stream,
                    ReadingNumber before,
                    ReadingNumber after) {
    Query moves(connection,
                "SELECT code, epoch, uses_before, uses_after FROM use_change"
                " WHERE guild_id = $guild AND stream = $stream AND reading > $before"
                " AND reading <= $after ORDER BY reading",
                {"guild", "stream", "before", "after"});
    Movements found;
    for (moves.with(guild, stream, before, after); moves.next();) {
        const auto uses_before = moves.get<std::int64_t>(2);
        auto& movement =
            found.try_emplace({moves.get<InviteCode>(0), moves.get<int>(1)}, Movement{uses_before})
                .first->second;
        movement.last_after = moves.get<std::int64_t>(3);
    }
    return found;
}

}  // namespace

std::vector<CodeChange> changes_between(sql::Connection& connection,
                                        GuildId guild,
                                        Stream stream,
                                        ReadingNumber before,
                                        ReadingNumber after) {
    const Movements moved = movements(connection, guild, stream, before, after);
    Query lives(connection,
                "SELECT code, epoch, first_reading, first_uses, gone_reading, last_uses FROM invite"
                " WHERE guild_id = $guild AND stream = $stream AND first_reading <= $after"
                " AND (gone_reading IS NULL OR gone_reading > $before) ORDER BY code, epoch",
                {"guild", "stream", "before", "after"});
    std::vector<CodeChange> changes;
    for (lives.with(guild, stream, before, after); lives.next();) {
        CodeChange change{lives.get<InviteCode>(0), lives.get<int>(1), {}, {}};
        const auto movement = moved.find({change.code, change.epoch});
        const bool stood = movement == moved.end();
        const bool came = lives.get<ReadingNumber>(2) > before;
        const auto gone = lives.get<std::optional<ReadingNumber>>(4);
        const bool went = gone && *gone <= after;
        if ((came && went) || (!came && !went && stood)) {
            continue;
        }
        if (!came) {
            change.before = stood ? lives.get<std::int64_t>(5) : movement->second.first_before;
        }
        if (!went) {
            change.after = stood ? lives.get<std::int64_t>(3) : movement->second.last_after;
        }
        changes.push_back(std::move(change));
    }
    return changes;
}

std::optional<ReadingSummary> reading_summary(sql::Connection& connection,
                                              GuildId guild,
                                              Stream stream,
                                              ReadingNumber number) {
    const auto all =
        recent_readings(connection, guild, stream, std::numeric_limits<int>::max(), number);
    return all.empty() || all.back().reading.number != number ? std::nullopt
                                                              : std::optional(all.back());
}

}  // namespace invitectl::store
