#include "invitectl/analytics/account_ages.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace invitectl::analytics {
namespace {

constexpr Duration kYoungest = std::chrono::minutes{1};
constexpr Duration kOldest = std::chrono::days{3652};

std::size_t cut(double share, std::size_t ranges) {
    const auto index = static_cast<std::int64_t>(share * static_cast<double>(ranges));
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>(index, 0, static_cast<std::int64_t>(ranges) - 1));
}

}  // namespace

double age_position(Duration age) {
    const double ratio = static_cast<double>(std::max(age, kYoungest).count()) /
                         static_cast<double>(kYoungest.count());
    const double whole =
        static_cast<double>(kOldest.count()) / static_cast<double>(kYoungest.count());
    return std::min(std::log(ratio) / std::log(whole), 1.0);
}

AccountAgesBuilder::AccountAgesBuilder(const TimeRange& span, const BurstRules& rules)
    : window_(span, span.until),
      rules_(rules),
      counts_(kTimeSlices * kAgeRanges),
      removed_(kTimeSlices * kAgeRanges) {
    using std::chrono::days;
    ages_.span = span;
    for (const Duration below : {Duration{std::chrono::hours{1}},
                                 Duration{days{1}},
                                 Duration{days{7}},
                                 Duration{days{30}},
                                 Duration{days{365}},
                                 Duration{days{1826}},
                                 Duration::max()}) {
        ages_.classes.push_back({below, 0, 0});
    }
}

Parts AccountAgesBuilder::wants(const SegmentBounds& bounds) const {
    return window_.outside(bounds) ? Parts{} : Parts{Part::joined, Part::user, Part::code};
}

void AccountAgesBuilder::add(const JoinColumns& segment) {
    if (window_.outside(segment.bounds)) {
        return;
    }
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (!window_.contains(segment.joined[i])) {
            continue;
        }
        const Instant joined_at{std::chrono::seconds{unix_second(segment.joined[i])}};
        const Duration age = joined_at - UserId{segment.user[i]}.created_at();
        const Place place = place_of(UserId{segment.user[i]}, joined_at);
        ++counts_[place.cell];
        ++ages_.classes[place.age_class].joins;
        ++ages_.joins;
        ages_.under_a_day += age < std::chrono::days{1} ? 1 : 0;
        ages_.under_a_week += age < std::chrono::days{7} ? 1 : 0;
        if (segment.code[i] != kNoIndex) {
            uses_.push_back({segment.code[i], unix_second(segment.joined[i])});
        }
    }
}

AccountAgesBuilder::Place AccountAgesBuilder::place_of(UserId user, Instant joined_at) const {
    const auto length = static_cast<double>((ages_.span.until - ages_.span.from).count());
    const double along = static_cast<double>((joined_at - ages_.span.from).count()) / length;
    const Duration age = joined_at - user.created_at();
    const auto found = std::ranges::upper_bound(ages_.classes, age, {}, &AgeClass::below);
    return {cut(along, kTimeSlices) * kAgeRanges + cut(age_position(age), kAgeRanges),
            std::min(static_cast<std::size_t>(found - ages_.classes.begin()),
                     ages_.classes.size() - 1)};
}

void AccountAgesBuilder::add(const RemovedJoin& removed) {
    const Instant second = std::chrono::floor<std::chrono::seconds>(removed.joined_at);
    if (second < ages_.span.from || second >= ages_.span.until) {
        return;
    }
    const Place place = place_of(removed.user, second);
    ++removed_[place.cell];
    ++ages_.classes[place.age_class].removed;
    ++ages_.removed;
}

// A burst is as long as every `joins` neighbours in a row lie within the stretch; windows that
// touch are one burst.
void AccountAgesBuilder::find_bursts() {
    std::sort(uses_.begin(), uses_.end(), [](const Use& a, const Use& b) {
        return std::tie(a.code, a.second) < std::tie(b.code, b.second);
    });
    const auto many = static_cast<std::size_t>(std::max<std::int64_t>(rules_.joins, 1));
    std::size_t next = 0;  // the first use that no burst holds yet
    for (std::size_t last = many - 1; last < uses_.size(); ++last) {
        const std::size_t first = last + 1 - many;
        if (uses_[first].code != uses_[last].code ||
            std::chrono::seconds{uses_[last].second - uses_[first].second} > rules_.within) {
            continue;
        }
        if (first < next) {
            Burst& burst = ages_.bursts.back();
            burst.until = Instant{std::chrono::seconds{uses_[last].second}};
            burst.joins += static_cast<std::int64_t>(last + 1 - next);
        } else {
            ages_.bursts.push_back({Instant{std::chrono::seconds{uses_[first].second}},
                                    Instant{std::chrono::seconds{uses_[last].second}},
                                    uses_[last].code,
                                    static_cast<std::int64_t>(many)});
        }
        next = last + 1;
    }
    std::sort(ages_.bursts.begin(), ages_.bursts.end(), [](const Burst& a, const Burst& b) {
        return std::tie(a.from, a.code) < std::tie(b.from, b.code);
    });
}

AccountAges AccountAgesBuilder::finish() {
    for (std::size_t slice = 0; slice < kTimeSlices; ++slice) {
        for (std::size_t age = 0; age < kAgeRanges; ++age) {
            if (const std::int64_t joins = counts_[slice * kAgeRanges + age]; joins > 0) {
                ages_.cells.push_back({slice, age, joins, removed_[slice * kAgeRanges + age]});
            }
        }
    }
    find_bursts();
    return std::move(ages_);
}

}  // namespace invitectl::analytics
