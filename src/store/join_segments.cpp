#include "invitectl/store/join_segments.hpp"

#include "invitectl/analytics/outcome_columns.hpp"
#include "invitectl/store/settings_store.hpp"

#include "store/join_rows.hpp"
#include "store/segment_changes.hpp"
#include "store/segment_loader.hpp"
#include "store/segment_words.hpp"

#include <algorithm>
#include <map>

namespace invitectl::store {
namespace {

using analytics::JoinColumnVectors;
using analytics::Parts;

// Writes again what changed, and the totals: they say what the columns say, no more and no less.
void fold(sql::Connection& connection,
          GuildId guild,
          SegmentLoader& loader,
          const analytics::OutcomeTicks& rules,
          Segment segment) {
    Parts parts;
    parts |= segment.leaves_changed > 0 ? kLeaveParts : Parts{};
    parts |= segment.answers_changed > 0 ? kAnswerParts : Parts{};
    const Parts needed = parts | kTotalsParts | Parts{analytics::Part::gathered};
    write_columns(connection, guild, segment.first, parts, loader.load(segment, needed), rules);
    forget_changed_leaves(connection, guild, segment);
    forget_changed_answers(connection, guild, segment);
    segment.leaves_changed = 0;
    segment.answers_changed = 0;
    write_segment(connection, guild, segment);
}

// Collects joins into segments and writes each when it is full.
class Appender {
  public:
    Appender(sql::Connection& connection, GuildId guild, const analytics::OutcomeTicks& rules)
        : connection_(connection), guild_(guild), rules_(rules) {}

    void add(const JoinRow& row) {
        begin(row.join);
        columns_.add(row.entry, row.candidates);
    }
    // Those of a segment that is to begin after the ones before, or be the first.
    void add(const Segment& segment, const JoinColumnVectors& columns) {
        begin(segment.first);
        for (std::size_t from = 0; from < columns.size();) {
            const std::size_t until =
                std::min(columns.size(), from + kSegmentJoins - columns_.size());
            columns_.append(columns, from, until);
            from = until;
            begin(segment.first + static_cast<JoinId>(from));
        }
    }

    void finish() {
        if (columns_.size() > 0) {
            write_columns(connection_, guild_, first_, Parts::all(), columns_, rules_);
            write_segment(connection_, guild_, {.first = first_, .bounds = columns_.bounds});
            columns_.clear();
        }
    }

  private:
    JoinId next() const { return first_ + static_cast<JoinId>(columns_.size()); }

    // Makes this join the next one.
    void begin(JoinId join) {
        const bool far = join - next() >= static_cast<JoinId>(kSegmentJoins);
        while (columns_.size() > 0 && !far && next() < join) {
            finish_full();
            columns_.add_nobody();
        }
        finish_full();
        if (next() != join) {
            finish();
            first_ = join;
        }
    }
    void finish_full() {
        if (columns_.size() == kSegmentJoins) {
            const JoinId after = next();
            finish();
            first_ = after;
        }
    }

