#include "invitectl/analytics/join_column_vectors.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::analytics {
namespace {

void append_candidates(JoinColumnVectors& to, std::span<const WeightedWay> candidates) {
    for (const WeightedWay& candidate : candidates) {
        to.candidate_kind.push_back(static_cast<std::uint8_t>(candidate.way.kind));
        to.candidate_code.push_back(candidate.way.code);
        to.candidate_inviter.push_back(candidate.way.inviter);
        to.candidate_source.push_back(candidate.way.source);
        to.candidate_p.push_back(candidate.p);
    }
}

template <class Value>
std::span<const Value> if_wanted(bool wanted, const std::vector<Value>& column) {
    return wanted ? std::span<const Value>(column) : std::span<const Value>();
}

void set_answer(JoinColumnVectors& segment, std::size_t i, const JoinEntry& join) {
    segment.by[i] = static_cast<std::uint8_t>(join.answer.kind);
    segment.code_verdict[i] = static_cast<std::uint8_t>(join.code_verdict);
    segment.inviter_verdict[i] = static_cast<std::uint8_t>(join.inviter_verdict);
    segment.source_verdict[i] = static_cast<std::uint8_t>(join.source_verdict);
    segment.code[i] = join.answer.code;
    segment.inviter[i] = join.answer.inviter;
    segment.source[i] = join.answer.source;
}

// The values [from, until) of a column, behind the others.
template <class Value>
void take(std::vector<Value>& to,
          const std::vector<Value>& of,
          std::size_t from,
          std::size_t until) {
    const auto values = std::span(of).subspan(from, until - from);
    to.insert(to.end(), values.begin(), values.end());
}

}  // namespace

// The leave lies in (earliest, latest], so just after `earliest` is the soonest it can have been.
LeaveTicks ticks_of(Instant joined_at,
                    const std::optional<Leave>& leave,
                    const std::optional<Instant>& joined_after) {
    if (!leave) {
        return {};
    }
    const Instant after = std::max(leave->earliest, joined_at) + Duration{1};
    const Instant soonest = leave->exact() ? leave->earliest : std::min(after, leave->latest);
    return {
        .left_least = tick_of(soonest),
        .left_most = tick_of(leave->latest),
        .stayed_least = tick_of(soonest - joined_at),
        .stayed_most = tick_of(leave->latest - joined_at + join_slack(joined_at, joined_after))};
}

StayTicks GatheredVectors::stay_of(std::size_t place) const {
    const auto found = std::ranges::lower_bound(leavers, place);
    if (found == leavers.end() || *found != place) {
        return {};
    }
    const auto n = static_cast<std::size_t>(found - leavers.begin());
    return {stayed_least[n], stayed_most[n]};
}

void JoinColumnVectors::add(const JoinEntry& join, std::span<const WeightedWay> candidates) {
    const LeaveTicks leave = ticks_of(join.joined_at, join.leave, join.joined_after);
    joined.push_back(tick_of(join.joined_at));
    left_least.push_back(leave.left_least);
    left_most.push_back(leave.left_most);
    stayed_least.push_back(leave.stayed_least);
    stayed_most.push_back(leave.stayed_most);
    user.push_back(join.user.value);
    flags.push_back(join.flags);
    for (auto* column : {&by, &code_verdict, &inviter_verdict, &source_verdict}) {
        column->push_back(0);
    }
    for (auto* column : {&code, &inviter, &source}) {
        column->push_back(kNoIndex);
    }
    set_answer(*this, joined.size() - 1, join);
    append_candidates(*this, candidates);
    candidate_offset.push_back(static_cast<std::uint32_t>(candidate_p.size()));
    bounds.include(joined.back(), leave.left_most);
}

void JoinColumnVectors::add_nobody() {
    JoinEntry nobody;
    nobody.joined_at = Instant::max();
    add(nobody, {});
}

