#include "invitectl/analytics/board.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::analytics {
namespace {

constexpr std::array<std::string_view, 3> kRankings = {"retained", "joins", "share"};

// What a level answers: the columns that are kNoIndex there are simply not known.
WayIn answer_of(const JoinColumns& segment, std::size_t i) {
    return {static_cast<Candidate::Kind>(segment.by[i]),
            segment.code[i],
            segment.inviter[i],
            segment.source[i]};
}

WayIn candidate_of(const CandidateColumns& candidates, std::size_t c) {
    return {static_cast<Candidate::Kind>(candidates.kind[c]),
            candidates.code[c],
            candidates.inviter[c],
            candidates.source[c]};
}

int descending(std::int64_t a, std::int64_t b) {
    return a == b ? 0 : (a > b ? -1 : 1);
}

// The greater share first, without dividing; rows without decided joins last.
int by_share(const Tally& a, const Tally& b) {
    if (a.decided() == 0 || b.decided() == 0) {
        return descending(a.decided() == 0 ? 0 : 1, b.decided() == 0 ? 0 : 1);
    }
    return descending(a.of(Outcome::retained) * b.decided(), b.of(Outcome::retained) * a.decided());
}

bool has_content(const BoardRow& row) {
    return row.tally.joins != 0 || row.expected > 0 || row.ghosts > 0 || row.baseline != 0;
}

void fold(const BoardRow& row, BoardRow& into) {
    into.tally += row.tally;
    into.certain += row.certain;
    into.credited += row.credited;
    into.expected += row.expected;
    into.variance += row.variance;
    into.ghosts += row.ghosts;
    into.baseline += row.baseline;
}

}  // namespace

std::string_view to_text(Ranking ranking) {
    return kRankings.at(static_cast<std::size_t>(ranking));
}

std::optional<Ranking> parse_ranking(std::string_view text) {
    for (std::size_t i = 0; i < kRankings.size(); ++i) {
        if (kRankings.at(i) == text) {
            return static_cast<Ranking>(i);
        }
    }
    return {};
}

BoardBuilder::BoardBuilder(const BoardRules& rules, const Dictionaries& names)
    : rules_(rules), names_(names) {}

void BoardBuilder::add(const JoinColumns& segment) {
    const std::int64_t from = to_micros(rules_.window.from);
    const std::int64_t until = to_micros(rules_.window.until);
    const std::int64_t now = to_micros(rules_.now);
    for (std::size_t i = 0; i < segment.size(); ++i) {
        const std::int64_t joined_at = segment.joined_at[i];
        if (from <= joined_at && joined_at < until && joined_at <= now) {
            add_join(segment, i);
        }
    }
}

void BoardBuilder::add(std::span<const OtherUses> uses) {
    for (const OtherUses& use : uses) {
        const WayIn way{use.kind, use.code, use.inviter, use.source};
        BoardRow& target = row(place(way, rules_.axis, names_));
        target.baseline += use.baseline;
        target.ghosts += use.ghosts;
    }
}

Verdict BoardBuilder::verdict_of(const JoinColumns& segment, std::size_t i) const {
    switch (rules_.axis) {
        case Axis::inviter:
            return static_cast<Verdict>(segment.inviter_verdict[i]);
        case Axis::source:
            return static_cast<Verdict>(segment.source_verdict[i]);
        case Axis::code:
        case Axis::channel:
            break;
    }
    return static_cast<Verdict>(segment.code_verdict[i]);
}

RowKey BoardBuilder::row_for(const WayIn& way, const JoinColumns& segment, std::size_t i) const {
    const RowKey key = place(way, rules_.axis, names_);
    if (key.kind != RowKind::group) {
        return key;
    }
    const Denial denial = denial_of(
        way, from_micros(segment.joined_at[i]), UserId{segment.user[i]}, rules_.credit, names_);
    return denial == Denial::none ? key : RowKey{RowKind::denied, denial, 0};
}

RowKey BoardBuilder::row_of_uncredited() const {
    if (rules_.axis == Axis::channel && !shares_.empty()) {
        const auto& best = *std::ranges::max_element(shares_, {}, &Share::p);
        if (best.p >= kLikely) {
            return best.row;
        }
    }
    return {RowKind::open, Denial::none, 0};
}

