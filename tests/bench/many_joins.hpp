// A guild of many joins in a real database, for measuring reports: same seed, same bytes.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace invitectl::bench {

inline constexpr GuildId kBenchGuild{1'000};
// The end of the history, and the now of all reports: 2026-08-01.
inline constexpr std::int64_t kHistoryEnds = 1'785'542'400;
inline constexpr std::int64_t kHistoryDays = 3 * 365;

struct ManyJoins {
    std::size_t count = 0;
    std::uint64_t seed = 1;
    std::size_t inviters = 2'000;  // Zipf: the k-th brings a share in proportion to 1/k
    std::size_t codes_each = 3;
    std::int64_t sources = 40;
};

// Fills an empty database with the guild, its joins and their answers, and folds them into
// segments; writes the same joins as lines of CSV for other engines:
//   joined_at, stayed_least, stayed_most (µs, empty while a member), by, inviter_verdict, inviter,
//   source_verdict, source
void generate(const ManyJoins& laws, const std::string& database, const std::string& csv);

}  // namespace invitectl::bench
