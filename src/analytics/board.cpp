#include "invitectl/analytics/board.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace invitectl::analytics {
namespace {

constexpr std::array<std::string_view, 3> kRankings = {"retained", "joins", "share"};

int descending(std::int64_t a, std::int64_t b) {
    return a == b ? 0 : (a > b ? -1 : 1);
}

// The greater plausible share first; rows with too few joins last.
int by_share(const Tally& a, const Tally& b, std::int64_t min_decided) {
    const auto counts = [min_decided](const Tally& tally) {
        return tally.decided() > 0 && tally.decided() >= min_decided;
    };
    if (!counts(a) || !counts(b)) {
        return descending(counts(a) ? 1 : 0, counts(b) ? 1 : 0);
    }
    const double left = *a.least_share();
    const double right = *b.least_share();
    return left == right ? 0 : (left > right ? -1 : 1);
}

bool has_content(const BoardRow& row) {
    return row.tally.joins != 0 || row.expected > 0 || row.ghosts > 0 || row.baseline != 0 ||
           row.bonus != 0 || row.labelled_before != 0;
}

void fold(const BoardRow& row, BoardRow& into) {
    into.tally += row.tally;
    into.certain += row.certain;
    into.credited += row.credited;
    into.expected += row.expected;
    into.variance += row.variance;
    into.ghosts += row.ghosts;
    into.baseline += row.baseline;
    into.bonus += row.bonus;
    into.manual += row.manual;
    into.labelled_before += row.labelled_before;
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
    : rules_(rules),
      names_(names),
      outcomes_(rules.outcome, rules.now),
      window_(rules.window, rules.now),
      slots_(rules.axis, names) {
    make_room();
}

Parts BoardBuilder::wants(const SegmentBounds& bounds) const {
    if (window_.outside(bounds)) {
        return {};
    }
    Parts parts =
        Parts{Part::by, Part::candidates} | level_parts(rules_.axis) | outcomes_.wants(bounds);
    if (!window_.inside(bounds)) {
        parts |= {Part::joined};
    }
    if (rules_.credit.any()) {
        parts |= {Part::flags};
    }
    if (denies_by_index()) {
        parts |= {Part::inviter};
    }
    if (denies_by_join()) {
        parts |= {Part::joined, Part::user, Part::inviter};
    }
    if (!rules_.credit.ignored.empty()) {
        parts |= {Part::code};
    }
    return parts;
}

bool BoardBuilder::denies_by_index() const {
    return !rules_.credit.excluded_inviters.empty() || !rules_.credit.bots.empty();
}

bool BoardBuilder::denies_by_join() const {
    const CreditRules& rules = rules_.credit;
    return rules.min_inviter_age > Duration{0} || rules.min_member_age > Duration{0} ||
           (rules.rejoins && !rules.self_invites) || !rules.excluded_members.empty();
}

// As denial_of does, for a joiner of whom no rule asks anything.
void BoardBuilder::remember_denials() {
    const CreditRules rules{.rejoins = true,
                            .self_invites = true,
                            .excluded_inviters = rules_.credit.excluded_inviters,
                            .excluded_members = {},
                            .bots = rules_.credit.bots,
                            .ignored = rules_.credit.ignored};
    for (auto i = denied_inviter_.size(); i < names_.inviters.size(); ++i) {
        denied_inviter_.push_back(
            denial_of({}, static_cast<std::uint32_t>(i), kNoIndex, rules, names_));
    }
    for (auto i = denied_code_.size(); i < names_.codes.size(); ++i) {
        denied_code_.push_back(
            denial_of({}, kNoIndex, static_cast<std::uint32_t>(i), rules, names_));
    }
}

Denial BoardBuilder::denied_by_index(std::uint32_t inviter, std::uint32_t code, bool rejoin) const {
    if (code != kNoIndex && denied_code_[code] != Denial::none) {
        return denied_code_[code];
    }
    const Denial by_inviter = inviter == kNoIndex ? Denial::none : denied_inviter_[inviter];
    return by_inviter == Denial::none && rejoin ? Denial::rejoin : by_inviter;
}

void BoardBuilder::make_room() {
    slots_.grow();
    if (rules_.credit.any()) {
        remember_denials();
    }
    counts_.resize(slots_.size() * kCountersOfSlot);
    expected_.resize(slots_.size());
    variance_.resize(slots_.size());
    ghosts_.resize(slots_.size());
    for (auto* column : {&baseline_, &bonus_, &manual_, &labelled_before_}) {
        column->resize(slots_.size());
    }
}

Slot BoardBuilder::credited(Slot slot,
                            const JoinColumns& segment,
                            std::size_t i,
                            std::uint32_t inviter,
                            std::uint32_t code) const {
    const CreditRules& rules = rules_.credit;
    if (slot < BoardSlots::kFirstGroup || !rules.any()) {
        return slot;
    }
    if (!denies_by_join()) {
        return credited(slot, inviter, code, (segment.flags[i] & join_flag::kRejoin) != 0);
    }
    const Joiner joiner{segment.joined[i], UserId{segment.user[i]}, segment.flags[i]};
    const Denial denial = denial_of(joiner, inviter, code, rules, names_);
    return denial == Denial::none ? slot : slot_of(denial);
}

// Where no rule asks for more of the joiner than whether they had been there before.
Slot BoardBuilder::credited(Slot slot,
                            std::uint32_t inviter,
                            std::uint32_t code,
                            bool rejoin) const {
    if (slot < BoardSlots::kFirstGroup || !rules_.credit.any()) {
        return slot;
    }
    const Denial denial = denied_by_index(inviter, code, rejoin && !rules_.credit.rejoins);
    return denial == Denial::none ? slot : slot_of(denial);
}

Slot BoardBuilder::certain_slot(const JoinColumns& segment,
                                const Level& level,
                                std::size_t i) const {
    return credited(slots_.place(segment.by[i], level.index[i]),
                    segment,
                    i,
                    segment.inviter.empty() ? kNoIndex : segment.inviter[i],
                    segment.code.empty() ? kNoIndex : segment.code[i]);
}

void BoardBuilder::sum_candidates(const JoinColumns& segment,
                                  std::size_t i,
                                  std::size_t first,
                                  std::size_t end) {
    shares_.clear();
    const CandidateColumns& all = segment.candidates;
    const std::span<const std::uint32_t> index = level_of(rules_.axis, segment).candidate_index;
    for (std::size_t c = first; c < end; ++c) {
        const Slot way = slots_.place(all.kind[c], index[c]);
        const Slot slot = credited(way,
                                   segment,
                                   i,
                                   all.inviter.empty() ? kNoIndex : all.inviter[c],
                                   all.code.empty() ? kNoIndex : all.code[c]);
        const auto found = std::ranges::find_if(
            shares_, [&](const Share& share) { return share.way == way && share.slot == slot; });
        if (found == shares_.end()) {
            shares_.push_back({way, slot, all.p[c]});
        } else {
            found->p += all.p[c];
        }
    }
}

void BoardBuilder::add_shares() {
    for (const Share& share : shares_) {
        expected_[share.slot] += mass_of(share.p);
        variance_[share.slot] += mass_of(std::max(0.0, share.p * (1 - share.p)));
    }
}

Slot BoardBuilder::weigh(const JoinColumns& segment,
                         const Level& level,
                         std::size_t i,
                         Verdict verdict) {
    sum_candidates(segment, i, segment.candidate_offset[i], segment.candidate_offset[i + 1]);
    Slot stands = slot_of(RowKind::open);
    if (is_credited(verdict) && !rules_.certain_only) {
        stands = certain_slot(segment, level, i);
    } else if (rules_.axis == Axis::channel && !rules_.certain_only && !shares_.empty()) {
        const auto& best = *std::ranges::max_element(shares_, {}, &Share::p);
        stands = best.p >= kLikely ? best.slot : stands;
    }
    if (shares_.empty()) {
        expected_[stands] += mass_of_joins(1);
    }
    add_shares();
    return stands;
}

Slot BoardBuilder::labelled_slot(const JoinColumns& segment, const Level& level, std::size_t i) {
    const Slot slot =
        rules_.without_manual ? slot_of(Denial::labelled) : certain_slot(segment, level, i);
    ++manual_[slot];
    return slot;
}

template <class Counts, class OutcomeAt>
void BoardBuilder::count(const JoinColumns& segment, Counts counts, OutcomeAt outcome_at) {
    const Level level = level_of(rules_.axis, segment);
    const bool nothing_denied = !rules_.credit.any();
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (!counts(i)) {
            continue;
        }
        const auto verdict = static_cast<Verdict>(level.verdict[i]);
        const bool certain = is_certain(verdict);
        Slot slot = 0;
        if (certain && verdict != Verdict::manual) {
            slot = nothing_denied ? slots_.place(segment.by[i], level.index[i])
                                  : certain_slot(segment, level, i);
        } else {
            slot = certain ? labelled_slot(segment, level, i) : weigh(segment, level, i, verdict);
        }
        const std::size_t counter = slot * kCountersOfSlot + (certain ? 0 : kOfOthers);
        ++counts_[counter + static_cast<std::size_t>(outcome_at(i))];
    }
}

void BoardBuilder::add(const JoinColumns& segment) {
    if (window_.outside(segment.bounds)) {
        return;
    }
    make_room();
    if (segment.totals) {
        return count_totals(*segment.totals);
    }
    if (segment.gathered) {
        return count_gathered(segment);
    }
    const auto decided = [&](std::size_t i) { return outcomes_.of_decided(segment, i); };
    const auto outcome = [&](std::size_t i) { return outcomes_.of(segment, i); };
    const auto all = [](std::size_t) { return true; };
    const auto in_window = [&](std::size_t i) { return window_.contains(segment.joined[i]); };
    const bool is_decided = outcomes_.all_decided(segment.bounds);
    if (window_.inside(segment.bounds)) {
        is_decided ? count(segment, all, decided) : count(segment, all, outcome);
    } else {
        is_decided ? count(segment, in_window, decided) : count(segment, in_window, outcome);
    }
}

void BoardBuilder::add(std::span<const OtherUses> uses) {
    make_room();
    for (const OtherUses& use : uses) {
        const Slot slot = slots_.place({use.kind, use.code, use.inviter, use.source});
        baseline_[slot] += use.baseline;
        ghosts_[slot] += use.ghosts;
        labelled_before_[slot] += use.labelled;
    }
}

void BoardBuilder::add(std::span<const Bonus> bonuses) {
    make_room();
    for (const Bonus& bonus : bonuses) {
        bonus_[slots_.place({.kind = Candidate::Kind::invite, .inviter = bonus.inviter})] +=
            bonus.amount;
    }
}

void BoardBuilder::hide(std::span<const std::uint32_t> indexes) {
    make_room();
    for (const std::uint32_t index : indexes) {
        hidden_.push_back(slots_.place(static_cast<std::uint8_t>(Candidate::Kind::invite), index));
    }
    std::ranges::sort(hidden_);
}

BoardRow BoardBuilder::row_of(Slot slot) const {
    BoardRow row;
    row.key = slots_.key(slot);
    for (std::size_t o = 0; o < kOutcomeCount; ++o) {
        const std::int64_t certain = counts_[slot * kCountersOfSlot + o];
        const std::int64_t all = certain + counts_[slot * kCountersOfSlot + kOfOthers + o];
        row.tally.by_outcome.at(o) = all;
        row.tally.joins += all;
        row.certain += certain;
    }
    if (row.key.kind == RowKind::group) {
        row.credited = row.tally.joins - row.tally.of(Outcome::fake);
    }
    row.expected = static_cast<double>(row.certain) + sum_of(expected_[slot]);
    row.variance = sum_of(variance_[slot]);
    row.ghosts = ghosts_[slot];
    row.baseline = baseline_[slot];
    row.bonus = bonus_[slot];
    row.manual = manual_[slot];
    row.labelled_before = labelled_before_[slot];
    return row;
}

int BoardBuilder::compare_by_rank(const BoardRow& a, const BoardRow& b) const {
    switch (rules_.ranking) {
        case Ranking::joins:
            return descending(a.tally.joins, b.tally.joins);
        case Ranking::share:
            return by_share(a.tally, b.tally, rules_.min_decided);
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

void BoardBuilder::rank(std::vector<BoardRow>& groups) const {
    std::ranges::sort(groups,
                      [this](const BoardRow& a, const BoardRow& b) { return ranks_before(a, b); });
}

Board BoardBuilder::finish() {
    make_room();
    Board board;
    board.rules = rules_;
    std::vector<BoardRow> specials;
    for (Slot slot = 0; slot < BoardSlots::kFirstGroup; ++slot) {
        specials.push_back(row_of(slot));
    }
    for (Slot slot = BoardSlots::kFirstGroup; slot < slots_.size(); ++slot) {
        const BoardRow row = row_of(slot);
        if (std::ranges::binary_search(hidden_, slot)) {
            fold(row, specials[slot_of(RowKind::hidden)]);
        } else if (has_content(row)) {
            board.groups.push_back(row);
        }
    }
    rank(board.groups);
    board.groups_in_all = board.groups.size();
    std::vector<BoardRow> shown;
    for (std::size_t i = 0; i < board.groups.size(); ++i) {
        const bool cut = i < rules_.skip || (rules_.limit != 0 && i >= rules_.skip + rules_.limit);
        if (cut) {
            fold(board.groups[i], specials[slot_of(RowKind::others)]);
        } else {
            shown.push_back(board.groups[i]);
        }
    }
    board.groups = std::move(shown);
    std::ranges::copy_if(specials, std::back_inserter(board.specials), has_content);
    for (const auto* part : {&board.groups, &board.specials}) {
        for (const BoardRow& row : *part) {
            fold(row, board.total);
        }
    }
    return board;
}

}  // namespace invitectl::analytics