void JoinColumnVectors::append(const JoinColumnVectors& other,
                               std::size_t from,
                               std::size_t until) {
    for (const auto column : {&JoinColumnVectors::joined,
                              &JoinColumnVectors::left_least,
                              &JoinColumnVectors::left_most,
                              &JoinColumnVectors::stayed_least,
                              &JoinColumnVectors::stayed_most}) {
        take(this->*column, other.*column, from, until);
    }
    for (const auto column : {&JoinColumnVectors::flags,
                              &JoinColumnVectors::by,
                              &JoinColumnVectors::code_verdict,
                              &JoinColumnVectors::inviter_verdict,
                              &JoinColumnVectors::source_verdict}) {
        take(this->*column, other.*column, from, until);
    }
    for (const auto column :
         {&JoinColumnVectors::code, &JoinColumnVectors::inviter, &JoinColumnVectors::source}) {
        take(this->*column, other.*column, from, until);
    }
    take(user, other.user, from, until);
    const std::uint32_t first = other.candidate_offset[from];
    const std::uint32_t end = other.candidate_offset[until];
    const auto moved = static_cast<std::uint32_t>(candidate_p.size()) - first;
    for (std::size_t i = from; i < until; ++i) {
        candidate_offset.push_back(other.candidate_offset[i + 1] + moved);
        bounds.include(other.joined[i], other.left_most[i]);
    }
    take(candidate_kind, other.candidate_kind, first, end);
    take(candidate_code, other.candidate_code, first, end);
    take(candidate_inviter, other.candidate_inviter, first, end);
    take(candidate_source, other.candidate_source, first, end);
    take(candidate_p, other.candidate_p, first, end);
}

void JoinColumnVectors::clear() {
    *this = JoinColumnVectors{};
}

void JoinColumnVectors::spread_out(Parts parts) {
    const auto spread = [this](const std::vector<Tick>& values, std::vector<Tick>& column) {
        analytics::spread_out(values, gathered.leavers, size(), column);
    };
    if (parts.has(Part::left)) {
        spread(gathered.left_least, left_least);
        spread(gathered.left_most, left_most);
    }
    if (parts.has(Part::stayed)) {
        spread(gathered.stayed_least, stayed_least);
        spread(gathered.stayed_most, stayed_most);
    }
    spread_levels(parts);
    if (parts.has(Part::candidates)) {
        analytics::spread_out(gathered.candidates, size(), candidate_offset);
    }
    is_gathered = false;
}

GatheredVectors JoinColumnVectors::gather(Parts parts) const {
    GatheredVectors made;
    if (parts.has(Part::left) || parts.has(Part::stayed)) {
        made.leavers = places_of_leavers(parts.has(Part::left) ? left_most : stayed_most);
    }
    if (parts.has(Part::left)) {
        made.left_least = at_places(left_least, made.leavers);
        made.left_most = at_places(left_most, made.leavers);
    }
    if (parts.has(Part::stayed)) {
        made.stayed_least = at_places(stayed_least, made.leavers);
        made.stayed_most = at_places(stayed_most, made.leavers);
    }
    if (parts.has(Part::code)) {
        made.code = gathered_level(by, code_verdict, code);
    }
    if (parts.has(Part::inviter)) {
        made.inviter = gathered_level(by, inviter_verdict, inviter);
    }
    if (parts.has(Part::source)) {
        made.source = gathered_level(by, source_verdict, source);
    }
    if (parts.has(Part::candidates)) {
        made.candidates = candidate_counts(candidate_offset);
        made.candidate_offset = offsets(made.candidates.counts);
    }
    return made;
}

void JoinColumnVectors::spread_levels(Parts parts) {
    const auto spread = [this](const LevelEntries& level, auto LevelEntry::*member, auto& column) {
        column.resize(size());
        for (std::size_t i = 0; i < column.size(); ++i) {
            column[i] = level.entries[level.entry[i]].*member;
        }
    };
    const LevelEntries* any = &gathered.source;
    if (parts.has(Part::code)) {
        any = &gathered.code;
        spread(gathered.code, &LevelEntry::verdict, code_verdict);
        spread(gathered.code, &LevelEntry::index, code);
    }
    if (parts.has(Part::inviter)) {
        any = &gathered.inviter;
        spread(gathered.inviter, &LevelEntry::verdict, inviter_verdict);
        spread(gathered.inviter, &LevelEntry::index, inviter);
    }
    if (parts.has(Part::source)) {
        any = &gathered.source;
        spread(gathered.source, &LevelEntry::verdict, source_verdict);
        spread(gathered.source, &LevelEntry::index, source);
    }
    if (parts.has(Part::by)) {
        spread(*any, &LevelEntry::by, by);
    }
}

