#include "store/segment_tables.hpp"

#include "store/segment_changes.hpp"
#include "store/segment_codec.hpp"
#include "store/segment_totals.hpp"

#include <algorithm>
#include <numeric>

namespace invitectl::store {
namespace {

using analytics::GatheredVectors;
using analytics::JoinColumnVectors;
using analytics::LevelEntries;
using analytics::LevelEntry;
using analytics::Part;
using analytics::Parts;
using analytics::Places;
using analytics::Tick;

// The numbers of columns in the table; never given to another, 1 to 4 and 7 to 14 not again. Stays
// are those of the leavers alone, counts those of the uncertain (analytics/gathering.hpp).
enum ColumnName : int {
    kJoined = 0,
    kUser = 5,
    kFlags = 6,
    kCandidateKind = 15,
    kCandidateCode = 16,
    kCandidateInviter = 17,
    kCandidateSource = 18,
    kCandidateP = 19,
    kLeavers = 20,
    kLeftLeast = 21,
    kLeftSpread = 22,  // left_most less left_least: short where polls are frequent
    kStayedLeast = 23,
    kStayedSpread = 24,
    kCodeLevel = 25,  // and three more: LevelColumn
    kInviterLevel = 29,
    kSourceLevel = 33,
    kUncertain = 37,
    kCandidateCount = 38,
};

// Columns of a level, counted from its first: the number of each join's entry, and the entries.
enum LevelColumn : int { kEntry = 0, kEntryBy = 1, kEntryVerdict = 2, kEntryIndex = 3 };

std::vector<Tick> spread(const std::vector<Tick>& least, const std::vector<Tick>& most) {
    std::vector<Tick> between(least.size());
    for (std::size_t i = 0; i < least.size(); ++i) {
        between[i] = most[i] - least[i];
    }
    return between;
}

// Turns what lies between into the upper ends.
void add_to(const std::vector<Tick>& least, std::vector<Tick>& between) {
    for (std::size_t i = 0; i < least.size(); ++i) {
        between[i] += least[i];
    }
}

// Writes columns of one segment.
class ColumnWriter {
  public:
    ColumnWriter(sql::Connection& connection, GuildId guild, std::int64_t number)
        : guild_(guild),
          number_(number),
          write_(connection,
                 "INSERT INTO segment_column (guild_id, number, name, bytes)"
                 " VALUES ($guild, $number, $name, $bytes)"
                 " ON CONFLICT (guild_id, number, name) DO UPDATE SET bytes = excluded.bytes",
                 {"guild", "number", "name", "bytes"}) {}

    template <class Value>
    void write(int name, const std::vector<Value>& column) {
        write_bytes(name, pack(std::span<const Value>(column)));
    }
    void write_places(int name, const Places& places, std::size_t joins) {
        write_bytes(name, pack_places(places, joins));
    }
    void write_level(int first, const LevelEntries& level) {
        std::vector<std::uint8_t> by;
        std::vector<std::uint8_t> verdict;
        std::vector<std::uint32_t> index;
        for (const LevelEntry& entry : level.entries) {
            by.push_back(entry.by);
            verdict.push_back(entry.verdict);
            index.push_back(entry.index);
        }
        write(first + kEntry, level.entry);
        write(first + kEntryBy, by);
        write(first + kEntryVerdict, verdict);
        write(first + kEntryIndex, index);
    }

  private:
    void write_bytes(int name, const std::string& bytes) {
        write_.with(guild_, number_, name, Bytes{bytes}).run();
    }

