// The leaderboard: who brings people, and what became of them.
//
// Every join stands in exactly one row, so that the rows together give the joins of the window. A
// join whose verdict at the board's level is credited stands in its group's row (or "(server)",
// "(no invite)",
// "(bot)", "(no inviter)", "(unassigned)"), unless a rule denies the credit; all others stand in
// "(open)". A channel is the image of the codes: it is certain where the code is, and credited as
// likely where the candidates of one channel reach kLikely together.
#pragma once

#include "invitectl/analytics/join_columns.hpp"
#include "invitectl/analytics/placement.hpp"
#include "invitectl/domain/outcome.hpp"
#include "invitectl/domain/time_range.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace invitectl::analytics {

// What a set of joins came to. The outcomes add up to the joins.
struct Tally {
    std::int64_t joins = 0;
    std::array<std::int64_t, kOutcomeCount> by_outcome{};

    std::int64_t of(Outcome outcome) const {
        return by_outcome.at(static_cast<std::size_t>(outcome));
    }
    // Joins whose fate is known: what kept shares are shares of.
    std::int64_t decided() const {
        return of(Outcome::fake) + of(Outcome::left) + of(Outcome::retained);
    }
    // Retained among the decided ones; nothing where there are none.
    std::optional<double> kept_share() const;

    void add(Outcome outcome);
    Tally& operator+=(const Tally& other);
    friend bool operator==(const Tally&, const Tally&) = default;
};

enum class Ranking { retained, joins, share };

std::string_view to_text(Ranking ranking);
std::optional<Ranking> parse_ranking(std::string_view text);

struct BoardRules {
    Axis axis = Axis::inviter;
    Ranking ranking = Ranking::retained;
    std::size_t limit = 0;  // groups shown; the rest goes to "(others)". 0: no limit
    TimeRange window;       // joins with joined_at in it
    Instant now;            // outcomes as of this moment; later joins are left out
    OutcomeRules outcome;
    CreditRules credit;
};

struct BoardRow {
    RowKey key;
    Tally tally;
    std::int64_t certain = 0;  // joins of this row whose verdict at the board's level is certain
    // Joins that count for a group: all but the fake ones; 0 in every special row but "(others)".
    std::int64_t credited = 0;
    // Sum over all joins of the probability that they belong here (1 for a certain one, the
    // candidates' p otherwise; a join without candidates belongs to "(open)"), and its variance,
    // sum p (1 - p). Joins are taken as independent; rows of "(others)" add their variances, which
    // overstates it a little.
    double expected = 0;
    double variance = 0;
    double ghosts = 0;
    std::int64_t baseline = 0;
};

struct Board {
    BoardRules rules;
    std::vector<BoardRow>
        groups;  // in rank order; ties by retained, joins, baseline, then name or id
    std::vector<BoardRow> specials;  // those that apply, in the order of RowKind and Denial
    std::size_t groups_in_all = 0;   // before the limit
    BoardRow total;                  // sums over all rows; its key means nothing
};

// Takes the segments of a guild one after the other. The dictionaries must outlive it and may grow
// as the segments come.
class BoardBuilder {
  public:
    BoardBuilder(const BoardRules& rules, const Dictionaries& names);

    void add(const JoinColumns& segment);
    void add(std::span<const OtherUses> uses);
    Board finish();

  private:
    struct Share {
        RowKey row;
        double p;
    };

    void add_join(const JoinColumns& segment, std::size_t i);
    Verdict verdict_of(const JoinColumns& segment, std::size_t i) const;
    RowKey row_for(const WayIn& way, const JoinColumns& segment, std::size_t i) const;
    // Where a join that is not credited at the board's own level stands.
    RowKey row_of_uncredited() const;
    // Sums the candidates of a join by row into shares_.
    void weigh_candidates(const JoinColumns& segment, std::size_t i);
    void expect(const RowKey& answer, Verdict verdict);
    BoardRow& row(const RowKey& key);
    bool ranks_before(const BoardRow& a, const BoardRow& b) const;
    int compare_by_rank(const BoardRow& a, const BoardRow& b) const;

    BoardRules rules_;
    const Dictionaries& names_;
    std::vector<BoardRow> groups_;  // by dictionary index; channels as they come
    std::map<std::int64_t, std::size_t> channel_slot_;  // channel id → place in groups_
    std::map<RowKey, BoardRow> specials_;
    std::vector<Share> shares_;  // of the join at hand
};

}  // namespace invitectl::analytics
