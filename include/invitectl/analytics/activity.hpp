// Who still writes N days after joining: by group, by cohort, or both.
//
// A join counts as active on day N when its member wrote at least once N * 24 hours after joining
// or later, before joining again. It counts towards day N once N days have passed since it, whether
// the member is still there or not. Joins from before messages were read do not count, since nobody
// knows what their members did before; nor do bots, whose messages are not read. Whoever has not
// written yet may still do so: shares of young rows can rise.
#pragma once

#include "invitectl/analytics/cohort_cells.hpp"
#include "invitectl/analytics/last_posts.hpp"
#include "invitectl/analytics/outcome_columns.hpp"
#include "invitectl/analytics/retention.hpp"

#include <optional>
#include <vector>

namespace invitectl::analytics {

// From when to when it is known who wrote, and stretches of it of which it is not.
struct MessagesKnown {
    Instant since = Instant::max();  // nothing is known
    Instant until = Instant::min();
    std::vector<TimeRange> gaps{};
};

// At one N. Expectations where joins are not certain.
struct Active {
    double active = 0;     // wrote after N days
    double silent = 0;     // did not, as far as known
    double waiting = 0;    // of the silent: still members, who may write yet
    double unread = 0;     // of the silent: may have written in a gap
    bool finished = true;  // every counted join of the row has reached day N

    double decided() const { return active + silent; }
    std::optional<double> share() const;
};

struct ActivityRow {
    RowKey key;                                   // of the axis; without one it means nothing
    std::optional<std::chrono::sys_days> cohort;  // its first local day
    double joins = 0;
    double uncounted = 0;    // of these
    std::vector<Active> at;  // for each of the days

    double counted() const { return joins - uncounted; }
};

struct Activity {
    RetentionRules rules;  // `now` is cut to what is known
    MessagesKnown known;
    std::vector<ActivityRow> rows;  // in the order of retention
    double joins = 0;
    double uncounted = 0;
};

class ActivityBuilder {
  public:
    // The posts, up to known_at(rules, known), and the dictionaries must outlive it; the latter may
    // grow as the segments come.
    ActivityBuilder(RetentionRules rules,
                    MessagesKnown known,
                    const LastPosts& posts,
                    const Dictionaries& names);

    // Nothing: the segment need not be loaded.
    Parts wants(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    Activity finish();

  private:
    struct Day {
        Tick later;       // N days
        Tick old_enough;  // who joined up to here has reached them
    };
    struct Gap {
        Tick from;
        Tick until;
    };
    // What matters of one join.
    struct Facts {
        Tick joined;
        Tick wrote_after;
        Tick gone;  // kNever while a member
        bool counted;
    };
    Facts facts_of(const JoinColumns& segment, std::size_t i) const;
    bool unread(Tick from, Tick until) const;
    void add_to(double* counters, const Facts& join, double p) const;
    ActivityRow row_of(std::size_t cell) const;

    RetentionRules rules_;
    MessagesKnown known_;
    const LastPosts& posts_;
    WindowReader window_;  // joins up to the `now` that was asked for
    Tick since_;
    Tick until_;
    std::vector<Gap> gaps_;
    std::vector<Day> days_;
    CohortCells cells_;  // joins, uncounted, then active, silent, waiting and unread of each day
};

// Up to when activity can be told: the earlier one of what is asked for and what is known.
Instant known_at(const RetentionRules& rules, const MessagesKnown& known);

}  // namespace invitectl::analytics
