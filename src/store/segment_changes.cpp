#include "store/segment_changes.hpp"

#include "invitectl/base/error.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

namespace invitectl::store {

using analytics::ChangedStay;
using analytics::Tick;

namespace {

static_assert(std::endian::native == std::endian::little, "batches are little endian");

// One leave: the place in the segment in two bytes, and the four ticks.
constexpr std::size_t kPlace = sizeof(std::uint16_t);
constexpr std::size_t kLeave = kPlace + 4 * sizeof(Tick);

void append(std::string& bytes, const ChangedStay& change) {
    const auto place = static_cast<std::uint16_t>(change.place);
    const std::array<Tick, 4> ticks = {change.leave.left_least,
                                       change.leave.left_most,
                                       change.leave.stayed_least,
                                       change.leave.stayed_most};
    bytes.append(reinterpret_cast<const char*>(&place), sizeof(place));
    bytes.append(reinterpret_cast<const char*>(ticks.data()), sizeof(ticks));
}

ChangedStay leave_at(const char* bytes) {
    std::uint16_t place = 0;
    std::array<Tick, 4> ticks{};
    std::memcpy(&place, bytes, sizeof(place));
    std::memcpy(ticks.data(), bytes + kPlace, sizeof(ticks));
    return {place, {ticks[0], ticks[1], ticks[2], ticks[3]}};
}

}  // namespace

std::vector<ChangedStay> changed_stays(sql::Connection& connection,
                                       GuildId guild,
                                       const Segment& segment) {
    if (segment.leaves_changed == 0) {
        return {};
    }
    std::vector<ChangedStay> changed;
    Query all(connection,
              "SELECT bytes FROM segment_leaves WHERE guild_id = $guild AND number = $number"
              " ORDER BY batch",
              {"guild", "number"});
    for (all.with(guild, segment.first); all.next();) {
        const std::string_view bytes = all.bytes(0);
        for (std::size_t at = 0; at < bytes.size(); at += kLeave) {
            const bool whole = bytes.size() - at >= kLeave;
            const ChangedStay change = whole ? leave_at(bytes.data() + at) : ChangedStay{};
            if (!whole || change.place >= segment.bounds.joins) {
                throw Error(ErrorCode::damaged_database,
                            "leaves of a segment in the database are not what they should be");
            }
            changed.push_back(change);
        }
    }
    // Of one join the latest holds.
    std::ranges::stable_sort(changed, {}, &ChangedStay::place);
    const auto superseded =
        std::ranges::unique(changed.rbegin(), changed.rend(), {}, &ChangedStay::place);
    changed.erase(changed.begin(), superseded.begin().base());
    return changed;
}

void note_changed_stays(sql::Connection& connection,
                        GuildId guild,
                        std::span<const SegmentLeaves> news) {
    Query count(connection,
                "UPDATE segment SET leaves_changed = leaves_changed + $changes,"
                " last_left = MAX(last_left, $left) WHERE guild_id = $guild AND number = $number"
                " RETURNING leaves_changed",
                {"changes", "left", "guild", "number"});
    Query write(connection,
                "INSERT INTO segment_leaves (guild_id, number, batch, bytes)"
                " VALUES ($guild, $number, $batch, $bytes)",
                {"guild", "number", "batch", "bytes"});
    for (const SegmentLeaves& of : news) {
        std::string bytes;
        Tick last_left = 0;
        for (const ChangedStay& change : of.changes) {
            append(bytes, change);
            const Tick left = change.leave.left_most;
            last_left = left == analytics::kNever ? last_left : std::max(last_left, left);
        }
        count.with(of.changes.size(), last_left, guild, of.segment).next();
        const auto batch = count.get<std::int64_t>(0);
        count.next();
        write.with(guild, of.segment, batch, Bytes{bytes}).run();
    }
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
    for (all.with(guild, segment.first, segment.last()); all.next();) {
        changed.push_back(all.get<JoinId>(0));
    }
    return changed;
}

void forget_changed_leaves(sql::Connection& connection, GuildId guild, const Segment& segment) {
    Query(connection,
          "DELETE FROM segment_leaves WHERE guild_id = $guild AND number = $number",
          {"guild", "number"})
        .with(guild, segment.first)
        .run();
}

void forget_changed_answers(sql::Connection& connection, GuildId guild, const Segment& segment) {
    Query(connection,
          "DELETE FROM segment_answer WHERE guild_id = $guild AND join_id >= $first"
          " AND join_id <= $last",
          {"guild", "first", "last"})
        .with(guild, segment.first, segment.last())
        .run();
}

}  // namespace invitectl::store
