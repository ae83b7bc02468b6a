#include "invitectl/analytics/join_column_vectors.hpp"

#include <algorithm>

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

}  // namespace

// The leave lies in (earliest, latest], so just after `earliest` is the soonest it can have been.
LeaveTicks ticks_of(Instant joined_at, const std::optional<Leave>& leave) {
    if (!leave) {
        return {};
    }
    const Instant after = std::max(leave->earliest, joined_at) + Duration{1};
    const Instant soonest = leave->exact() ? leave->earliest : std::min(after, leave->latest);
    return {.left_least = tick_of(soonest),
            .left_most = tick_of(leave->latest),
            .stayed_least = tick_of(soonest - joined_at),
            .stayed_most = tick_of(leave->latest - joined_at)};
}

void JoinColumnVectors::add(const JoinEntry& join, std::span<const WeightedWay> candidates) {
    const LeaveTicks leave = ticks_of(join.joined_at, join.leave);
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

void JoinColumnVectors::clear() {
    *this = JoinColumnVectors{};
}

JoinColumns JoinColumnVectors::view(Parts parts) const {
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
                           if_wanted(with_candidates, candidate_p)}};
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
