#include "reconcile/books.hpp"

#include <algorithm>

namespace invitectl::reconcile {
namespace {

Instant horizon_of(const Coverage& coverage) {
    if (!coverage.latest_invites || !coverage.latest_sweep_began) {
        return Instant::min();
    }
    Instant horizon = std::min(coverage.latest_invites->began, *coverage.latest_sweep_began);
    if (coverage.awaits_vanity) {
        horizon = std::min(horizon,
                           coverage.latest_vanity ? coverage.latest_vanity->began : Instant::min());
    }
    if (coverage.awaits_audit) {
        horizon = std::min(horizon, coverage.latest_audit_began.value_or(Instant::min()));
    }
    if (coverage.awaits_messages) {
        horizon = std::min(horizon, coverage.messages_known_until.value_or(Instant::min()));
    }
    return horizon;
}

Instant first_ended(const Coverage& coverage) {
    if (!coverage.first_invites || (coverage.awaits_vanity && !coverage.first_vanity)) {
        return Instant::max();
    }
    const Instant invites = coverage.first_invites->ended;
    return coverage.first_vanity ? std::max(invites, coverage.first_vanity->ended) : invites;
}

}  // namespace

Books::Books(const History& history)
    : coverage_(history.coverage),
      marks_(history.marks),
      readings_(history.readings),
      widest_(Calibrations(history.calibrations).widest()),
      horizon_(horizon_of(history.coverage)),
      first_ended_(first_ended(history.coverage)) {}

bool Books::settled(Instant right_end, const Demands& demands) const {
    const bool decided = !demands.undecided_from || right_end <= *demands.undecided_from;
    return decided && horizon_ != Instant::min() && right_end < horizon_ - widest_.guard();
}

bool Books::complete_at(Instant t) const {
    if (first_ended_ == Instant::max() || t <= first_ended_ + widest_.clock ||
        !coverage_.awaits_audit) {
        return false;
    }
    if (coverage_.audit_gaps.empty()) {
        return true;
    }
    const Reading* before = readings_.last_reading_until(Stream::invites, t - widest_.guard());
    const Instant from = before != nullptr ? before->bracket.began : t - widest_.guard();
    return std::none_of(
        coverage_.audit_gaps.begin(), coverage_.audit_gaps.end(), [&](const TimeRange& gap) {
            return gap.from <= t + widest_.clock && from < gap.until;
        });
}

bool Books::may_miss_joins(Instant from, Instant until) const {
    return std::any_of(coverage_.message_gaps.begin(),
                       coverage_.message_gaps.end(),
                       [&](const TimeRange& gap) { return gap.from <= until && from < gap.until; });
}

bool Books::reaches_baseline(Instant from) const {
    return !coverage_.first_invites || from < coverage_.first_invites->began;
}

ReadingNumber Books::safe_mark(Stream stream, Instant earliest) const {
    const ReadingNumber mark = stream == Stream::invites ? marks_.invites : marks_.vanity;
    if (horizon_ == Instant::min()) {
        return mark;
    }
    // Whoever is seen later joined after the horizon, by our idea of the time.
    const Instant next = std::min(earliest, horizon_ - widest_.guard());
    const Reading* reading = readings_.last_reading_until(stream, next - widest_.guard());
    return reading != nullptr ? std::max(mark, reading->number) : mark;
}

}  // namespace invitectl::reconcile
