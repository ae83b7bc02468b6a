#include "cost_columns.hpp"

#include "invitectl/analytics/proportion.hpp"

namespace invitectl::report {
namespace {

// Fewer joins whose fate is known say nothing about what a kept member costs.
constexpr std::int64_t kEnough = 5;
constexpr double kHundred = 100;

// Spread over so many people; nothing where there is none.
Cell per(double amount, double people) {
    return people > 0 ? Cell{amount / people} : Cell{};
}

}  // namespace

std::vector<Column> cost_columns() {
    return {
        column("cost", "cost", Type::real, "what was spent on the source in this time"),
        column("cost_per_join", "per join", Type::real, "the cost for each of its joins"),
        column("cost_per_kept",
               "per kept",
               Type::real,
               "the cost for each member who stays: the cost per join by the kept share; empty "
               "while the fate of fewer than " +
                   std::to_string(kEnough) + " joins is known"),
        column("cost_per_kept_low",
               "from",
               Type::real,
               "lower end of its 95 % interval, by that of the share (Wilson)",
               Room::if_there),
        column("cost_per_kept_high",
               "to",
               Type::real,
               "upper end of its 95 % interval; empty where all may leave",
               Room::if_there),
    };
}

void append_cost_cells(const std::optional<std::int64_t>& spent,
                       const analytics::Tally& tally,
                       std::vector<Cell>& cells) {
    if (!spent) {
        cells.resize(cells.size() + cost_columns().size());
        return;
    }
    const double amount = static_cast<double>(*spent) / kHundred;
    const auto joins = static_cast<double>(tally.joins);
    const auto decided = static_cast<double>(tally.decided());
    const auto kept = static_cast<double>(tally.of(Outcome::retained));
    cells.emplace_back(amount);
    cells.push_back(per(amount, joins));
    if (tally.decided() < kEnough) {
        cells.resize(cells.size() + 3);
        return;
    }
    const analytics::Interval share = analytics::wilson(kept, decided);
    cells.push_back(per(amount, joins * kept / decided));
    cells.push_back(per(amount, joins * share.high));
    cells.push_back(per(amount, joins * share.low));
}

std::string cost_note() {
    return "per kept: the cost per join by the kept share, with its 95 % interval. Not enough data "
           "yet where it is empty: the fate of fewer than " +
           std::to_string(kEnough) + " joins is known.";
}

}  // namespace invitectl::report
