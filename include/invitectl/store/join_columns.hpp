// The joins of a guild as columns (analytics/join_columns.hpp): from the stored segments
// (store/join_segments.hpp), and behind the last of them from the rows.
#pragma once

#include "invitectl/analytics/join_columns.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/ports/sql.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace invitectl::store {

using analytics::kSegmentJoins;

// Which columns an analysis reads of a segment with these bounds; none: it need not see it.
using WantedParts = std::function<analytics::Parts(const analytics::SegmentBounds&)>;
using SegmentCallback = std::function<void(const analytics::JoinColumns&)>;

// Which dictionaries a loader fills. A large guild has tens of thousands of codes, and most reports
// name none of them.
enum class Words { all, without_codes };

// One snapshot of the guild: run all calls inside one transaction, or with nobody writing. The
// dictionaries grow with every call; indexes given out once stay valid.
class JoinColumnLoader {
  public:
    // Without codes Part::code may not be asked for, and what the loader gives names no code.
    JoinColumnLoader(sql::Connection& connection, GuildId guild, Words words = Words::all);
    ~JoinColumnLoader();
    JoinColumnLoader(const JoinColumnLoader&) = delete;
    JoinColumnLoader& operator=(const JoinColumnLoader&) = delete;

    // Sources and the codes of all readings from the start; other codes and inviters as they are
    // met.
    const analytics::Dictionaries& dictionaries() const;

    // The index of an inviter, who is taken in where nobody came by them.
    std::uint32_t inviter(UserId user);

    // All joins by join id, in segments of up to kSegmentJoins, one in memory at a time. A join
    // that has not been reconciled is unknown at every level. Candidates are there where a level is
    // not certain.
    void each_segment(const WantedParts& wants, const SegmentCallback& visit);
    // Every column of every segment.
    void each_segment(const SegmentCallback& visit);

    // Uses that are no joins, one entry per life of a code with a baseline and per settled demand
    // with ghosts. Ghosts count where the demand ends inside the range and begins before `now`; the
    // baseline belongs to no time and is always there. Each has the source its code had then.
    std::vector<analytics::OtherUses> other_uses(const TimeRange& range, Instant now);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace invitectl::store
