// How far all of this can be trusted.
#include "chapters.hpp"

#include <array>
#include <utility>

namespace invitectl::report {
namespace {

constexpr std::array kOrder = {Verdict::manual,
                               Verdict::stated,
                               Verdict::stamped,
                               Verdict::proved,
                               Verdict::likely,
                               Verdict::open,
                               Verdict::unknown};

Table quality_table(const Overview& overview) {
    Table table;
    table.name = "quality";
    table.columns = {bucket_column(overview),
                     column("joins", "joins", Type::integer, "all joins of this time")};
    for (const Verdict verdict : kOrder) {
        const std::string word(to_text(verdict));
        table.columns.push_back(column(word, word, Type::integer, "joins whose code is " + word));
    }
    std::vector<Row> rows;
    for (std::size_t i = 0; i < overview.quality.size(); ++i) {
        Row row{{overview.buckets.labels[i], overview.quality[i].total()}};
        for (const Verdict verdict : kOrder) {
            row.cells.emplace_back(overview.quality[i].of(verdict));
        }
        rows.push_back(std::move(row));
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {
        "proved: holds in every explanation of the counters. likely: probability of at least 90 %. "
        "open: several candidates. Grey bands: times in which something was not read. Grey bars: "
        "fewer than " +
        std::to_string(kSmallN) + " joins."};
    return table;
}

}  // namespace

Chapter quality_chapter(const Overview& overview) {
    StackedTime shape;
    shape.buckets = overview.buckets.labels;
    shape.shares = true;
    shape.few = kSmallN;
    shape.gaps = gap_stretches(overview, GapsOf::everything);
    shape.unit = "joins";
    std::int64_t certain = 0;
    std::int64_t likely = 0;
    std::int64_t joins = 0;
    for (const Verdict verdict : kOrder) {
        Series series{std::string(to_text(verdict)), {}};
        double sum = 0;
        for (const analytics::VerdictCounts& counts : overview.quality) {
            series.values.push_back(static_cast<double>(counts.of(verdict)));
            sum += series.values.back();
        }
        if (sum > 0) {
            shape.series.push_back(std::move(series));
        }
    }
    for (const analytics::VerdictCounts& counts : overview.quality) {
        certain += counts.certain();
        likely += counts.of(Verdict::likely);
        joins += counts.total();
    }
    return {"quality",
            "How sure it is",
            "Can I trust this?",
            share_words(certain, joins) + " of " + joins_words(joins) + " certain, another " +
                share_words(likely, joins) + " likely.",
            std::move(shape),
            {quality_table(overview)},
            true};
}

}  // namespace invitectl::report
