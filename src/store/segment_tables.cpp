#include "store/segment_tables.hpp"

#include "store/segment_codec.hpp"

namespace invitectl::store {
namespace {

using analytics::JoinColumnVectors;
using analytics::Part;
using analytics::Parts;
using analytics::Tick;

// The numbers of columns in the table; never given to another.
enum ColumnName : int {
    kJoined = 0,
    kLeftLeast = 1,
    kLeftSpread = 2,  // left_most less left_least: short where polls are frequent
    kStayedLeast = 3,
    kStayedSpread = 4,
    kUser = 5,
    kFlags = 6,
    kBy = 7,
    kCodeVerdict = 8,
    kCode = 9,
    kInviterVerdict = 10,
    kInviter = 11,
    kSourceVerdict = 12,
    kSource = 13,
    kCandidateCount = 14,
    kCandidateKind = 15,
    kCandidateCode = 16,
    kCandidateInviter = 17,
    kCandidateSource = 18,
    kCandidateP = 19,
};

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
        const std::string bytes = pack(std::span<const Value>(column));
        write_.with(guild_, number_, name, Bytes{bytes}).run();
    }

  private:
    GuildId guild_;
    std::int64_t number_;
    Query write_;
};

std::vector<std::uint32_t> candidate_counts(const JoinColumnVectors& from) {
    std::vector<std::uint32_t> counts(from.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        counts[i] = from.candidate_offset[i + 1] - from.candidate_offset[i];
    }
    return counts;
}

void write_candidates(ColumnWriter& to, const JoinColumnVectors& from) {
    to.write(kCandidateCount, candidate_counts(from));
    to.write(kCandidateKind, from.candidate_kind);
    to.write(kCandidateCode, from.candidate_code);
    to.write(kCandidateInviter, from.candidate_inviter);
    to.write(kCandidateSource, from.candidate_source);
    to.write(kCandidateP, from.candidate_p);
}

}  // namespace

std::vector<Segment> segments(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT number, joins, first_joined, last_joined, last_left, leaves_changed,"
              " answers_changed FROM segment WHERE guild_id = $guild ORDER BY number",
              {"guild"});
    std::vector<Segment> found;
    for (all.with(guild); all.next();) {
        found.push_back({.number = all.get<std::int64_t>(0),
                         .bounds = {.joins = all.get<std::size_t>(1),
                                    .first_joined = all.get<Tick>(2),
                                    .last_joined = all.get<Tick>(3),
                                    .last_left = all.get<Tick>(4)},
                         .leaves_changed = all.get<std::int64_t>(5),
                         .answers_changed = all.get<std::int64_t>(6)});
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
              segment.number,
              segment.bounds.joins,
              segment.bounds.first_joined,
              segment.bounds.last_joined,
              segment.bounds.last_left,
              segment.leaves_changed,
              segment.answers_changed)
        .run();
}

SegmentReader::SegmentReader(sql::Connection& connection, GuildId guild)
    : guild_(guild),
      find_(connection,
            "SELECT bytes FROM segment_column"
            " WHERE guild_id = $guild AND number = $number AND name = $name",
            {"guild", "number", "name"}) {}

std::string_view SegmentReader::column(const Segment& segment, int name) {
    if (!find_.with(guild_, segment.number, name).next()) {
        throw Error(ErrorCode::damaged_database, "a segment of joins lacks a column");
    }
    return find_.bytes(0);
}

void SegmentReader::read(const Segment& segment, Parts parts, JoinColumnVectors& into) {
    const std::size_t joins = segment.bounds.joins;
    into.bounds = segment.bounds;
    const auto take = [&](Part part, int name, auto& target) {
        if (parts.has(part)) {
            unpack(column(segment, name), joins, target);
        }
    };
    take(Part::joined, kJoined, into.joined);
    take(Part::user, kUser, into.user);
    take(Part::flags, kFlags, into.flags);
    take(Part::by, kBy, into.by);
    take(Part::code, kCodeVerdict, into.code_verdict);
    take(Part::code, kCode, into.code);
    take(Part::inviter, kInviterVerdict, into.inviter_verdict);
    take(Part::inviter, kInviter, into.inviter);
    take(Part::source, kSourceVerdict, into.source_verdict);
    take(Part::source, kSource, into.source);
    take(Part::left, kLeftLeast, into.left_least);
    take(Part::left, kLeftSpread, into.left_most);
    take(Part::stayed, kStayedLeast, into.stayed_least);
    take(Part::stayed, kStayedSpread, into.stayed_most);
    if (parts.has(Part::left)) {
        add_to(into.left_least, into.left_most);
    }
    if (parts.has(Part::stayed)) {
        add_to(into.stayed_least, into.stayed_most);
    }
    if (parts.has(Part::candidates)) {
        read_candidates(segment, parts, into);
    }
}

void SegmentReader::read_candidates(const Segment& segment, Parts parts, JoinColumnVectors& into) {
    unpack(column(segment, kCandidateCount), segment.bounds.joins, counts_);
    into.candidate_offset.resize(counts_.size() + 1);
    into.candidate_offset[0] = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        into.candidate_offset[i + 1] = into.candidate_offset[i] + counts_[i];
    }
    const std::size_t candidates = into.candidate_offset.back();
    unpack(column(segment, kCandidateKind), candidates, into.candidate_kind);
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
                   std::int64_t number,
                   Parts parts,
                   const JoinColumnVectors& from) {
    ColumnWriter to(connection, guild, number);
    const auto put = [&](Part part, int name, const auto& column) {
        if (parts.has(part)) {
            to.write(name, column);
        }
    };
    put(Part::joined, kJoined, from.joined);
    put(Part::user, kUser, from.user);
    put(Part::flags, kFlags, from.flags);
    put(Part::by, kBy, from.by);
    put(Part::code, kCodeVerdict, from.code_verdict);
    put(Part::code, kCode, from.code);
    put(Part::inviter, kInviterVerdict, from.inviter_verdict);
    put(Part::inviter, kInviter, from.inviter);
    put(Part::source, kSourceVerdict, from.source_verdict);
    put(Part::source, kSource, from.source);
    if (parts.has(Part::left)) {
        to.write(kLeftLeast, from.left_least);
        to.write(kLeftSpread, spread(from.left_least, from.left_most));
    }
    if (parts.has(Part::stayed)) {
        to.write(kStayedLeast, from.stayed_least);
        to.write(kStayedSpread, spread(from.stayed_least, from.stayed_most));
    }
    if (parts.has(Part::candidates)) {
        write_candidates(to, from);
    }
}

}  // namespace invitectl::store
