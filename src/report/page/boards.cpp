// Who brings people that stay; and which sources are many, which are good.
#include "invitectl/report/charts.hpp"
#include "invitectl/report/leaderboard.hpp"

#include "chapters.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace invitectl::report {
namespace {

using analytics::Board;
using analytics::BoardRow;
using analytics::RowKind;

std::string inviter_name(const BoardRow& row, const Overview& overview) {
    return row.key.kind == RowKind::group
               ? person_text(overview.dictionaries.inviters[static_cast<std::size_t>(row.key.id)],
                             overview.names)
               : special_name(row.key);
}

std::string leaders_words(const Overview& overview) {
    const Board& board = overview.inviters;
    if (board.groups.empty()) {
        return "Nobody is credited with a join in this time.";
    }
    const BoardRow& first = board.groups.front();
    return std::to_string(board.groups_in_all) +
           (board.groups_in_all == 1 ? " inviter" : " inviters") +
           ". In front: " + inviter_name(first, overview) + " with " +
           std::to_string(first.tally.of(Outcome::retained)) + " retained of " +
           joins_words(first.tally.joins) + ".";
}

// The share kept, as a Wilson score interval of 95 % (Wilson 1927).
struct Kept {
    double share = 0;
    double low = 0;
    double high = 1;
};

Kept kept_of(const analytics::Tally& tally) {
    constexpr double kZ = 1.959963985;
    const auto n = static_cast<double>(tally.decided());
    if (n == 0) {
        return {};
    }
    const double p = static_cast<double>(tally.of(Outcome::retained)) / n;
    const double centre = (p + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
    const double half = kZ / (1 + kZ * kZ / n) * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
    return {p, std::max(centre - half, 0.0), std::min(centre + half, 1.0)};
}

// Powers of ten from 1 to the first at or above `most`, on a logarithmic axis.
struct CountAxis {
    double decades;

    explicit CountAxis(std::int64_t most)
        : decades(std::max(
              1.0, std::ceil(std::log10(static_cast<double>(std::max<std::int64_t>(most, 2)))))) {}
    double at(std::int64_t count) const {
        return std::log10(static_cast<double>(std::max<std::int64_t>(count, 1))) / decades;
    }
    std::vector<Tick> ticks() const {
        std::vector<Tick> ticks;
        for (int power = 0; power <= static_cast<int>(decades); ++power) {
            ticks.push_back(
                {power / decades, "1" + std::string(static_cast<std::size_t>(power), '0')});
        }
        return ticks;
    }
};

std::vector<Tick> percent_ticks() {
    return {{0, "0 %"}, {0.25, "25 %"}, {0.5, "50 %"}, {0.75, "75 %"}, {1, "100 %"}};
}

std::vector<const BoardRow*> rows_with_joins(const Board& board) {
    std::vector<const BoardRow*> rows;
    for (const std::vector<BoardRow>* part : {&board.groups, &board.specials}) {
        for (const BoardRow& row : *part) {
            if (row.tally.joins > 0) {
                rows.push_back(&row);
            }
        }
    }
    return rows;
}

Scatter source_scatter(const Overview& overview) {
    const auto rows = rows_with_joins(overview.sources);
    std::int64_t most = 0;
    for (const BoardRow* row : rows) {
        most = std::max(most, row->tally.joins);
    }
    const CountAxis axis(most);
    Scatter shape;
    shape.x_title = "joins";
    shape.y_title = "share kept";
    shape.x_ticks = axis.ticks();
    shape.y_ticks = percent_ticks();
    shape.named = true;
    for (const BoardRow* row : rows) {
        if (row->tally.decided() == 0) {
            continue;
        }
        const Kept kept = kept_of(row->tally);
        shape.points.push_back({axis.at(row->tally.joins),
                                kept.share,
                                kept.low,
                                kept.high,
                                static_cast<double>(row->tally.joins) / static_cast<double>(most),
                                row->tally.decided() < kSmallN,
                                source_name(row->key, overview.dictionaries)});
    }
    return shape;
}

std::string sources_words(const Overview& overview) {
    const BoardRow* best = nullptr;
    for (const BoardRow& row : overview.sources.groups) {
        const bool better = best == nullptr || kept_of(row.tally).low > kept_of(best->tally).low;
        if (row.tally.decided() >= kSmallN && better) {
            best = &row;
        }
    }
    if (best == nullptr) {
        return "No source has enough joins whose fate is known.";
    }
    return "Surest to keep its people: " + source_name(best->key, overview.dictionaries) + ", " +
           share_words(best->tally.of(Outcome::retained), best->tally.decided()) + " of " +
           std::to_string(best->tally.decided()) + ".";
}

}  // namespace

Chapter inviters_chapter(const Overview& overview) {
    const LeaderboardInput input{overview.inviters, overview.dictionaries, overview.names};
    return {"inviters",
            "Who brings people",
            "Who brings people that stay?",
            leaders_words(overview),
            board_bars(input),
            {leaderboard(input)}};
}

Chapter sources_chapter(const Overview& overview) {
    Table table = leaderboard({overview.sources, overview.dictionaries, overview.names});
    table.notes.insert(table.notes.begin(),
                       "The bars are Wilson score intervals of 95 %. Sources with fewer than " +
                           std::to_string(kSmallN) + " joins whose fate is known are grey.");
    return {"sources",
            "Quantity and quality",
            "Which sources bring many, and which bring people that stay?",
            sources_words(overview),
            source_scatter(overview),
            {std::move(table)}};
}

}  // namespace invitectl::report
