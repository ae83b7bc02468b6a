// Tables of any length leave in the memory of a few rows.
//
// 200,000 rows, INVITECTL_ROUNDS times.
#include "invitectl/render/render.hpp"
#include "invitectl/report/table_tools.hpp"

#include "tests/reconcile/campaign.hpp"
#include <gtest/gtest.h>

#include <fstream>
#include <ostream>
#include <streambuf>
#include <string>

#ifdef __SANITIZE_ADDRESS__
// What is freed is given back: a quarantine would be measured as ours.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
    return "quarantine_size_mb=0:thread_local_quarantine_size_kb=0";
}
#endif

namespace invitectl::render {
namespace {

using report::column;
using report::Format;
using report::Table;
using report::Type;

std::int64_t row_count() {
    constexpr std::int64_t kUsual = 200'000;
    return kUsual * reconcile::rounds(1);
}

// Counts what is written and keeps none of it.
class Nowhere final : public std::streambuf {
  public:
    std::streamsize bytes = 0;

  private:
    std::streamsize xsputn(const char*, std::streamsize count) override {
        bytes += count;
        return count;
    }
    int_type overflow(int_type c) override {
        ++bytes;
        return traits_type::not_eof(c);
    }
};

// The most memory held since the last reset, as proc(5) describes both.
std::int64_t peak_kilobytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::int64_t kilobytes = 0;
        if (word == "VmHWM:" && status >> kilobytes) {
            return kilobytes;
        }
    }
    return 0;
}

void reset_peak() {
    std::ofstream("/proc/self/clear_refs") << 5;
}

Table many_rows(std::int64_t count) {
    Table table;
    table.name = "rows";
    table.columns = {column("number", "number", Type::id, "which row"),
                     column("name", "name", Type::text, "a name"),
                     column("at", "at", Type::instant, "when")};
    table.rows = [count, number = std::int64_t{0}](report::Row& row) mutable {
        if (number == count) {
            return false;
        }
        ++number;
        row.cells = {number,
                     "somebody with a longer name, " + std::to_string(number),
                     Instant{Duration{1'785'542'400'000'000 + number}}};
        return true;
    };
    return table;
}

class Streaming : public ::testing::TestWithParam<Format> {};

TEST_P(Streaming, holds_few_rows_at_a_time) {
    const Table table = report::flatten({"rows", "", {many_rows(row_count())}});
    Nowhere nowhere;
    std::ostream out(&nowhere);
    reset_peak();
    const std::int64_t before = peak_kilobytes();
    render(table, GetParam(), {}, out);
    constexpr std::int64_t kMegabyte = 1000;
    EXPECT_LT(peak_kilobytes() - before, 16 * kMegabyte);
    EXPECT_GT(nowhere.bytes, row_count() * 20);
}

INSTANTIATE_TEST_SUITE_P(Formats,
                         Streaming,
                         ::testing::Values(Format::table,
                                           Format::tsv,
                                           Format::csv,
                                           Format::json,
                                           Format::ndjson,
                                           Format::markdown),
                         [](const ::testing::TestParamInfo<Format>& format) {
                             return std::string(to_text(format.param));
                         });

}  // namespace
}  // namespace invitectl::render
