#include "invitectl/analytics/activity.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::analytics {
namespace {

using std::chrono::days;

constexpr std::size_t kOfRow = 2;     // joins and uncounted
constexpr std::size_t kCounters = 4;  // of each day
constexpr double kNothing = 1e-9;     // what sums of probabilities may be off by

// The first whole second from which all is known.
Tick tick_from(Instant since) {
    return since == Instant::max() ? kNever
                                   : tick_of(std::chrono::ceil<std::chrono::seconds>(since));
}

}  // namespace

std::optional<double> Active::share() const {
    return decided() > kNothing ? std::optional(active / decided()) : std::nullopt;
}

// Reports speak of whole seconds.
Instant known_at(const RetentionRules& rules, const MessagesKnown& known) {
    return std::chrono::floor<std::chrono::seconds>(
        std::max(std::min(rules.now, known.until), kFirstTick));
}

ActivityBuilder::ActivityBuilder(RetentionRules rules,
                                 MessagesKnown known,
                                 const LastPosts& posts,
                                 const Dictionaries& names)
    : rules_(std::move(rules)),
      known_(std::move(known)),
      posts_(posts),
      window_(rules_.window, rules_.now),
      since_(tick_from(known_.since)),
      until_(tick_of(known_at(rules_, known_))),
      cells_(
          rules_.axis, rules_.cohort, rules_.zone, kOfRow + kCounters * rules_.days.size(), names) {
    rules_.now = known_at(rules_, known_);
    for (const int n : rules_.days) {
        days_.push_back({tick_of(Duration{days{n}}), tick_of(rules_.now - days{n})});
    }
    for (const TimeRange& gap : known_.gaps) {
        gaps_.push_back({tick_of(gap.from), tick_of(gap.until)});
    }
}

Parts ActivityBuilder::wants(const SegmentBounds& bounds) const {
    return window_.outside(bounds)
               ? Parts{}
               : Parts{Part::joined, Part::left, Part::user, Part::flags} | cells_.wants();
}

ActivityBuilder::Facts ActivityBuilder::facts_of(const JoinColumns& segment, std::size_t i) const {
    const Tick joined = segment.joined[i];
    return {.joined = joined,
            .wrote_after = posts_.after(segment.user[i], joined),
            .gone = segment.left_most[i],
            .counted = joined >= since_ && (segment.flags[i] & join_flag::kBot) == 0};
}

bool ActivityBuilder::unread(Tick from, Tick until) const {
    return from < until && std::ranges::any_of(gaps_, [&](const Gap& gap) {
               return gap.from < until && from < gap.until;
           });
}

void ActivityBuilder::add_to(double* counters, const Facts& join, double p) const {
    *counters++ += p;
    *counters++ += join.counted ? 0 : p;
    if (!join.counted) {
        return;
    }
    for (const Day& day : days_) {
        if (join.joined <= day.old_enough) {
            const bool active = join.wrote_after >= day.later;
            const bool gone = join.gone <= until_;
            counters[0] += active ? p : 0;
            counters[1] += active ? 0 : p;
            counters[2] += active || gone ? 0 : p;
            counters[3] +=
                !active && unread(join.joined + day.later, std::min(join.gone, until_)) ? p : 0;
        }
        counters += kCounters;
    }
}

void ActivityBuilder::add(const JoinColumns& segment) {
    if (window_.outside(segment.bounds)) {
        return;
    }
    cells_.read(segment);
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (window_.contains(segment.joined[i])) {
            const Facts join = facts_of(segment, i);
            cells_.each_of(i, [&](double* counters, double p) { add_to(counters, join, p); });
        }
    }
}

ActivityRow ActivityBuilder::row_of(std::size_t cell) const {
    ActivityRow row{.key = cells_.key(cell), .cohort = cells_.cohort(cell), .at = {}};
    const double* counter = cells_.counters_of(cell);
    row.joins = counter[0];
    row.uncounted = counter[1];
    counter += kOfRow;
    for (const int n : rules_.days) {
        Active at{.active = counter[0],
                  .silent = counter[1],
                  .waiting = counter[2],
                  .unread = counter[3]};
        at.finished =
            at.decided() >= row.counted() - kNothing && cells_.is_over(cell, days{n}, rules_.now);
        row.at.push_back(at);
        counter += kCounters;
    }
    return row;
}

Activity ActivityBuilder::finish() {
    Activity result;
    result.rules = rules_;
    result.known = known_;
    for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
        result.rows.push_back(row_of(cell));
        result.joins += result.rows.back().joins;
        result.uncounted += result.rows.back().uncounted;
    }
    sort_rows(result.rows);
    return result;
}

}  // namespace invitectl::analytics
