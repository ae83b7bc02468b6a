#include "invitectl/analytics/level_totals.hpp"

#include "invitectl/analytics/outcome_columns.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace invitectl::analytics {
namespace {

class Totals {
  public:
    Totals(TotalsLevel level, const JoinColumns& segment)
        : segment_(segment),
          columns_(*segment.gathered),
          by_index_alone_(level == TotalsLevel::source),
          level_(level == TotalsLevel::inviter ? columns_.inviter : columns_.source),
          index_(level == TotalsLevel::inviter ? segment.candidates.inviter
                                               : segment.candidates.source) {
        numbers_.assign(2 * level_.entries.size(), std::uint32_t{kNoIndex});
    }

    LevelTotals count(const OutcomeReader& outcomes) {
        for (std::size_t i = 0; i < segment_.size(); ++i) {
            ++outcome_of(i, Outcome::retained);
        }
        for (std::size_t n = 0; n < columns_.leavers.size(); ++n) {
            const std::size_t i = columns_.leavers[n];
            --outcome_of(i, Outcome::retained);
            ++outcome_of(i, outcomes.of_decided(columns_.stayed_least[n], columns_.stayed_most[n]));
        }
        for (std::size_t n = 0; n < columns_.uncertain.size(); ++n) {
            const std::size_t i = columns_.uncertain[n];
            EntryTotals& entry = entry_of(i);
            if (!is_certain(static_cast<Verdict>(entry.entry.verdict))) {
                ++entry.weighed;
                weigh(i, columns_.candidate_offset[n], columns_.candidate_offset[n + 1]);
            }
        }
        return std::move(totals_);
    }

  private:
    bool is_rejoin(std::size_t i) const { return (segment_.flags[i] & join_flag::kRejoin) != 0; }

    EntryTotals& entry_of(std::size_t i) {
        std::uint32_t& number =
            numbers_[2 * std::size_t{level_.entry[i]} + static_cast<std::size_t>(is_rejoin(i))];
        if (number == kNoIndex) {
            number = static_cast<std::uint32_t>(totals_.entries.size());
            totals_.entries.push_back(
                {.entry = level_.entries[level_.entry[i]], .rejoin = is_rejoin(i)});
        }
        return totals_.entries[number];
    }

    std::uint32_t& outcome_of(std::size_t i, Outcome outcome) {
        return entry_of(i).by_outcome.at(static_cast<std::size_t>(outcome));
    }

    void weigh(std::size_t i, std::size_t first, std::size_t end) {
        shares_.clear();
        for (std::size_t c = first; c < end; ++c) {
            const std::uint64_t way = std::uint64_t{kind_of(c)} << 32U | index_[c];
            const auto found = std::ranges::find(shares_, way, &Share::way);
            if (found == shares_.end()) {
                shares_.push_back({way, segment_.candidates.p[c]});
            } else {
                found->p += segment_.candidates.p[c];
            }
        }
        for (const Share& share : shares_) {
            WayTotals& way = way_of(share.way, is_rejoin(i));
            way.expected += mass_of(share.p);
            way.variance += mass_of(std::max(0.0, share.p * (1 - share.p)));
        }
    }

    // By a source people come whatever way leads there.
    std::uint8_t kind_of(std::size_t candidate) const {
        constexpr auto kInvite = static_cast<std::uint8_t>(Candidate::Kind::invite);
        const bool by_index = by_index_alone_ && index_[candidate] != kNoIndex;
        return by_index ? kInvite : segment_.candidates.kind[candidate];
    }

    WayTotals& way_of(std::uint64_t way, bool rejoin) {
        const auto next = static_cast<std::uint32_t>(totals_.ways.size());
        const auto [found, fresh] =
            way_numbers_.try_emplace(way << 1U | static_cast<std::uint64_t>(rejoin), next);
        if (fresh) {
            totals_.ways.push_back({.kind = static_cast<std::uint8_t>(way >> 32U),
                                    .index = static_cast<std::uint32_t>(way),
                                    .rejoin = rejoin});
        }
        return totals_.ways[found->second];
    }

    struct Share {
        std::uint64_t way;  // kind and index
        double p;
    };

    const JoinColumns& segment_;
    const GatheredColumns& columns_;
    bool by_index_alone_;
    GatheredLevel level_;
    std::span<const std::uint32_t> index_;  // of the candidates
    LevelTotals totals_;
    std::vector<std::uint32_t> numbers_;  // of the entries, two for each
    std::unordered_map<std::uint64_t, std::uint32_t> way_numbers_;
    std::vector<Share> shares_;  // of the join at hand
};

}  // namespace

std::uint32_t EntryTotals::joins() const {
    return std::accumulate(by_outcome.begin(), by_outcome.end(), std::uint32_t{0});
}

LevelTotals totals_of(TotalsLevel level, const JoinColumns& segment, const OutcomeTicks& rules) {
    return Totals(level, segment).count(OutcomeReader(rules));
}

}  // namespace invitectl::analytics
