// Was that a raid: the ages of accounts when they joined, and bursts by one code.
#include "invitectl/base/time_text.hpp"

#include "chapters.hpp"

#include <algorithm>
#include <array>
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

std::string code_text(std::uint32_t code, const Overview& overview) {
    return overview.dictionaries.codes[code].code.text();
}

Scatter::Point point_of(const analytics::AgeCell& cell, std::int64_t most) {
    const double x = (static_cast<double>(cell.slice) + 0.5) / analytics::kTimeSlices;
    const double y = (static_cast<double>(cell.age) + 0.5) / analytics::kAgeRanges;
    Scatter::Point point{.x = x, .y = y, .low = y, .high = y};
    point.weight =
        most == 1 ? 0 : static_cast<double>(cell.joins - 1) / static_cast<double>(most - 1);
    point.marked = cell.removed > 0;
    if (point.marked) {
        point.name = joins_words(cell.joins) + ", " + std::to_string(cell.removed) +
                     " kicked or banned since";
    }
    return point;
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
    shape.limits = {
        {analytics::age_position(std::chrono::days{7}), "below: young"},
        {analytics::age_position(std::chrono::days{1}), "below: made for the occasion?"}};
    for (const analytics::AgeCell& cell : ages.cells) {
        shape.points.push_back(point_of(cell, most));
    }
    for (const Burst& burst : ages.bursts) {
        shape.boxes.push_back(
            {along(burst.from, ages.span),
             along(burst.until, ages.span),
             joins_words(burst.joins) + " by " + code_text(burst.code, overview)});
    }
    for (const Stretch& gap : gap_stretches(overview, GapsOf::joins)) {
        const auto buckets = static_cast<double>(overview.buckets.size());
        shape.gaps.push_back({gap.from / buckets, gap.until / buckets, gap.text});
    }
    shape.marks = ages.removed > 0 ? "somebody of them was kicked or banned since" : "";
    return shape;
}

std::string class_name(const analytics::AgeClass& one) {
    using std::chrono::days;
    using std::chrono::hours;
    const std::array<std::pair<Duration, const char*>, 6> names = {{{hours{1}, "under an hour"},
                                                                    {days{1}, "under a day"},
                                                                    {days{7}, "under a week"},
                                                                    {days{30}, "under 30 days"},
                                                                    {days{365}, "under a year"},
                                                                    {days{1826}, "under 5 years"}}};
    for (const auto& [below, name] : names) {
        if (one.below == below) {
            return name;
        }
    }
    return "older";
}

Table age_table(const Overview& overview) {
    Table table;
    table.name = "ages of accounts";
    table.columns = {
        column("age", "age at the join", Type::text, "not counted in a row above"),
        column("joins", "joins", Type::integer, "joins by such accounts"),
        column("share", "share", Type::probability, "of all joins of this time"),
        column("removed", "kicked or banned", Type::integer, "of these, since"),
    };
    std::vector<Row> rows;
    for (const analytics::AgeClass& one : overview.ages.classes) {
        const Cell share =
            overview.ages.joins == 0
                ? Cell{}
                : Cell{static_cast<double>(one.joins) / static_cast<double>(overview.ages.joins)};
        rows.push_back({{class_name(one), one.joins, share, one.removed}});
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {
        "A point stands for the joins of a short while by accounts of about one age; the larger, "
        "the more. Kicked or banned: as the audit log says."};
    return table;
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
                   " or more joins by one code within " + format_duration(rules.within) +
                   ". Only joins whose code is likely or better are counted."};
    return table;
}

std::string risk_words(const AccountAges& ages) {
    return "Of " + joins_words(ages.joins) + ", " + std::to_string(ages.under_a_week) +
           " by accounts under a week old, " + std::to_string(ages.under_a_day) +
           " of them under a day; " + std::to_string(ages.bursts.size()) +
           (ages.bursts.size() == 1 ? " burst; " : " bursts; ") + std::to_string(ages.removed) +
           " kicked or banned since.";
}

}  // namespace

Chapter risk_chapter(const Overview& overview) {
    return {"risk",
            "Young accounts and bursts",
            "Was that a raid?",
            risk_words(overview.ages),
            age_cloud(overview),
            {age_table(overview), burst_table(overview)}};
}

}  // namespace invitectl::report
