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

// Writes again whatever changed, and the totals: they say what the columns say, no more and no
// less.
void fold(sql::Connection& connection,
          GuildId guild,
          SegmentLoader& loader,
          const analytics::OutcomeTicks& rules,
          Segment segment) {
    const Parts parts = segment.answers_changed > 0 ? kLeaveParts | kAnswerParts : kLeaveParts;
    const Parts needed = parts | kTotalsParts | Parts{analytics::Part::gathered};
    write_columns(connection, guild, segment.number, parts, loader.load(segment, needed), rules);
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

    // The last segment, to go on with.
    void go_on_with(const Segment& segment, const JoinColumnVectors& columns) {
        number_ = segment.number;
        columns_ = columns;
        forget_changed_leaves(connection_, guild_, segment);
        forget_changed_answers(connection_, guild_, segment);
    }

    void add(const JoinRow& row) {
        if (segment_of(row.join) != number_) {
            finish();
            number_ = segment_of(row.join);
        }
        while (next() < row.join) {
            columns_.add_nobody();
        }
        columns_.add(row.entry, row.candidates);
    }

    void finish() {
        if (columns_.size() > 0) {
            write();
            columns_.clear();
        }
    }

  private:
    JoinId next() const { return Segment{.number = number_, .bounds = columns_.bounds}.last() + 1; }
    void write() {
        write_columns(connection_, guild_, number_, Parts::all(), columns_, rules_);
        write_segment(connection_, guild_, {.number = number_, .bounds = columns_.bounds});
    }

    sql::Connection& connection_;
    GuildId guild_;
    analytics::OutcomeTicks rules_;
    std::int64_t number_ = 0;
    JoinColumnVectors columns_;
};

void append_joins(sql::Connection& connection,
                  GuildId guild,
                  JoinDictionaries& names,
                  SegmentLoader& loader,
                  const analytics::OutcomeTicks& rules,
                  const std::optional<Segment>& last) {
    Appender appender(connection, guild, rules);
    JoinId first = 1;
    if (last) {
        first = last->last() + 1;
        if (!last->full()) {
            appender.go_on_with(*last, loader.load(*last, Parts::all()));
        }
    }
    each_join_row(
        connection, guild, first, last_join(connection, guild), names, [&](const JoinRow& row) {
            appender.add(row);
        });
    appender.finish();
    store_dictionaries(connection, guild, names.dictionaries());
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
    const Segment segment{.number = last.get<std::int64_t>(0),
                          .bounds = {.joins = last.get<std::size_t>(1)}};
    return segment.last();
}

void note_leaves(sql::Connection& connection, GuildId guild, std::span<const LeaveNews> news) {
    require_transaction(connection);
    const JoinId covered = joins_in_segments(connection, guild);
    std::map<std::int64_t, std::vector<analytics::ChangedStay>> by_segment;
    for (const LeaveNews& one : news) {
        if (one.join == 0 || one.join > covered) {
            continue;
        }
        const std::int64_t number = segment_of(one.join);
        const auto leave = leave_from_join({{}, one.joined_at, one.leave, one.joined_after});
        by_segment[number].push_back(
            {.place = static_cast<std::size_t>(one.join - first_join_of(number)),
             .leave = analytics::ticks_of(one.joined_at, leave)});
    }
    std::vector<SegmentLeaves> batches;
    for (auto& [number, changes] : by_segment) {
        batches.push_back({number, std::move(changes)});
    }
    note_changed_stays(connection, guild, batches);
}

void take_out_of_segments(sql::Connection& connection, GuildId guild, JoinId join) {
    require_transaction(connection);
    if (join <= 0 || join > joins_in_segments(connection, guild)) {
        return;
    }
    const std::int64_t number = segment_of(join);
    for (const std::string_view deletion :
         {"DELETE FROM segment_column WHERE guild_id = $guild AND number >= $number",
          "DELETE FROM segment_total WHERE guild_id = $guild AND number >= $number",
          "DELETE FROM segment_leaves WHERE guild_id = $guild AND number >= $number",
          "DELETE FROM segment WHERE guild_id = $guild AND number >= $number"}) {
        Query(connection, deletion, {"guild", "number"}).with(guild, number).run();
    }
    const JoinId first = first_join_of(number);
    Query(connection,
          "DELETE FROM segment_answer WHERE guild_id = $guild AND join_id >= $first",
          {"guild", "first"})
        .with(guild, first)
        .run();
}

void fold_joins(sql::Connection& connection, GuildId guild, const FoldLimits& limits) {
    require_transaction(connection);
    const auto rules = analytics::ticks_of(outcome_rules(settings(connection, guild)));
    std::vector<Segment> stored = segments(connection, guild);
    const JoinId covered = stored.empty() ? 0 : stored.back().last();
    const bool append = last_join(connection, guild) - covered >= limits.joins;
    const auto due = [&](const Segment& segment) {
        return segment.leaves_changed >= limits.leaves ||
               segment.answers_changed >= limits.answers ||
               (segment.full() && segment.bounds.totals != rules);
    };
    if (!append && std::ranges::none_of(stored, due)) {
        return;
    }
    JoinDictionaries names = load_dictionaries(connection, guild);
    SegmentLoader loader(connection, guild, names);
    store_totals_rules(connection, guild, rules);
    if (append) {
        const auto last = stored.empty() ? std::nullopt : std::optional(stored.back());
        append_joins(connection, guild, names, loader, rules, last);
        if (last && !last->full()) {
            stored.pop_back();
        }
    }
    for (const Segment& segment : stored) {
        if (due(segment)) {
            fold(connection, guild, loader, rules, segment);
        }
    }
    store_dictionaries(connection, guild, names.dictionaries());
}

}  // namespace invitectl::store
