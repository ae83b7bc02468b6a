// The coverage report: parts that add up, and words where there is nothing to show.
#include "invitectl/report/coverage.hpp"

#include "invitectl/report/table_tools.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::report {
namespace {

using std::chrono::hours;

const Instant kStart = from_micros(1'767'225'600'000'000);

Attribution answer(Verdict verdict) {
    Attribution made;
    made.code.verdict = made.inviter.verdict = made.source.verdict = verdict;
    made.candidates = {{Candidate::Kind::invite, *InviteCode::parse("abc"), {}, {}, 1}};
    made.settled = true;
    return made;
}

CoverageView view_of(int proved, int open, const analytics::Traffic& traffic) {
    analytics::CoverageBuilder builder({}, kStart + hours{24 * 30});
    for (int i = 0; i < proved + open; ++i) {
        builder.add(kStart + hours{i}, answer(i < proved ? Verdict::proved : Verdict::open));
    }
    CoverageView view;
    view.coverage = builder.finish();
    view.traffic = &traffic;
    return view;
}

const Table& part(const Document& document, const std::string& name) {
    return *std::ranges::find(document.tables, name, &Table::name);
}

std::int64_t sum(const Table& table, const std::string& key) {
    const auto index = std::ranges::find(table.columns, key, &Column::key) - table.columns.begin();
    std::int64_t total = 0;
    for (const Row& row : collect(table)) {
        total += std::get<std::int64_t>(row.cells.at(static_cast<std::size_t>(index)));
    }
    return total;
}

TEST(CoverageReport, verdicts_and_weeks_add_up_to_the_joins) {
    const analytics::Traffic none(hours{1});
    for (const auto* key : {"joins", "by_inviter", "by_source"}) {
        EXPECT_EQ(sum(part(coverage(view_of(150, 50, none)), "verdicts"), key), 200) << key;
    }
    EXPECT_EQ(sum(part(coverage(view_of(150, 50, none)), "weeks"), "week_joins"), 200);
    EXPECT_EQ(sum(part(coverage(view_of(150, 50, none)), "weeks"), "certain"), 150);
    EXPECT_EQ(sum(part(coverage(view_of(150, 50, none)), "weeks"), "open"), 50);
}

TEST(CoverageReport, estimates_five_intervals_and_none_without_joins) {
    analytics::Traffic traffic(hours{1});
    const Document quiet = coverage(view_of(0, 0, traffic));
    EXPECT_TRUE(collect(part(quiet, "polls")).empty());
    EXPECT_EQ(part(quiet, "calibration").empty_message, "no labelled or stated joins yet");
    EXPECT_TRUE(collect(part(quiet, "calibration")).empty());
    traffic.add(answer(Verdict::proved));
    const auto rows = collect(part(coverage(view_of(1, 0, traffic)), "polls"));
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_EQ(rows[0].cells[0], Cell{Duration{std::chrono::seconds{10}}});
    EXPECT_EQ(rows[4].cells[1], Cell{1.0});
}

TEST(CoverageReport, is_one_flat_table_for_machines) {
    const analytics::Traffic none(hours{1});
    const Table flat = flatten(coverage(view_of(3, 1, none)));
    EXPECT_EQ(flat.columns.front().key, "section");
    for (const Row& row : collect(flat)) {
        EXPECT_EQ(row.cells.size(), flat.columns.size());
    }
}

}  // namespace
}  // namespace invitectl::report