void BoardBuilder::weigh_candidates(const JoinColumns& segment, std::size_t i) {
    shares_.clear();
    for (std::size_t c = segment.candidate_offset[i]; c < segment.candidate_offset[i + 1]; ++c) {
        const RowKey key = row_for(candidate_of(segment.candidates, c), segment, i);
        const auto found = std::ranges::find(shares_, key, &Share::row);
        if (found == shares_.end()) {
            shares_.push_back({key, segment.candidates.p[c]});
        } else {
            found->p += segment.candidates.p[c];
        }
    }
}

void BoardBuilder::expect(const RowKey& answer, Verdict verdict) {
    if (is_certain(verdict) || shares_.empty()) {
        row(answer).expected += 1;
        return;
    }
    for (const Share& share : shares_) {
        BoardRow& target = row(share.row);
        target.expected += share.p;
        target.variance += std::max(0.0, share.p * (1 - share.p));
    }
}

void BoardBuilder::add_join(const JoinColumns& segment, std::size_t i) {
    const Verdict verdict = verdict_of(segment, i);
    if (is_certain(verdict)) {
        shares_.clear();
    } else {
        weigh_candidates(segment, i);
    }
    const RowKey key =
        is_credited(verdict) ? row_for(answer_of(segment, i), segment, i) : row_of_uncredited();
    BoardRow& target = row(key);
    const Outcome outcome =
        outcome_of(from_micros(segment.joined_at[i]), segment.leave(i), rules_.now, rules_.outcome);
    target.tally.add(outcome);
    target.certain += is_certain(verdict) ? 1 : 0;
    target.credited += key.kind == RowKind::group && outcome != Outcome::fake ? 1 : 0;
    expect(key, verdict);
}

BoardRow& BoardBuilder::row(const RowKey& key) {
    if (key.kind != RowKind::group) {
        BoardRow& special = specials_[key];
        special.key = key;
        return special;
    }
    auto slot = static_cast<std::size_t>(key.id);
    if (rules_.axis == Axis::channel) {
        slot = channel_slot_.try_emplace(key.id, channel_slot_.size()).first->second;
    }
    if (slot >= groups_.size()) {
        groups_.resize(slot + 1);
    }
    groups_[slot].key = key;
    return groups_[slot];
}

int BoardBuilder::compare_by_rank(const BoardRow& a, const BoardRow& b) const {
    switch (rules_.ranking) {
        case Ranking::joins:
            return descending(a.tally.joins, b.tally.joins);
        case Ranking::share:
            return by_share(a.tally, b.tally);
        case Ranking::retained:
            break;
    }
    return 0;  // retained is the first of the ties
}

bool BoardBuilder::ranks_before(const BoardRow& a, const BoardRow& b) const {
    for (const int order :
         {compare_by_rank(a, b),
          descending(a.tally.of(Outcome::retained), b.tally.of(Outcome::retained)),
          descending(a.tally.joins, b.tally.joins),
          descending(a.baseline, b.baseline)}) {
        if (order != 0) {
            return order < 0;
        }
    }
    const auto index_a = static_cast<std::size_t>(a.key.id);
    const auto index_b = static_cast<std::size_t>(b.key.id);
    switch (rules_.axis) {
        case Axis::inviter:
            return names_.inviters[index_a] < names_.inviters[index_b];
        case Axis::source:
            return names_.sources[index_a].name < names_.sources[index_b].name;
        case Axis::code:
            return names_.codes[index_a].code < names_.codes[index_b].code;
        case Axis::channel:
            break;
    }
    return a.key.id < b.key.id;
}

Board BoardBuilder::finish() {
    Board board;
    board.rules = rules_;
    board.groups = std::exchange(groups_, {});
    std::erase_if(board.groups, [](const BoardRow& row) { return !has_content(row); });
    std::ranges::sort(board.groups,
                      [this](const BoardRow& a, const BoardRow& b) { return ranks_before(a, b); });
    board.groups_in_all = board.groups.size();
    if (rules_.limit != 0 && board.groups.size() > rules_.limit) {
        BoardRow& others = row({RowKind::others, Denial::none, 0});
        for (std::size_t i = rules_.limit; i < board.groups.size(); ++i) {
            fold(board.groups[i], others);
        }
        board.groups.resize(rules_.limit);
    }
    for (const auto& [key, special] : specials_) {
        if (has_content(special)) {
            board.specials.push_back(special);
        }
    }
    for (const auto* part : {&board.groups, &board.specials}) {
        for (const BoardRow& row : *part) {
            fold(row, board.total);
        }
    }
    return board;
}

}  // namespace invitectl::analytics