JoinColumns JoinColumnVectors::view(Parts parts) const {
    if (is_totals) {
        JoinColumns columns;
        columns.bounds = bounds;
        columns.totals = TotalsColumns{.totals = &totals, .later_leaves = later_leaves};
        return columns;
    }
    return is_gathered ? view(parts, gathered) : spread_view(parts);
}

JoinColumns JoinColumnVectors::view(Parts parts, const GatheredVectors& made) const {
    const bool with_candidates = parts.has(Part::candidates);
    const auto level = [&](Part part) { return with_candidates && parts.has(part); };
    const auto entries = [&](Part part, const LevelEntries& of) {
        return parts.has(part) ? of.view() : GatheredLevel{};
    };
    JoinColumns columns;
    columns.bounds = bounds;
    columns.joined = if_wanted(parts.has(Part::joined), joined);
    columns.user = if_wanted(parts.has(Part::user), user);
    columns.flags = if_wanted(parts.has(Part::flags), flags);
    columns.candidates = {if_wanted(with_candidates, candidate_kind),
                          if_wanted(level(Part::code), candidate_code),
                          if_wanted(level(Part::inviter), candidate_inviter),
                          if_wanted(level(Part::source), candidate_source),
                          if_wanted(with_candidates, candidate_p)};
    const bool with_leavers = parts.has(Part::left) || parts.has(Part::stayed);
    columns.gathered =
        GatheredColumns{.leavers = if_wanted(with_leavers, made.leavers),
                        .left_least = if_wanted(parts.has(Part::left), made.left_least),
                        .left_most = if_wanted(parts.has(Part::left), made.left_most),
                        .stayed_least = if_wanted(parts.has(Part::stayed), made.stayed_least),
                        .stayed_most = if_wanted(parts.has(Part::stayed), made.stayed_most),
                        .code = entries(Part::code, made.code),
                        .inviter = entries(Part::inviter, made.inviter),
                        .source = entries(Part::source, made.source),
                        .uncertain = if_wanted(with_candidates, made.candidates.places),
                        .candidate_offset = if_wanted(with_candidates, made.candidate_offset)};
    return columns;
}

JoinColumns JoinColumnVectors::spread_view(Parts parts) const {
    const bool with_candidates = parts.has(Part::candidates);
    const auto level = [&](Part part) { return with_candidates && parts.has(part); };
    return {.bounds = bounds,
            .joined = if_wanted(parts.has(Part::joined), joined),
            .left_least = if_wanted(parts.has(Part::left), left_least),
            .left_most = if_wanted(parts.has(Part::left), left_most),
            .stayed_least = if_wanted(parts.has(Part::stayed), stayed_least),
            .stayed_most = if_wanted(parts.has(Part::stayed), stayed_most),
            .user = if_wanted(parts.has(Part::user), user),
            .flags = if_wanted(parts.has(Part::flags), flags),
            .by = if_wanted(parts.has(Part::by), by),
            .code_verdict = if_wanted(parts.has(Part::code), code_verdict),
            .inviter_verdict = if_wanted(parts.has(Part::inviter), inviter_verdict),
            .source_verdict = if_wanted(parts.has(Part::source), source_verdict),
            .code = if_wanted(parts.has(Part::code), code),
            .inviter = if_wanted(parts.has(Part::inviter), inviter),
            .source = if_wanted(parts.has(Part::source), source),
            .candidate_offset = if_wanted(with_candidates, candidate_offset),
            .candidates = {if_wanted(with_candidates, candidate_kind),
                           if_wanted(level(Part::code), candidate_code),
                           if_wanted(level(Part::inviter), candidate_inviter),
                           if_wanted(level(Part::source), candidate_source),
                           if_wanted(with_candidates, candidate_p)},
            .gathered = {},
            .totals = {}};
}

