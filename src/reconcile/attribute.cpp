#include "invitectl/reconcile/attribute.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory_resource>
#include <tuple>

namespace invitectl::reconcile {

std::optional<SourceId> source_of(const Candidate& candidate,
                                  Instant t,
                                  const AssignmentTimeline& assignments,
                                  const ReservedSources& reserved) {
    switch (candidate.kind) {
        case Candidate::Kind::bot:
            return reserved.bot;
        case Candidate::Kind::none:
            return reserved.none;
        case Candidate::Kind::vanity:
            return candidate.code
                       ? assignments.source_of(*candidate.code, t).value_or(reserved.vanity)
                       : reserved.vanity;
        case Candidate::Kind::invite:
            return candidate.code ? assignments.source_of(*candidate.code, t) : std::nullopt;
    }
    return std::nullopt;
}

namespace {

// Whom a person credits for the candidate at `t`.
std::optional<UserId> credited_at(const Candidate& candidate,
                                  const AssignmentTimeline& assignments,
                                  Instant t) {
    const bool by_invite = candidate.kind == Candidate::Kind::invite && candidate.code;
    return by_invite ? assignments.credited(*candidate.code, t) : std::nullopt;
}

std::optional<UserId> named_by_discord(const Candidate& candidate) {
    return candidate.recredited ? candidate.made_by : candidate.inviter;
}

}  // namespace

std::optional<UserId> inviter_at(const Candidate& candidate,
                                 const AssignmentTimeline& assignments,
                                 Instant t) {
    const auto user = credited_at(candidate, assignments, t);
    return user ? user : named_by_discord(candidate);
}

void credit(Candidate& candidate, const AssignmentTimeline& assignments, Instant t) {
    candidate.inviter = named_by_discord(candidate);
    candidate.made_by = {};
    candidate.recredited = false;
    if (const auto user = credited_at(candidate, assignments, t)) {
        candidate.made_by = candidate.inviter;
        candidate.inviter = user;
        candidate.recredited = true;
    }
}

namespace {

bool goes_before(const Candidate& a, const Candidate& b) {
    if (a.p > b.p || b.p > a.p) {
        return a.p > b.p;
    }
    return std::tie(a.kind, a.code, a.inviter) < std::tie(b.kind, b.code, b.inviter);
}

// What a level asks of a candidate.
auto code_key(const Candidate& candidate) {
    return std::tie(candidate.kind, candidate.code);
}
auto inviter_key(const Candidate& candidate) {
    return std::tie(candidate.kind, candidate.inviter);
}
auto source_key(const Candidate& candidate) {
    return std::tie(candidate.source);
}

struct Answer {
    LevelAnswer level;
    const Candidate* value = nullptr;  // where the verdict is credited
};

// What a level may claim at most.
enum class Claim { nothing, likely, proof, stamp, statement };

Claim claim_of(const std::optional<Reason>& reason, bool settled) {
    if (reason == Reason::stated || reason == Reason::stated_against) {
        return Claim::statement;
    }
    if (reason == Reason::stamped || reason == Reason::stamped_against) {
        return Claim::stamp;
    }
    if (!settled) {
        return Claim::nothing;
    }
    return reason && is_sound(*reason) ? Claim::proof : Claim::likely;
}

// The most probable image of the candidates, and whether it is the only one.
struct Image {
    const Candidate* candidate = nullptr;  // its most probable one
    double p = 0;
    bool only = false;
};

using Order = std::pmr::vector<const Candidate*>;

// Leaves `order` of all candidates by the key.
template <class Key>
Image best_image(Order& order, const Key& key) {
    if (order.size() == 1) {
        return {order.front(), order.front()->p, true};
    }
    std::sort(order.begin(), order.end(), [&](const Candidate* a, const Candidate* b) {
        const auto apart = key(*a) <=> key(*b);
        return apart != 0 ? apart < 0 : a < b;
    });
    Image best;
    for (std::size_t i = 0; i < order.size();) {
        Image image{order[i], 0, false};
        const std::size_t first = i;
        for (; i < order.size() && key(*order[first]) == key(*order[i]); ++i) {
            image.p += order[i]->p;
        }
        image.only = first == 0 && i == order.size();
        // Among equals the one whose candidate stands first.
        const bool better = best.candidate == nullptr || image.p > best.p ||
                            (!(image.p < best.p) && image.candidate < best.candidate);
        if (better) {
            best = image;
        }
    }
    return best;
}

template <class Key>
Answer answer(Order& order, Claim claim, bool settled, const Key& key) {
    if (order.empty()) {
        return {};
    }
    const Image best = best_image(order, key);
    Answer answer{{Verdict::open, best.only ? 1 : std::min(best.p, 1.0)}, best.candidate};
    if (claim == Claim::statement) {
        answer.level.verdict = Verdict::stated;
    } else if (claim == Claim::stamp && best.only) {
        answer.level.verdict = Verdict::stamped;
    } else if (claim == Claim::proof && best.only) {
        answer.level.verdict = Verdict::proved;
    } else if (settled && claim != Claim::nothing && answer.level.p >= kLikely) {
        answer.level.verdict = Verdict::likely;
    } else {
        answer.value = nullptr;
    }
    return answer;
}

// Who added a bot is known or not; the counters have no say in it.
void answer_bot(Attribution& attribution, Answer& inviter) {
    const Candidate& bot = attribution.candidates.front();
    if (bot.kind == Candidate::Kind::bot && !bot.inviter) {
        inviter = {};
    }
}

void answer_levels_as(Attribution& attribution,
                      Claim claim,
                      Instant joined_at,
                      const AssignmentTimeline& assignments,
                      const ReservedSources& reserved) {
    auto& candidates = attribution.candidates;
    for (Candidate& candidate : candidates) {
        candidate.source = source_of(candidate, joined_at, assignments, reserved);
        credit(candidate, assignments, joined_at);
    }
    std::sort(candidates.begin(), candidates.end(), goes_before);
    std::array<std::byte, 512> room;  // most joins have a few candidates
    std::pmr::monotonic_buffer_resource memory(room.data(), room.size());
    Order order(&memory);
    order.reserve(candidates.size());
    for (const Candidate& candidate : candidates) {
        order.push_back(&candidate);
    }
    const Answer code = answer(order, claim, attribution.settled, code_key);
    Answer inviter = answer(order, claim, attribution.settled, inviter_key);
    const Answer source = answer(order, claim, attribution.settled, source_key);
    if (!candidates.empty()) {
        answer_bot(attribution, inviter);
    }
    attribution.code = code.level;
    attribution.inviter = inviter.level;
    attribution.source = source.level;
    attribution.code_value = code.value != nullptr ? code.value->code : std::nullopt;
    attribution.inviter_value = inviter.value != nullptr ? inviter.value->inviter : std::nullopt;
    attribution.source_value = source.value != nullptr ? source.value->source : std::nullopt;
    const Candidate* kind = code.value != nullptr      ? code.value
                            : inviter.value != nullptr ? inviter.value
                                                       : source.value;
    attribution.by = kind != nullptr ? kind->kind : Candidate::Kind::none;
}

}  // namespace

void answer_levels(Attribution& attribution,
                   Instant joined_at,
                   const AssignmentTimeline& assignments,
                   const ReservedSources& reserved) {
    const Claim claim = claim_of(parse_reason(attribution.reason), attribution.settled);
    answer_levels_as(attribution, claim, joined_at, assignments, reserved);
}

void answer_levels(Attribution& attribution,
                   Reason reason,
                   Instant joined_at,
                   const AssignmentTimeline& assignments,
                   const ReservedSources& reserved) {
    attribution.reason = to_text(reason);
    const Claim claim = claim_of(reason, attribution.settled);
    answer_levels_as(attribution, claim, joined_at, assignments, reserved);
}

}  // namespace invitectl::reconcile
