// Where members come from, along time; and whether the guild grows.
#include "invitectl/base/time_text.hpp"

#include "chapters.hpp"

#include <utility>

namespace invitectl::report {
namespace {

using analytics::Growth;

constexpr std::size_t kMostStreams = 8;
constexpr std::size_t kDate = 10;  // length of "2026-08-01"

std::vector<double> as_values(const std::vector<std::int64_t>& counts) {
    return {counts.begin(), counts.end()};
}

// The largest streams by name, the rest as one.
std::vector<Series> largest_streams(const Overview& overview) {
    std::vector<Series> series;
    Series rest{"all others", std::vector<double>(overview.buckets.size(), 0)};
    bool any_rest = false;
    for (const Growth::Stream& stream : overview.growth.streams) {
        if (series.size() < kMostStreams) {
            series.push_back(
                {source_name(stream.key, overview.dictionaries), as_values(stream.joins)});
            continue;
        }
        any_rest = true;
        for (std::size_t i = 0; i < stream.joins.size(); ++i) {
            rest.values[i] += static_cast<double>(stream.joins[i]);
        }
    }
    if (any_rest) {
        series.push_back(std::move(rest));
    }
    return series;
}

Table growth_table(const Overview& overview, const std::vector<Series>& series) {
    Table table;
    table.name = "growth";
    table.columns = {bucket_column(overview),
                     column("joins", "joins", Type::integer, "all joins of this time"),
                     column("net", "net", Type::integer, "joins minus leaves")};
    for (std::size_t s = 0; s < series.size(); ++s) {
        table.columns.push_back(column("source_" + std::to_string(s + 1),
                                       series[s].name,
                                       Type::integer,
                                       "joins attributed to this source"));
    }
    std::vector<Row> rows;
    for (std::size_t i = 0; i < overview.buckets.size(); ++i) {
        const std::int64_t joins = overview.growth.joins[i];
        Row row{{overview.buckets.labels[i], joins, joins - overview.growth.leaves[i]}};
        for (const Series& one : series) {
            row.cells.emplace_back(static_cast<std::int64_t>(one.values[i]));
        }
        rows.push_back(std::move(row));
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {
        "A join counts for a source where its attribution is likely or better; the rest stands in "
        "(open). The sources of each row add up to its joins."};
    return table;
}

// Joins minus leaves of each time.
Series net_of(const Growth& growth) {
    Series net{"net: joins minus leaves", {}};
    for (std::size_t i = 0; i < growth.joins.size(); ++i) {
        net.values.push_back(static_cast<double>(growth.joins[i] - growth.leaves[i]));
    }
    return net;
}

std::vector<Event> events_of(const Overview& overview) {
    std::vector<Event> events;
    for (const OverviewEvent& event : overview.events) {
        events.push_back({overview.buckets.position(event.at),
                          event.text + ", " + format_compact(event.at).substr(0, kDate)});
    }
    return events;
}

std::string growth_words(const Overview& overview) {
    const std::int64_t joins = overview.inviters.total.tally.joins;
    std::string words = joins_words(joins) + ".";
    int named = 0;
    for (const Growth::Stream& stream : overview.growth.streams) {
        if (++named > 3) {
            break;
        }
        words += " " + source_name(stream.key, overview.dictionaries) + ": " +
                 std::to_string(stream.total) + " (" + share_words(stream.total, joins) + ").";
    }
    return words;
}

struct Balance {
    std::vector<std::int64_t> net;  // at the end of each bucket
    std::int64_t joins = 0;
    std::int64_t leaves = 0;
};

Balance balance_of(const Growth& growth) {
    Balance balance;
    std::int64_t present = growth.present_before;
    for (std::size_t i = 0; i < growth.joins.size(); ++i) {
        present += growth.joins[i] - growth.leaves[i];
        balance.joins += growth.joins[i];
        balance.leaves += growth.leaves[i];
        balance.net.push_back(present);
    }
    return balance;
}

Table balance_table(const Overview& overview, const Balance& balance) {
    Table table;
    table.name = "balance";
    table.columns = {
        bucket_column(overview),
        column("joins", "joins", Type::integer, "people who joined"),
        column("leaves", "leaves", Type::integer, "people who were first missed then"),
        column("net", "net", Type::integer, "joins minus leaves"),
        column("present",
               "present",
               Type::integer,
               "members at its end of those who joined since tracking began"),
    };
    std::vector<Row> rows;
    for (std::size_t i = 0; i < overview.buckets.size(); ++i) {
        const std::int64_t joins = overview.growth.joins[i];
        const std::int64_t leaves = overview.growth.leaves[i];
        rows.push_back(
            {{overview.buckets.labels[i], joins, leaves, joins - leaves, balance.net[i]}});
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {
        "Leaves are those of people who joined since tracking began. A leave counts where the "
        "member was first missed, which is up to one reading of the member list late."};
    return table;
}

}  // namespace

Chapter growth_chapter(const Overview& overview) {
    const std::vector<Series> series = largest_streams(overview);
    StackedTime shape;
    shape.buckets = overview.buckets.labels;
    shape.series = series;
    shape.line = net_of(overview.growth);
    shape.gaps = gap_stretches(overview, GapsOf::joins);
    shape.events = events_of(overview);
    shape.unit = "joins";
    return {"growth",
            "Growth by source",
            "Where do members come from, and did a campaign work?",
            growth_words(overview),
            std::move(shape),
            {growth_table(overview, series)},
            true};
}

Chapter balance_chapter(const Overview& overview) {
    const Balance balance = balance_of(overview.growth);
    MirroredTime shape;
    shape.buckets = overview.buckets.labels;
    shape.up = {"joins", as_values(overview.growth.joins)};
    shape.down = {"leaves", as_values(overview.growth.leaves)};
    shape.line = net_of(overview.growth);
    shape.gaps = gap_stretches(overview, GapsOf::joins);
    shape.unit = "people";
    const std::int64_t net = balance.joins - balance.leaves;
    return {"balance",
            "Joins against leaves",
            "Are we growing?",
            joins_words(balance.joins) + " and " + std::to_string(balance.leaves) +
                " leaves: " + (net < 0 ? "" : "+") + std::to_string(net) + ".",
            std::move(shape),
            {balance_table(overview, balance)},
            true};
}

}  // namespace invitectl::report