namespace {

void replace_spread_stays(JoinColumnVectors& segment,
                          Parts parts,
                          std::span<const ChangedStay> changed) {
    for (const ChangedStay& one : changed) {
        if (parts.has(Part::left)) {
            segment.left_least[one.place] = one.leave.left_least;
            segment.left_most[one.place] = one.leave.left_most;
        }
        if (parts.has(Part::stayed)) {
            segment.stayed_least[one.place] = one.leave.stayed_least;
            segment.stayed_most[one.place] = one.leave.stayed_most;
        }
    }
}

// Merges two lists by place; whoever is back among the members falls out.
void replace_gathered_stays(GatheredVectors& of,
                            Parts parts,
                            std::span<const ChangedStay> changed) {
    GatheredVectors merged;
    const auto add = [&](std::size_t place, const LeaveTicks& leave) {
        if (leave.left_most == kNever) {
            return;
        }
        merged.leavers.push_back(static_cast<std::uint16_t>(place));
        merged.left_least.push_back(leave.left_least);
        merged.left_most.push_back(leave.left_most);
        merged.stayed_least.push_back(leave.stayed_least);
        merged.stayed_most.push_back(leave.stayed_most);
    };
    const auto known = [&](std::size_t i) {
        LeaveTicks leave{.left_least = 0, .left_most = 0, .stayed_least = 0, .stayed_most = 0};
        if (parts.has(Part::left)) {
            leave.left_least = of.left_least[i];
            leave.left_most = of.left_most[i];
        }
        if (parts.has(Part::stayed)) {
            leave.stayed_least = of.stayed_least[i];
            leave.stayed_most = of.stayed_most[i];
        }
        return leave;
    };
    auto next = changed.begin();
    for (std::size_t i = 0; i < of.leavers.size(); ++i) {
        for (; next != changed.end() && next->place < of.leavers[i]; ++next) {
            add(next->place, next->leave);
        }
        if (next != changed.end() && next->place == of.leavers[i]) {
            add(next->place, next->leave);
            ++next;
        } else {
            add(of.leavers[i], known(i));
        }
    }
    for (; next != changed.end(); ++next) {
        add(next->place, next->leave);
    }
    of.leavers = std::move(merged.leavers);
    of.left_least = std::move(merged.left_least);
    of.left_most = std::move(merged.left_most);
    of.stayed_least = std::move(merged.stayed_least);
    of.stayed_most = std::move(merged.stayed_most);
}

}  // namespace

void replace_stays(JoinColumnVectors& segment, Parts parts, std::span<const ChangedStay> changed) {
    if (changed.empty()) {
        return;
    }
    if (segment.is_gathered) {
        replace_gathered_stays(segment.gathered, parts, changed);
    } else {
        replace_spread_stays(segment, parts, changed);
    }
}

void replace_answers(JoinColumnVectors& segment, std::span<const ChangedAnswer> changed) {
    JoinColumnVectors fresh;  // only its candidate columns are used
    auto next = changed.begin();
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (next != changed.end() && next->place == i) {
            set_answer(segment, i, next->join);
            append_candidates(fresh, next->candidates);
            ++next;
        } else {
            for (auto c = segment.candidate_offset[i]; c < segment.candidate_offset[i + 1]; ++c) {
                fresh.candidate_kind.push_back(segment.candidate_kind[c]);
                fresh.candidate_code.push_back(segment.candidate_code[c]);
                fresh.candidate_inviter.push_back(segment.candidate_inviter[c]);
                fresh.candidate_source.push_back(segment.candidate_source[c]);
                fresh.candidate_p.push_back(segment.candidate_p[c]);
            }
        }
        fresh.candidate_offset.push_back(static_cast<std::uint32_t>(fresh.candidate_p.size()));
    }
    segment.candidate_offset = std::move(fresh.candidate_offset);
    segment.candidate_kind = std::move(fresh.candidate_kind);
    segment.candidate_code = std::move(fresh.candidate_code);
    segment.candidate_inviter = std::move(fresh.candidate_inviter);
    segment.candidate_source = std::move(fresh.candidate_source);
    segment.candidate_p = std::move(fresh.candidate_p);
}

}  // namespace invitectl::analytics
