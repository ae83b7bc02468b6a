// Totals of segments (analytics/level_totals.hpp) in the table segment_total.
//
// The bytes are columns as src/store/segment_codec.hpp packs them, each after its length in four
// bytes: of the entries by, verdict, index, rejoin, fake, left, retained, unsure and weighed; of
// the ways kind, index, rejoin, expected and variance. Before the entries and before the ways
// stands their number in four bytes. All numbers are little endian.
#pragma once

#include "invitectl/analytics/level_totals.hpp"
#include "invitectl/ports/sql.hpp"

#include "store/query.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl::store {

std::string pack_totals(const analytics::LevelTotals& totals);
// Throws Error(damaged_database) for other bytes.
void unpack_totals(std::string_view bytes, analytics::LevelTotals& totals);

// The thresholds under which all totals of the guild hold; absent: there are none.
std::optional<analytics::OutcomeTicks> totals_rules(sql::Connection& connection, GuildId guild);
void store_totals_rules(sql::Connection& connection,
                        GuildId guild,
                        const analytics::OutcomeTicks& rules);

// Reads totals of one segment after the other.
class TotalsReader {
  public:
    TotalsReader(sql::Connection& connection, GuildId guild);

    // `segment` is its first join, here and below.
    void read(JoinId segment, analytics::TotalsLevel level, analytics::LevelTotals& into);

  private:
    GuildId guild_;
    Query find_;
};

// Both levels, of a gathered segment with all columns.
void write_totals(sql::Connection& connection,
                  GuildId guild,
                  JoinId segment,
                  const analytics::JoinColumns& columns,
                  const analytics::OutcomeTicks& rules);

}  // namespace invitectl::store