    GuildId guild_;
    std::int64_t number_;
    Query write_;
};

void write_stays(ColumnWriter& to, const GatheredVectors& from, std::size_t joins) {
    to.write_places(kLeavers, from.leavers, joins);
    to.write(kLeftLeast, from.left_least);
    to.write(kLeftSpread, spread(from.left_least, from.left_most));
    to.write(kStayedLeast, from.stayed_least);
    to.write(kStayedSpread, spread(from.stayed_least, from.stayed_most));
}

void write_answers(ColumnWriter& to,
                   const GatheredVectors& gathered,
                   const JoinColumnVectors& from) {
    to.write_level(kCodeLevel, gathered.code);
    to.write_level(kInviterLevel, gathered.inviter);
    to.write_level(kSourceLevel, gathered.source);
    to.write_places(kUncertain, gathered.candidates.places, from.size());
    to.write(kCandidateCount, gathered.candidates.counts);
    to.write(kCandidateKind, from.candidate_kind);
    to.write(kCandidateCode, from.candidate_code);
    to.write(kCandidateInviter, from.candidate_inviter);
    to.write(kCandidateSource, from.candidate_source);
    to.write(kCandidateP, from.candidate_p);
}

}  // namespace

std::vector<Segment> segments(sql::Connection& connection, GuildId guild) {
    const auto rules = totals_rules(connection, guild);
    Query all(connection,
              "SELECT number, joins, first_joined, last_joined, last_left, leaves_changed,"
              " answers_changed FROM segment WHERE guild_id = $guild ORDER BY number",
              {"guild"});
    std::vector<Segment> found;
    for (all.with(guild); all.next();) {
        found.push_back({.first = all.get<JoinId>(0),
                         .bounds = {.joins = all.get<std::size_t>(1),
                                    .first_joined = all.get<Tick>(2),
                                    .last_joined = all.get<Tick>(3),
                                    .last_left = all.get<Tick>(4)},
                         .leaves_changed = all.get<std::int64_t>(5),
                         .answers_changed = all.get<std::int64_t>(6)});
        if (found.back().full()) {
            found.back().bounds.totals = rules;
        }
    }
    return found;
}

void write_segment(sql::Connection& connection, GuildId guild, const Segment& segment) {
    Query(connection,
          "INSERT INTO segment (guild_id, number, joins, first_joined, last_joined, last_left,"
          " leaves_changed, answers_changed) VALUES ($guild, $number, $joins, $first_joined,"
          " $last_joined, $last_left, $leaves, $answers) ON CONFLICT (guild_id, number)"
          " DO UPDATE SET joins = excluded.joins, first_joined = excluded.first_joined,"
          " last_joined = excluded.last_joined, last_left = excluded.last_left,"
          " leaves_changed = excluded.leaves_changed,"
          " answers_changed = excluded.answers_changed",
          {"guild",
           "number",
           "joins",
           "first_joined",
           "last_joined",
           "last_left",
           "leaves",
           "answers"})
        .with(guild,
              segment.first,
              segment.bounds.joins,
              segment.bounds.first_joined,
              segment.bounds.last_joined,
              segment.bounds.last_left,
              segment.leaves_changed,
              segment.answers_changed)
        .run();
}

void remove_segment(sql::Connection& connection, GuildId guild, const Segment& segment) {
    for (const std::string_view deletion :
         {"DELETE FROM segment_column WHERE guild_id = $guild AND number = $number",
          "DELETE FROM segment_total WHERE guild_id = $guild AND number = $number",
          "DELETE FROM segment WHERE guild_id = $guild AND number = $number"}) {
        Query(connection, deletion, {"guild", "number"}).with(guild, segment.first).run();
    }
    forget_changed_leaves(connection, guild, segment);
    forget_changed_answers(connection, guild, segment);
}

SegmentIndex::SegmentIndex(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT number, number + joins - 1 FROM segment WHERE guild_id = $guild"
              " ORDER BY number",
              {"guild"});
    for (all.with(guild); all.next();) {
        ranges_.emplace_back(all.get<JoinId>(0), all.get<JoinId>(1));
    }
}

std::optional<JoinId> SegmentIndex::of(JoinId join) const {
    const auto next =
        std::ranges::upper_bound(ranges_, join, {}, [](const auto& range) { return range.first; });
    if (next == ranges_.begin() || std::prev(next)->second < join) {
        return {};
    }
    return std::prev(next)->first;
}

SegmentReader::SegmentReader(sql::Connection& connection, GuildId guild)
    : guild_(guild),
      find_(connection,
            "SELECT bytes FROM segment_column"
            " WHERE guild_id = $guild AND number = $number AND name = $name",
            {"guild", "number", "name"}) {}

std::string_view SegmentReader::column(const Segment& segment, int name) {
    if (!find_.with(guild_, segment.first, name).next()) {
        throw Error(ErrorCode::damaged_database, "a segment of joins lacks a column");
    }
    return find_.bytes(0);
}

bool SegmentReader::any_left(const Segment& segment,
                             std::span<const analytics::ChangedStay> among) {
    const std::string_view leavers = column(segment, kLeavers);
    return std::ranges::any_of(among, [&](const analytics::ChangedStay& change) {
        return has_place(leavers, segment.bounds.joins, change.place);
    });
}

void SegmentReader::read(const Segment& segment, Parts parts, JoinColumnVectors& into) {
    const std::size_t joins = segment.bounds.joins;
    into.bounds = segment.bounds;
    into.is_gathered = parts.has(Part::gathered);
    const auto take = [&](Part part, int name, auto& target) {
        if (parts.has(part)) {
            unpack(column(segment, name), joins, target);
        }
    };
    take(Part::joined, kJoined, into.joined);
    take(Part::user, kUser, into.user);
    take(Part::flags, kFlags, into.flags);
    read_stays(segment, parts, into.gathered);
    read_levels(segment, parts, into.gathered);
    if (parts.has(Part::candidates)) {
        read_candidates(segment, parts, into);
    }
    if (!into.is_gathered) {
        into.spread_out(parts);
    }
}

