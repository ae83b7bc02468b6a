// The leaderboard: who brings people, and what became of them.
//
// Every join stands in exactly one row, so that the rows together give the joins of the window. A
// join whose verdict at the board's level is credited stands in its group's row (or "(server)",
// "(no invite)",
// "(bot)", "(no inviter)", "(unassigned)"), unless a rule denies the credit; all others stand in
// "(open)". A channel is the image of the codes: it is certain where the code is, and credited as
// likely where the candidates of one channel reach kLikely together.
#pragma once

#include "invitectl/analytics/board_slots.hpp"
#include "invitectl/analytics/join_columns.hpp"
#include "invitectl/analytics/mass.hpp"
#include "invitectl/analytics/outcome_columns.hpp"
#include "invitectl/analytics/placement.hpp"
#include "invitectl/domain/outcome.hpp"
#include "invitectl/domain/time_range.hpp"

#include <array>
#include <cstdint>
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
    // The least share that so many decided joins leave plausible (Wilson's lower bound, 95 %): what
    // ranks 90 of 100 before 1 of 1.
    std::optional<double> least_share() const;

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
    // Ranked by share: groups with fewer joins whose fate is known come after all others.
    std::int64_t min_decided = 0;
    std::size_t limit = 0;   // groups shown; the rest goes to "(others)". 0: no limit
    std::size_t skip = 0;    // groups before the shown ones, which go to "(others)" too
    bool hide_left = false;  // whoever makes the board hides inviters who left (hide)
    TimeRange window;        // joins with joined_at in it; whole seconds
    Instant now;             // outcomes as of this moment, a whole second; later joins are left out
    OutcomeRules outcome;
    CreditRules credit;
    bool certain_only = false;    // likely joins are not credited, but open
    bool without_manual = false;  // labelled joins earn no credit

    // Whether codes are shown or asked about.
    bool reads_codes() const {
        return axis == Axis::code || axis == Axis::channel || !credit.ignored.empty();
    }
};

struct BoardRow {
    RowKey key;
    Tally tally;
    std::int64_t certain = 0;  // joins of this row whose verdict at the board's level is certain
    // Joins that count for a group: all but the fake ones; 0 in every special row but "(others)".
    std::int64_t credited = 0;
    // Sum over all joins of the probability that they belong here (1 for a certain one, the
    // candidates' p otherwise; a join without candidates belongs to "(open)"), and its variance,
    // sum p (1 - p). Joins are taken as independent; rows that stand for several groups add their
    // variances, which overstates it a little.
    double expected = 0;
    double variance = 0;
    double ghosts = 0;
    std::int64_t baseline = 0;
    std::int64_t bonus = 0;   // given by hand; of inviters only
    std::int64_t manual = 0;  // of the certain joins, those labelled by hand
    // Members from before tracking began whom somebody labelled; as little joins as the baseline.
    std::int64_t labelled_before = 0;

    friend bool operator==(const BoardRow&, const BoardRow&) = default;
};

struct Board {
    BoardRules rules;
    // In rank order; ties by retained, joins, baseline, then name or id.
    std::vector<BoardRow> groups;
    std::vector<BoardRow> specials;  // those that apply, in the order of RowKind and Denial
    std::size_t groups_in_all = 0;   // before the limit
    BoardRow total;                  // sums over all rows; its key means nothing
};

// What is given to an inviter beside the joins.
struct Bonus {
    std::uint32_t inviter = kNoIndex;
    std::int64_t amount = 0;
};

// Takes the segments of a guild one after the other. The dictionaries must outlive it and may grow
// as the segments come.
class BoardBuilder {
  public:
    BoardBuilder(const BoardRules& rules, const Dictionaries& names);

