// Figures that explain themselves: of random guilds, as they are printed, buckets add up to the
// joins and every share is a share of the figure that stands beside it.
#include "invitectl/analytics/stats.hpp"
#include "invitectl/report/leaderboard.hpp"
#include "invitectl/report/stats.hpp"
#include "invitectl/report/table_tools.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>

namespace invitectl::report {
namespace {

using namespace analytics::testing;
using analytics::Axis;

const std::vector<analytics::WayIn> kWays = {
    kByAbc, kByAbd, kByBcd, kByWidget, kByOwnUrl, kAsBot, kByNothing};

class RandomGuild {
  public:
    explicit RandomGuild(unsigned seed) : random_(seed) {
        for (int count = pick(60); count > 0; --count) {
            add_join();
        }
    }

    int pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

    analytics::JoinColumnVectors joins;
    std::int64_t size = 0;

  private:
    void add_join() {
        const auto way = kWays[static_cast<std::size_t>(pick(7))];
        auto join = came(way, static_cast<Verdict>(pick(7)), kStart + pick(30) * kDay);
        if (pick(2) == 0) {
            const Instant earliest = join.joined_at + pick(10) * kDay;
            join.leave = Leave{earliest, earliest + pick(3) * kDay};
        }
        std::vector<analytics::WeightedWay> candidates;
        if (!is_certain(join.code_verdict) && join.code_verdict != Verdict::unknown) {
            candidates = {{way, 0.75}, {kWays[static_cast<std::size_t>(pick(7))], 0.25}};
        }
        joins.add(join, candidates);
        ++size;
    }

    std::mt19937 random_;
};

using Figures = std::map<std::string, double>;

// Each row's figures by column; what has no value is not there.
std::vector<Figures> figures_of(const Table& table) {
    std::vector<Figures> all;
    for (const Row& row : collect(table)) {
        Figures figures;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (const auto* count = std::get_if<std::int64_t>(&row.cells[i])) {
                figures[table.columns[i].key] = static_cast<double>(*count);
            } else if (const auto* real = std::get_if<double>(&row.cells[i])) {
                figures[table.columns[i].key] = *real;
            }
        }
        all.push_back(std::move(figures));
    }
    return all;
}

// `joins` of them in all; the outcomes of a row add up to it, and its share to its denominator.
void expect_adds_up(const Table& table, std::int64_t joins) {
    double sum = 0;
    for (Figures row : figures_of(table)) {
        sum += row["joins"];
        EXPECT_EQ(row["retained"] + row["left"] + row["fake"] + row["young"] + row["unsure"],
                  row["joins"]);
        EXPECT_EQ(row["kept_of"], row["retained"] + row["left"] + row["fake"]);
        EXPECT_EQ(row.contains("kept_share"), row["kept_of"] > 0);
        if (row["kept_of"] > 0) {
            EXPECT_DOUBLE_EQ(row["kept_share"], row["retained"] / row["kept_of"]);
        }
        if (row.contains("share_of_joins")) {
            EXPECT_DOUBLE_EQ(row["share_of_joins"], row["joins"] / static_cast<double>(joins));
        }
    }
    EXPECT_EQ(sum, static_cast<double>(joins));
    const std::string promise = "The rows add up to the " + std::to_string(joins) + " join";
    EXPECT_TRUE(std::ranges::any_of(
        table.notes, [&promise](const std::string& note) { return note.starts_with(promise); }));
}

void expect_boards_add_up(RandomGuild& guild) {
    const analytics::Dictionaries names = dictionaries();
    for (const Axis axis : {Axis::inviter, Axis::source, Axis::code, Axis::channel}) {
        analytics::BoardRules rules = rules_by(axis);
        rules.now = kStart + 60 * kDay;
        rules.limit = static_cast<std::size_t>(guild.pick(3));
        analytics::BoardBuilder builder(rules, names);
        builder.add(guild.joins.view());
        const LeaderboardInput input{builder.finish(), names, {}};
        expect_adds_up(leaderboard(input), guild.size);
        expect_adds_up(stats_by_group(input), guild.size);
    }
}

TEST(Sums, of_a_thousand_random_guilds_are_the_joins) {
    const auto seed =
        static_cast<unsigned>(std::chrono::steady_clock::now().time_since_epoch().count());
    for (unsigned i = 0; i < 1000 && !::testing::Test::HasFailure(); ++i) {
        SCOPED_TRACE(::testing::Message() << "seed " << seed + i);
        RandomGuild guild(seed + i);
        expect_boards_add_up(guild);
        analytics::StatsRules rules;
        rules.bucket = static_cast<analytics::Bucket>(guild.pick(4));
        rules.now = kStart + 60 * kDay;
        analytics::StatsBuilder builder(rules);
        builder.add(guild.joins.view());
        expect_adds_up(stats_by_time(builder.finish(), rules, "UTC"), guild.size);
    }
}

}  // namespace
}  // namespace invitectl::report
