#include "invitectl/store/join_segments.hpp"

#include "store/join_rows.hpp"
#include "store/segment_loader.hpp"
#include "store/segment_words.hpp"

#include <algorithm>
#include <charconv>

namespace invitectl::store {
namespace {

using analytics::JoinColumns;
using analytics::JoinColumnVectors;

std::string exact(double value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

std::string number(std::uint32_t value) {
    return value == analytics::kNoIndex ? "-" : std::to_string(value);
}

std::string way_text(std::uint8_t kind,
                     std::uint32_t code,
                     std::uint32_t inviter,
                     std::uint32_t source) {
    return std::to_string(kind) + "/" + number(code) + "/" + number(inviter) + "/" + number(source);
}

// Everything the columns hold of one join, in numbers.
std::string described(const JoinColumns& of, std::size_t i) {
    std::string text = "joined=" + number(of.joined[i]) + " left=" + number(of.left_least[i]) +
                       ".." + number(of.left_most[i]) + " stayed=" + number(of.stayed_least[i]) +
                       ".." + number(of.stayed_most[i]) + " user=" + std::to_string(of.user[i]) +
                       " flags=" + std::to_string(of.flags[i]) +
                       " verdicts=" + std::to_string(of.code_verdict[i]) +
                       std::to_string(of.inviter_verdict[i]) +
                       std::to_string(of.source_verdict[i]) +
                       " way=" + way_text(of.by[i], of.code[i], of.inviter[i], of.source[i]);
    const auto& all = of.candidates;
    for (std::size_t c = of.candidate_offset[i]; c < of.candidate_offset[i + 1]; ++c) {
        text += " " + way_text(all.kind[c], all.code[c], all.inviter[c], all.source[c]) + "=" +
                exact(all.p[c]);
    }
    return text;
}

// The joins of a segment as their rows give them.
JoinColumnVectors from_rows(sql::Connection& connection,
                            GuildId guild,
                            const Segment& segment,
                            JoinDictionaries& names) {
    JoinColumnVectors rows;
    each_join_row(connection, guild, segment.first, segment.last(), names, [&](const JoinRow& row) {
        while (segment.first + static_cast<JoinId>(rows.size()) < row.join) {
            rows.add_nobody();
        }
        rows.add(row.entry, row.candidates);
    });
    while (rows.size() < segment.bounds.joins) {
        rows.add_nobody();
    }
    return rows;
}

std::string described(const analytics::EntryTotals& of) {
    std::string text = "by=" + std::to_string(of.entry.by) +
                       " verdict=" + std::to_string(of.entry.verdict) +
                       " index=" + number(of.entry.index) + " rejoin=" + std::to_string(of.rejoin) +
                       " weighed=" + std::to_string(of.weighed) + " outcomes=";
    for (const std::uint32_t joins : of.by_outcome) {
        text += std::to_string(joins) + " ";
    }
    return text;
}
std::string described(const analytics::WayTotals& of) {
    return "kind=" + std::to_string(of.kind) + " index=" + number(of.index) +
           " rejoin=" + std::to_string(of.rejoin) + " expected=" + std::to_string(of.expected) +
           " variance=" + std::to_string(of.variance);
}

// The first thing in which totals are not like others.
std::string first_unlike(const analytics::LevelTotals& of, const analytics::LevelTotals& others) {
    const auto find = [](const auto& items, const auto& other_items) {
        const auto [mine, other] = std::ranges::mismatch(items, other_items);
        return mine == items.end() ? std::string() : described(*mine);
    };
    const std::string entry = find(of.entries, others.entries);
    return entry.empty() ? find(of.ways, others.ways) : entry;
}

// Totals against the columns beside them, which the joins are compared with.
void check_totals(sql::Connection& connection,
                  GuildId guild,
                  const Segment& segment,
                  std::size_t limit,
                  std::vector<Difference>& differences) {
    if (!segment.bounds.totals) {
        return;
    }
    JoinColumnVectors columns;
    SegmentReader(connection, guild)
        .read(segment, kTotalsParts | analytics::Parts{analytics::Part::gathered}, columns);
    TotalsReader reader(connection, guild);
    for (const auto level : {analytics::TotalsLevel::inviter, analytics::TotalsLevel::source}) {
        analytics::LevelTotals stored;
        reader.read(segment.first, level, stored);
        const auto counted =
            analytics::totals_of(level, columns.view(kTotalsParts), *segment.bounds.totals);
        if (stored != counted && differences.size() < limit) {
            differences.push_back({"segment",
                                   "totals=" + std::to_string(segment.first) + "/" +
                                       std::to_string(static_cast<int>(level)),
                                   first_unlike(stored, counted),
                                   first_unlike(counted, stored)});
        }
    }
}

}  // namespace

std::vector<Difference> check_segments(sql::Connection& connection, GuildId guild, int limit) {
    std::vector<Difference> differences;
    JoinDictionaries names = load_dictionaries(connection, guild);
    SegmentLoader loader(connection, guild, names);
    for (const Segment& segment : segments(connection, guild)) {
        const JoinColumnVectors rows = from_rows(connection, guild, segment, names);
        const JoinColumns stored = loader.load(segment, analytics::Parts::all()).view();
        const JoinColumns rebuilt = rows.view();
        for (std::size_t i = 0; i < stored.size(); ++i) {
            if (differences.size() >= static_cast<std::size_t>(limit)) {
                return differences;
            }
            const std::string left = described(stored, i);
            const std::string right = described(rebuilt, i);
            if (left != right) {
                const JoinId join = segment.first + static_cast<JoinId>(i);
                differences.push_back({"segment", "join=" + std::to_string(join), left, right});
            }
        }
        check_totals(connection, guild, segment, static_cast<std::size_t>(limit), differences);
    }
    return differences;
}

}  // namespace invitectl::store
