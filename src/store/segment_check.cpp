#include "invitectl/store/join_segments.hpp"

#include "store/join_rows.hpp"
#include "store/segment_loader.hpp"
#include "store/segment_words.hpp"

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

// Totals against the columns beside them, which the joins are compared with.
void check_totals(sql::Connection& connection,
                  GuildId guild,
                  const Segment& segment,
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
        if (stored != counted) {
            differences.push_back({"segment",
                                   "totals=" + std::to_string(segment.first) + "/" +
                                       std::to_string(static_cast<int>(level)),
                                   std::to_string(stored.entries.size()) + " entries",
                                   std::to_string(counted.entries.size()) + " entries"});
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
        check_totals(connection, guild, segment, differences);
    }
    return differences;
}

}  // namespace invitectl::store