    // Nothing: the segment need not be loaded.
    Parts wants(const SegmentBounds& bounds) const;
    // How else it takes the segment: gathered, by totals.
    Parts shortcuts(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    void add(std::span<const OtherUses> uses);
    // Boards by inviter only.
    void add(std::span<const Bonus> bonuses);
    // These groups of the board's own dictionary go to "(hidden)".
    void hide(std::span<const std::uint32_t> indexes);
    Board finish();

  private:
    // Of a join, by a way in: where that stands, before any rule about credit and after.
    struct Share {
        Slot way;
        Slot slot;
        double p;
    };
    using Level = LevelColumns;  // the columns of the board's own level

    // Where joins with one answer stand.
    struct EntryPlace {
        Slot slot = 0;
        std::uint32_t counter = 0;  // the first of its outcomes in counts_
        bool certain = false;
        bool manual = false;
    };

    // What rules deny by the inviter or the code alone, looked up by their indexes.
    bool denies_by_index() const;
    bool denies_by_join() const;
    Denial denied_by_index(std::uint32_t inviter, std::uint32_t code, bool rejoin) const;
    void remember_denials();

    template <class Counts, class OutcomeAt>
    void count(const JoinColumns& segment, Counts counts, OutcomeAt outcome_at);
    Slot credited(Slot slot,
                  const JoinColumns& segment,
                  std::size_t i,
                  std::uint32_t inviter,
                  std::uint32_t code) const;
    Slot credited(Slot slot, std::uint32_t inviter, std::uint32_t code, bool rejoin) const;

    // A gathered segment, counted by the entries of its joins (board_gathered.cpp).
    void count_gathered(const JoinColumns& segment);
    // By its totals.
    void count_totals(const TotalsColumns& columns);
    EntryPlace place_of(const LevelEntry& entry, bool rejoin) const;
    void place_entries(const GatheredLevel& level);
    template <class NumberOf>
    void count_places(const JoinColumns& segment, NumberOf number_of);
    template <class NumberOf>
    void count_leavers(const JoinColumns& segment, NumberOf number_of);
    template <class NumberOf>
    void weigh_uncertain(const JoinColumns& segment, NumberOf number_of);
    // As certain_slot, and counted as given by hand.
    Slot labelled_slot(const JoinColumns& segment, const Level& level, std::size_t i);
    Slot certain_slot(const JoinColumns& segment, const Level& level, std::size_t i) const;
    // Shares an uncertain join out, and returns where it stands.
    Slot weigh(const JoinColumns& segment, const Level& level, std::size_t i, Verdict verdict);
    // Sums the candidates [first, end) of a join by way into shares_, and adds the shares up.
    void sum_candidates(const JoinColumns& segment,
                        std::size_t i,
                        std::size_t first,
                        std::size_t end);
    void add_shares();
    void make_room();

    BoardRow row_of(Slot slot) const;
    void rank(std::vector<BoardRow>& groups) const;
    bool ranks_before(const BoardRow& a, const BoardRow& b) const;
    int compare_by_rank(const BoardRow& a, const BoardRow& b) const;

    BoardRules rules_;
    const Dictionaries& names_;
    OutcomeReader outcomes_;
    WindowReader window_;
    BoardSlots slots_;
    // Joins by outcome: of each slot the certain ones, and from kOfOthers on the others.
    static constexpr std::size_t kCountersOfSlot = 16;
    static constexpr std::size_t kOfOthers = 8;
    std::vector<std::uint32_t> counts_;
    std::vector<Mass> expected_;  // of joins that are not certain
    std::vector<Mass> variance_;
    std::vector<double> ghosts_;
    std::vector<std::int64_t> baseline_;
    std::vector<std::int64_t> bonus_;
    std::vector<std::int64_t> manual_;
    std::vector<std::int64_t> labelled_before_;
    std::vector<Slot> hidden_;
    std::vector<Denial> denied_inviter_;  // by index
    std::vector<Denial> denied_code_;
    std::vector<Share> shares_;  // of the join at hand

    // Of the gathered segment at hand, two for each entry: for joins that are no rejoins, and for
    // those that are.
    std::vector<EntryPlace> entry_places_;
    // Its joins in the window: who, had they stayed, were retained by now, and who were too young.
    struct EntryJoins {
        std::array<std::uint32_t, 2> old_and_young{};
        std::uint32_t weighed = 0;  // of them: shared out by candidates

        std::uint32_t all() const { return old_and_young[0] + old_and_young[1]; }
    };
    std::vector<EntryJoins> entry_joins_;  // as many
};

}  // namespace invitectl::analytics