void SegmentReader::read_stays(const Segment& segment, Parts parts, GatheredVectors& into) {
    if (!parts.has(Part::left) && !parts.has(Part::stayed)) {
        return;
    }
    unpack_places(column(segment, kLeavers), segment.bounds.joins, into.leavers);
    const auto read_bounds = [&](int least_name, int spread_name, auto& least, auto& most) {
        unpack(column(segment, least_name), into.leavers.size(), least);
        unpack(column(segment, spread_name), into.leavers.size(), most);
        add_to(least, most);
    };
    if (parts.has(Part::left)) {
        read_bounds(kLeftLeast, kLeftSpread, into.left_least, into.left_most);
    }
    if (parts.has(Part::stayed)) {
        read_bounds(kStayedLeast, kStayedSpread, into.stayed_least, into.stayed_most);
    }
}

// Which way somebody came stands in every level; the sources have the fewest entries.
void SegmentReader::read_levels(const Segment& segment, Parts parts, GatheredVectors& into) {
    const bool any = parts.has(Part::code) || parts.has(Part::inviter) || parts.has(Part::source);
    if (parts.has(Part::code)) {
        read_level(segment, kCodeLevel, into.code);
    }
    if (parts.has(Part::inviter)) {
        read_level(segment, kInviterLevel, into.inviter);
    }
    if (parts.has(Part::source) || (parts.has(Part::by) && !any)) {
        read_level(segment, kSourceLevel, into.source);
    }
}

void SegmentReader::read_level(const Segment& segment, int first, LevelEntries& level) {
    unpack(column(segment, first + kEntry), segment.bounds.joins, level.entry);
    const auto last = std::ranges::max_element(level.entry);
    const std::size_t entries = last == level.entry.end() ? 0 : *last + std::size_t{1};
    unpack(column(segment, first + kEntryBy), entries, by_);
    unpack(column(segment, first + kEntryVerdict), entries, verdict_);
    unpack(column(segment, first + kEntryIndex), entries, index_);
    level.entries.clear();
    for (std::size_t i = 0; i < entries; ++i) {
        level.entries.push_back({known_kind(by_[i]), verdict_[i], index_[i]});
    }
}

void SegmentReader::read_candidates(const Segment& segment, Parts parts, JoinColumnVectors& into) {
    analytics::CandidateCounts& of = into.gathered.candidates;
    unpack_places(column(segment, kUncertain), segment.bounds.joins, of.places);
    unpack(column(segment, kCandidateCount), of.places.size(), of.counts);
    into.gathered.candidate_offset = analytics::offsets(of.counts);
    const std::size_t candidates = into.gathered.candidate_offset.back();
    if (std::accumulate(of.counts.begin(), of.counts.end(), std::uint64_t{0}) != candidates) {
        throw Error(ErrorCode::damaged_database,
                    "a segment of joins counts more candidates than there can be");
    }
    unpack(column(segment, kCandidateKind), candidates, into.candidate_kind);
    std::ranges::for_each(into.candidate_kind, known_kind);
    unpack(column(segment, kCandidateP), candidates, into.candidate_p);
    if (parts.has(Part::code)) {
        unpack(column(segment, kCandidateCode), candidates, into.candidate_code);
    }
    if (parts.has(Part::inviter)) {
        unpack(column(segment, kCandidateInviter), candidates, into.candidate_inviter);
    }
    if (parts.has(Part::source)) {
        unpack(column(segment, kCandidateSource), candidates, into.candidate_source);
    }
}

void write_columns(sql::Connection& connection,
                   GuildId guild,
                   JoinId first,
                   Parts parts,
                   const JoinColumnVectors& from,
                   const analytics::OutcomeTicks& rules) {
    ColumnWriter to(connection, guild, first);
    if (parts.has(Part::joined)) {
        to.write(kJoined, from.joined);
    }
    if (parts.has(Part::user)) {
        to.write(kUser, from.user);
    }
    if (parts.has(Part::flags)) {
        to.write(kFlags, from.flags);
    }
    const GatheredVectors made = from.is_gathered ? GatheredVectors{} : from.gather(Parts::all());
    const GatheredVectors& gathered = from.is_gathered ? from.gathered : made;
    if (parts.has(Part::left)) {
        write_stays(to, gathered, from.size());
    }
    if (parts.has(Part::source)) {
        write_answers(to, gathered, from);
    }
    if (from.size() == kSegmentJoins) {
        write_totals(connection, guild, first, from.view(kTotalsParts, gathered), rules);
    }
}

}  // namespace invitectl::store
