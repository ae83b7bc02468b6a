// Joins counted by when they happened.
//
// Counts by source, inviter, code or channel are boards without rules about credit
// (analytics/board.hpp).
#pragma once

#include "invitectl/analytics/board.hpp"
#include "invitectl/analytics/dates.hpp"
#include "invitectl/analytics/join_columns.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::analytics {

enum class Bucket {
    day,
    week,     // ISO 8601: Monday to Sunday
    hour,     // of the day, 0..23, all days together
    weekday,  // Monday to Sunday, all weeks together
};

std::string_view to_text(Bucket bucket);
std::optional<Bucket> parse_bucket(std::string_view text);

struct StatsRules {
    Bucket bucket = Bucket::day;
    TimeRange window;
    Instant now;
    OutcomeRules outcome;
    ZoneOffset zone;  // absent: UTC
};

struct StatsRow {
    // day and week: the first local day as "2026-08-01", weeks as "2026-W31"; hour "00" … "23";
    // weekday "Monday" …
    std::string bucket;
    Tally tally;

    friend bool operator==(const StatsRow&, const StatsRow&) = default;
};

class StatsBuilder {
  public:
    explicit StatsBuilder(StatsRules rules);

    // Nothing: the segment need not be loaded.
    Parts wants(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    // In order of time. Days and weeks without joins are there with zeros, from the start of the
    // window (or the first join) to its end (or now), as are all hours and weekdays.
    std::vector<StatsRow> finish();

  private:
    std::int64_t bucket_of(Instant t) const;
    Tally& tally_at(std::int64_t second);
    void fill_gaps();

    StatsRules rules_;
    OutcomeReader outcomes_;
    WindowReader window_;
    std::map<std::int64_t, Tally> tallies_;
    // The tally of the quarter of an hour that was asked for last: joins come in order, and neither
    // clocks nor buckets change within one.
    std::int64_t quarter_ = -1;
    Tally* tally_ = nullptr;
};

}  // namespace invitectl::analytics
