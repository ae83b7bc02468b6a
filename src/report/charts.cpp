#include "invitectl/report/charts.hpp"

#include "group_names.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace invitectl::report {
namespace {

using analytics::BoardRow;
using analytics::Retained;
using analytics::RetentionRow;
using analytics::RowKind;

constexpr std::array kParts = {
    Outcome::retained, Outcome::left, Outcome::fake, Outcome::young, Outcome::unsure};

SplitBars empty_bars() {
    SplitBars bars;
    bars.unit = "joins";
    for (const Outcome outcome : kParts) {
        bars.parts.emplace_back(to_text(outcome));
    }
    return bars;
}

SplitBars::Bar bar_of(const analytics::Tally& tally, std::string name, bool special) {
    SplitBars::Bar bar{std::move(name), {}, special};
    for (const Outcome outcome : kParts) {
        bar.values.push_back(static_cast<double>(tally.of(outcome)));
    }
    return bar;
}

std::string name_of(const analytics::RowKey& key,
                    analytics::Axis axis,
                    const analytics::Dictionaries& dictionaries,
                    const Names& names) {
    return std::get<std::string>(naming_cells(key, axis, dictionaries, names).front());
}

void add_bars(const std::vector<BoardRow>& rows, const LeaderboardInput& input, SplitBars& bars) {
    for (const BoardRow& row : rows) {
        if (row.tally.joins > 0) {
            bars.bars.push_back(
                bar_of(row.tally,
                       name_of(row.key, input.board.rules.axis, input.dictionaries, input.names),
                       row.key.kind != RowKind::group));
        }
    }
}

std::string percent(double share) {
    return std::to_string(std::lround(100 * share)) + "%";
}

HeatGrid::Cell cell_of(const Retained& at, int day, std::int64_t min_joins) {
    HeatGrid::Cell cell;
    const auto share = at.share();
    const std::string when = "day " + std::to_string(day);
    if (!share || at.decided() <= 0) {
        cell.state = HeatGrid::State::unfinished;
        cell.hint = when + ": nobody has got so far";
        return cell;
    }
    const bool few = at.decided() < static_cast<double>(min_joins);
    cell.state = few ? HeatGrid::State::small : HeatGrid::State::plain;
    cell.value = *share;
    // Some of the row have not reached that day: what is known is not all there will be.
    cell.part = !at.finished;
    cell.text = percent(*share) + (at.finished ? "" : "*");
    cell.hint = when + ": " + percent(*share) + " of " + std::to_string(std::lround(at.decided())) +
                (at.finished ? "" : "; not all have reached it");
    return cell;
}

std::string row_name(const RetentionRow& row, const RetentionInput& input) {
    const analytics::RetentionRules& rules = input.retention.rules;
    std::string name =
        rules.axis ? name_of(row.key, *rules.axis, input.dictionaries, input.names) : std::string();
    if (row.cohort) {
        name += (name.empty() ? "" : " ") + cohort_text(*row.cohort, *rules.cohort);
    }
    return name.empty() ? "all joins" : name;
}

}  // namespace

SplitBars board_bars(const LeaderboardInput& input) {
    SplitBars bars = empty_bars();
    add_bars(input.board.groups, input, bars);
    add_bars(input.board.specials, input, bars);
    return bars;
}

SplitBars stats_bars(const std::vector<analytics::StatsRow>& rows) {
    SplitBars bars = empty_bars();
    for (const analytics::StatsRow& row : rows) {
        bars.bars.push_back(bar_of(row.tally, row.bucket, false));
    }
    return bars;
}

HeatGrid retention_grid(const RetentionInput& input) {
    HeatGrid grid;
    grid.roomy = true;
    for (const int day : input.retention.rules.days) {
        grid.columns.push_back("day " + std::to_string(day));
    }
    std::size_t shown = 0;
    for (const RetentionRow& row : input.retention.rows) {
        if (input.limit > 0 && ++shown > input.limit) {
            break;
        }
        HeatGrid::Row line{
            row_name(row, input), "n = " + std::to_string(std::lround(row.joins)), {}};
        for (std::size_t i = 0; i < row.at.size(); ++i) {
            line.cells.push_back(
                cell_of(row.at[i], input.retention.rules.days[i], input.min_joins));
        }
        grid.rows.push_back(std::move(line));
    }
    return grid;
}

}  // namespace invitectl::report
