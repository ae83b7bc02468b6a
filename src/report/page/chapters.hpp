// The chapters of the overview, one file each.
#pragma once

#include "invitectl/report/overview.hpp"

namespace invitectl::report {

Chapter growth_chapter(const Overview& overview);
Chapter balance_chapter(const Overview& overview);  // joins against leaves
Chapter retention_chapter(const Overview& overview);
Chapter inviters_chapter(const Overview& overview);
Chapter sources_chapter(const Overview& overview);
Chapter tree_chapter(const Overview& overview);
Chapter calendar_chapter(const Overview& overview);
Chapter hours_chapter(const Overview& overview);
Chapter risk_chapter(const Overview& overview);
Chapter quality_chapter(const Overview& overview);

// --- what they share ----------------------------------------------------------------------------

// What a row of a board by source is called.
std::string source_name(const analytics::RowKey& key, const analytics::Dictionaries& dictionaries);

// The gaps as stretches of the buckets' axis, those that touch as one. Of joins: without those that
// hide only how they came.
enum class GapsOf { joins, everything };
std::vector<Stretch> gap_stretches(const Overview& overview, GapsOf which);

// Where an instant lies in the span, 0..1.
double along(Instant t, const TimeRange& span);

// "37 %" with no digit after the point; "-" of nothing.
std::string share_words(std::int64_t part, std::int64_t whole);

// "1 join", "12 joins".
std::string joins_words(std::int64_t joins);

// A column named after the buckets: "day" or "week".
Column bucket_column(const Overview& overview);

}  // namespace invitectl::report
