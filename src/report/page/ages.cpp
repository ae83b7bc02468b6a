// Was that a raid: the ages of accounts when they joined, and bursts by one code.
#include "chapters.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::report {
namespace {

using analytics::AccountAges;
using analytics::Burst;

std::vector<Tick> age_ticks() {
    using std::chrono::days;
    using std::chrono::hours;
    return {{analytics::age_position(hours{1}), "1 hour"},
            {analytics::age_position(days{1}), "1 day"},
            {analytics::age_position(days{7}), "1 week"},
            {analytics::age_position(days{30}), "1 month"},
            {analytics::age_position(days{365}), "1 year"},
            {analytics::age_position(days{1826}), "5 years"}};
}

std::vector<Tick> time_ticks(const Overview& overview) {
    constexpr std::size_t kMost = 7;
    std::vector<Tick> ticks;
    const std::size_t step = overview.buckets.size() / kMost + 1;
    for (std::size_t i = 0; i < overview.buckets.size(); i += step) {
        const double at =
            static_cast<double>((overview.buckets.starts[i] - overview.span.from).count()) /
            static_cast<double>((overview.span.until - overview.span.from).count());
        if (at >= 0) {
            ticks.push_back({at, overview.buckets.labels[i]});
        }
    }
    return ticks;
}

double along(Instant t, const TimeRange& span) {
    return std::clamp(static_cast<double>((t - span.from).count()) /
                          static_cast<double>((span.until - span.from).count()),
                      0.0,
                      1.0);
}

std::string code_text(std::uint32_t code, const Overview& overview) {
    return overview.dictionaries.codes[code].code.text();
}

Scatter age_cloud(const Overview& overview) {
    const AccountAges& ages = overview.ages;
    std::int64_t most = 1;
    for (const analytics::AgeCell& cell : ages.cells) {
        most = std::max(most, cell.joins);
    }
    Scatter shape;
    shape.x_title = "time";
    shape.y_title = "age of the account";
    shape.x_ticks = time_ticks(overview);
    shape.y_ticks = age_ticks();
    for (const analytics::AgeCell& cell : ages.cells) {
        const double x = (static_cast<double>(cell.slice) + 0.5) / analytics::kTimeSlices;
        const double y = (static_cast<double>(cell.age) + 0.5) / analytics::kAgeRanges;
        const double weight =
            most == 1 ? 0 : static_cast<double>(cell.joins - 1) / static_cast<double>(most - 1);
        shape.points.push_back(
            {x, y, y, y, weight, false, cell.joins > 1 ? joins_words(cell.joins) : ""});
    }
    for (const Burst& burst : ages.bursts) {
        shape.boxes.push_back(
            {along(burst.from, ages.span),
             along(burst.until, ages.span),
             joins_words(burst.joins) + " by " + code_text(burst.code, overview)});
    }
    return shape;
}

Table burst_table(const Overview& overview) {
    Table table;
    table.name = "bursts";
    table.columns = {
        column("from", "from", Type::instant, "the first join of the burst"),
        column("until", "until", Type::instant, "its last join"),
        column("code", "code", Type::text, "the code all of them came by"),
        column("joins", "joins", Type::integer, "joins of the burst"),
    };
    std::vector<Row> rows;
    for (const Burst& burst : overview.ages.bursts) {
        rows.push_back({{burst.from, burst.until, code_text(burst.code, overview), burst.joins}});
    }
    const analytics::BurstRules rules;
    table.rows = rows_of(std::move(rows));
    table.notes = {"A burst: " + std::to_string(rules.joins) +
                   " or more joins by one code within 5 minutes. Only joins whose code is likely "
                   "or better are counted. A point may stand for several joins."};
    return table;
}

std::string age_words(const AccountAges& ages) {
    return "Of " + joins_words(ages.joins) + ", " + std::to_string(ages.under_a_week) +
           " by accounts under a week old, " + std::to_string(ages.under_a_day) +
           " of them under a day; " + std::to_string(ages.bursts.size()) +
           (ages.bursts.size() == 1 ? " burst." : " bursts.");
}

}  // namespace

Chapter ages_chapter(const Overview& overview) {
    return {"ages",
            "Young accounts and bursts",
            "Was that a raid?",
            age_words(overview.ages),
            age_cloud(overview),
            burst_table(overview)};
}

}  // namespace invitectl::report