    sql::Connection& connection_;
    GuildId guild_;
    analytics::OutcomeTicks rules_;
    JoinId first_ = 0;
    JoinColumnVectors columns_;
};

// Segments at the end that are not full and follow each other closely.
std::span<const Segment> small_ones(const std::vector<Segment>& stored) {
    const auto follows = [](const Segment& before, const Segment& after) {
        return after.first - before.last() <= static_cast<JoinId>(kSegmentJoins);
    };
    std::size_t begin = stored.size();
    while (begin > 0 && !stored[begin - 1].full() &&
           (begin == stored.size() || follows(stored[begin - 1], stored[begin]))) {
        --begin;
    }
    return std::span(stored).subspan(begin);
}

// New joins become a segment of their own. Where it and the small ones before make a full one, or
// there are many, they become one: so every join is written twice or three times.
void append_joins(sql::Connection& connection,
                  GuildId guild,
                  JoinDictionaries& names,
                  SegmentLoader& loader,
                  const analytics::OutcomeTicks& rules) {
    constexpr std::size_t kMany = 16;
    const std::vector<Segment> stored = segments(connection, guild);
    const JoinId covered = stored.empty() ? 0 : stored.back().last();
    const JoinId last = last_join(connection, guild);
    const std::span<const Segment> small = small_ones(stored);
    auto joins = last - covered;
    for (const Segment& segment : small) {
        joins += static_cast<JoinId>(segment.bounds.joins);
    }
    Appender appender(connection, guild, rules);
    if (joins >= static_cast<JoinId>(kSegmentJoins) || small.size() + 1 >= kMany) {
        for (const Segment& segment : small) {
            const JoinColumnVectors& columns = loader.load(segment, Parts::all());
            remove_segment(connection, guild, segment);
            appender.add(segment, columns);
        }
    }
    each_join_row(connection, guild, covered + 1, last, names, [&](const JoinRow& row) {
        appender.add(row);
    });
    appender.finish();
}

}  // namespace

JoinId joins_in_segments(sql::Connection& connection, GuildId guild) {
    Query last(connection,
               "SELECT number, joins FROM segment WHERE guild_id = $guild"
               " ORDER BY number DESC LIMIT 1",
               {"guild"});
    if (!last.with(guild).next()) {
        return 0;
    }
    const Segment segment{.first = last.get<JoinId>(0),
                          .bounds = {.joins = last.get<std::size_t>(1)}};
    return segment.last();
}

void note_leaves(sql::Connection& connection, GuildId guild, std::span<const LeaveNews> news) {
    require_transaction(connection);
    const SegmentIndex stored(connection, guild);
    std::map<JoinId, std::vector<analytics::ChangedStay>> by_segment;
    for (const LeaveNews& one : news) {
        const std::optional<JoinId> segment = stored.of(one.join);
        if (!segment) {
            continue;
        }
        by_segment[*segment].push_back(
            {.place = static_cast<std::size_t>(one.join - *segment),
             .leave = analytics::ticks_of(one.joined_at, one.leave, one.joined_after)});
    }
    std::vector<SegmentLeaves> batches;
    for (auto& [segment, changes] : by_segment) {
        batches.push_back({segment, std::move(changes)});
    }
    note_changed_stays(connection, guild, batches);
}

void take_out_of_segments(sql::Connection& connection, GuildId guild, JoinId join) {
    require_transaction(connection);
    if (join <= 0) {
        return;
    }
    for (const Segment& segment : segments(connection, guild)) {
        if (join <= segment.last()) {
            remove_segment(connection, guild, segment);
        }
    }
}

void fold_joins(sql::Connection& connection, GuildId guild, const FoldLimits& limits) {
    require_transaction(connection);
    const auto rules = analytics::ticks_of(outcome_rules(settings(connection, guild)));
    const std::vector<Segment> stored = segments(connection, guild);
    const JoinId covered = stored.empty() ? 0 : stored.back().last();
    const bool append = last_join(connection, guild) - covered >= limits.joins;
    const auto due = [&](const Segment& segment) {
        return segment.leaves_changed >= limits.leaves ||
               segment.answers_changed >= (segment.full() ? 1 : limits.answers) ||
               (segment.full() && segment.bounds.totals != rules);
    };
    if (!append && std::ranges::none_of(stored, due)) {
        return;
    }
    JoinDictionaries names = load_dictionaries(connection, guild);
    SegmentLoader loader(connection, guild, names);
    store_totals_rules(connection, guild, rules);
    for (const Segment& segment : stored) {
        if (due(segment)) {
            fold(connection, guild, loader, rules, segment);
        }
    }
    if (append) {
        append_joins(connection, guild, names, loader, rules);
    }
    store_dictionaries(connection, guild, names.dictionaries());
}

}  // namespace invitectl::store
