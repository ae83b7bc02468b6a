#include "invitectl/store/join_segments.hpp"

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

// Several changes of one segment, counted in its row.
void count_changes(sql::Connection& connection,
                   GuildId guild,
                   const std::map<std::int64_t, std::int64_t>& by_segment,
                   std::string_view sql) {
    Query count(connection, sql, {"changes", "guild", "number"});
    for (const auto& [number, changes] : by_segment) {
        count.with(changes, guild, number).run();
    }
}

void fold_leaves(sql::Connection& connection,
                 GuildId guild,
                 SegmentLoader& loader,
                 Segment segment) {
    const Parts gathered = kLeaveParts | Parts{analytics::Part::gathered};
    write_columns(connection, guild, segment.number, kLeaveParts, loader.load(segment, gathered));
    forget_changed_leaves(connection, guild, segment);
    segment.leaves_changed = 0;
    write_segment(connection, guild, segment);
}

void fold_answers(sql::Connection& connection,
                  GuildId guild,
                  SegmentLoader& loader,
                  Segment segment) {
    write_columns(
        connection, guild, segment.number, kAnswerParts, loader.load(segment, kAnswerParts));
    forget_changed_answers(connection, guild, segment);
    segment.answers_changed = 0;
    write_segment(connection, guild, segment);
}

// Collects joins into segments and writes each when it is full.
class Appender {
  public:
    Appender(sql::Connection& connection, GuildId guild) : connection_(connection), guild_(guild) {}

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
        write_columns(connection_, guild_, number_, Parts::all(), columns_);
        write_segment(connection_, guild_, {.number = number_, .bounds = columns_.bounds});
    }

    sql::Connection& connection_;
    GuildId guild_;
    std::int64_t number_ = 0;
    JoinColumnVectors columns_;
};

void append_joins(sql::Connection& connection,
                  GuildId guild,
                  JoinDictionaries& names,
                  SegmentLoader& loader,
                  const std::optional<Segment>& last) {
    Appender appender(connection, guild);
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
    Query write(connection,
                "INSERT INTO segment_leave (guild_id, join_id, left_least, left_most,"
                " stayed_least, stayed_most) VALUES ($guild, $join, $left_least, $left_most,"
                " $stayed_least, $stayed_most) ON CONFLICT (guild_id, join_id) DO UPDATE SET"
                " left_least = excluded.left_least, left_most = excluded.left_most,"
                " stayed_least = excluded.stayed_least, stayed_most = excluded.stayed_most",
                {"guild", "join", "left_least", "left_most", "stayed_least", "stayed_most"});
    std::map<std::int64_t, std::int64_t> changes;
    std::map<std::int64_t, std::int64_t> last_left;
    for (const LeaveNews& one : news) {
        if (one.join == 0 || one.join > covered) {
            continue;
        }
        const analytics::LeaveTicks leave = analytics::ticks_of(
            one.joined_at, leave_from_join({{}, one.joined_at, one.leave, one.joined_after}));
        write
            .with(guild,
                  one.join,
                  leave.left_least,
                  leave.left_most,
                  leave.stayed_least,
                  leave.stayed_most)
            .run();
        const std::int64_t number = segment_of(one.join);
        ++changes[number];
        if (one.leave) {
            last_left[number] = std::max<std::int64_t>(last_left[number], leave.left_most);
        }
    }
    count_changes(connection,
                  guild,
                  changes,
                  "UPDATE segment SET leaves_changed = leaves_changed + $changes"
                  " WHERE guild_id = $guild AND number = $number");
    count_changes(connection,
                  guild,
                  last_left,
                  "UPDATE segment SET last_left = $changes WHERE guild_id = $guild"
                  " AND number = $number AND last_left < $changes");
}

void take_out_of_segments(sql::Connection& connection, GuildId guild, JoinId join) {
    require_transaction(connection);
    if (join <= 0 || join > joins_in_segments(connection, guild)) {
        return;
    }
    const std::int64_t number = segment_of(join);
    Query(connection,
          "DELETE FROM segment_column WHERE guild_id = $guild AND number >= $number",
          {"guild", "number"})
        .with(guild, number)
        .run();
    Query(connection,
          "DELETE FROM segment WHERE guild_id = $guild AND number >= $number",
          {"guild", "number"})
        .with(guild, number)
        .run();
    const JoinId first = first_join_of(number);
    Query(connection,
          "DELETE FROM segment_leave WHERE guild_id = $guild AND join_id >= $first",
          {"guild", "first"})
        .with(guild, first)
        .run();
    Query(connection,
          "DELETE FROM segment_answer WHERE guild_id = $guild AND join_id >= $first",
          {"guild", "first"})
        .with(guild, first)
        .run();
}

void fold_joins(sql::Connection& connection, GuildId guild, const FoldLimits& limits) {
    require_transaction(connection);
    std::vector<Segment> stored = segments(connection, guild);
    const JoinId covered = stored.empty() ? 0 : stored.back().last();
    const bool append = last_join(connection, guild) - covered >= limits.joins;
    const auto due = [&limits](const Segment& segment) {
        return segment.leaves_changed >= limits.changes ||
               segment.answers_changed >= limits.changes;
    };
    if (!append && std::ranges::none_of(stored, due)) {
        return;
    }
    JoinDictionaries names = load_dictionaries(connection, guild);
    SegmentLoader loader(connection, guild, names);
    if (append) {
        const auto last = stored.empty() ? std::nullopt : std::optional(stored.back());
        append_joins(connection, guild, names, loader, last);
        if (last && !last->full()) {
            stored.pop_back();
        }
    }
    for (Segment& segment : stored) {
        if (segment.leaves_changed >= limits.changes) {
            fold_leaves(connection, guild, loader, segment);
            segment.leaves_changed = 0;
        }
        if (segment.answers_changed >= limits.changes) {
            fold_answers(connection, guild, loader, segment);
        }
    }
    store_dictionaries(connection, guild, names.dictionaries());
}

}  // namespace invitectl::store
