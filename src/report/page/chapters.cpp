#include "chapters.hpp"

#include "invitectl/report/leaderboard.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::report {

std::string source_name(const analytics::RowKey& key, const analytics::Dictionaries& dictionaries) {
    return key.kind == analytics::RowKind::group
               ? dictionaries.sources[static_cast<std::size_t>(key.id)].name
               : special_name(key);
}

std::vector<Stretch> gap_stretches(const Overview& overview, GapsOf which) {
    std::vector<OverviewGap> gaps = overview.gaps;
    std::ranges::stable_sort(gaps, {}, &OverviewGap::from);
    std::vector<Stretch> stretches;
    for (const OverviewGap& gap : gaps) {
        const double from = overview.buckets.position(gap.from);
        const double until = overview.buckets.position(gap.until);
        if (until <= from || (which == GapsOf::joins && !gap.of_joins)) {
            continue;
        }
        if (stretches.empty() || stretches.back().until < from) {
            stretches.push_back({from, until, "not read: " + gap.reason});
            continue;
        }
        Stretch& last = stretches.back();
        last.until = std::max(last.until, until);
        if (last.text.find(gap.reason) == std::string::npos) {
            last.text += "; " + gap.reason;
        }
    }
    return stretches;
}

double along(Instant t, const TimeRange& span) {
    return std::clamp(static_cast<double>((t - span.from).count()) /
                          static_cast<double>((span.until - span.from).count()),
                      0.0,
                      1.0);
}

std::string share_words(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? "-"
                      : std::to_string(std::lround(100.0 * static_cast<double>(part) /
                                                   static_cast<double>(whole))) +
                            " %";
}

std::string joins_words(std::int64_t joins) {
    return std::to_string(joins) + (joins == 1 ? " join" : " joins");
}

Column bucket_column(const Overview& overview) {
    const std::string word = overview.buckets.weeks ? "week" : "day";
    return column(word, word, Type::text, "the " + word + " in " + overview.zone);
}

}  // namespace invitectl::report
