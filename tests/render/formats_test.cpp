// The machine formats and Markdown: what each type looks like, and that no text breaks out of its
// cell.
#include "invitectl/base/escape.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/base/utf8.hpp"
#include "invitectl/render/render.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <random>
#include <sstream>

namespace invitectl::render {
namespace {

using report::Cell;
using report::column;
using report::Format;
using report::RenderOptions;
using report::Row;
using report::Table;
using report::Type;

std::string rendered(const Table& table, Format format, const RenderOptions& options = {}) {
    std::ostringstream out;
    render(table, format, options, out);
    return out.str();
}

// One column of texts.
Table texts(const std::vector<std::string>& values) {
    Table table;
    table.name = "texts";
    table.columns = {column("name", "name", Type::text, "a name")};
    std::vector<Row> rows;
    for (const std::string& value : values) {
        rows.push_back({{value}});
    }
    table.rows = report::rows_of(std::move(rows));
    table.empty_message = "no texts";
    return table;
}

// A row of each type, and one of empty cells.
Table one_of_each() {
    Table table;
    table.name = "types";
    table.title = "All types";
    table.columns = {column("text", "text", Type::text, "a"),
                     column("id", "id", Type::id, "b"),
                     column("integer", "integer", Type::integer, "c"),
                     column("real", "real", Type::real, "d"),
                     column("p", "p", Type::probability, "e"),
                     column("at", "at", Type::instant, "f"),
                     column("for", "for", Type::duration, "g"),
                     column("flag", "flag", Type::boolean, "h"),
                     column("word", "word", Type::enumeration, "i")};
    const Row row{{std::string("a b"),
                   std::int64_t{9223372036854775807},
                   std::int64_t{-5},
                   0.1,
                   0.25,
                   *parse_rfc3339("2026-08-01T12:00:00.5Z"),
                   Duration{90'900'000},
                   true,
                   std::string("likely")}};
    Row empty;
    empty.cells.resize(row.cells.size());
    table.rows = report::rows_of({row, empty});
    table.notes = {"a note"};
    return table;
}

TEST(Tsv, has_exact_values_and_keys) {
    EXPECT_EQ(
        rendered(one_of_each(), Format::tsv),
        "text\tid\tinteger\treal\tp\tat\tfor\tflag\tword\n"
        "a b\t9223372036854775807\t-5\t0.1\t0.25\t2026-08-01T12:00:00.500000Z\t90\ttrue\tlikely\n"
        "\t\t\t\t\t\t\t\t\n");
}

TEST(Tsv, can_do_without_a_header) {
    RenderOptions options;
    options.headers = false;
    EXPECT_EQ(rendered(texts({"x"}), Format::tsv, options), "x\n");
    EXPECT_EQ(rendered(texts({}), Format::tsv), "name\n");
}

TEST(Csv, has_exact_values_and_keys) {
    EXPECT_EQ(rendered(one_of_each(), Format::csv),
              "text,id,integer,real,p,at,for,flag,word\r\n"
              "a b,9223372036854775807,-5,0.1,0.25,2026-08-01T12:00:00.500000Z,90,true,likely\r\n"
              ",,,,,,,,\r\n");
}

TEST(Csv, quotes_what_needs_quotes) {
    EXPECT_EQ(rendered(texts({"a,b", "say \"hi\"", "plain"}), Format::csv),
              "name\r\n\"a,b\"\r\n\"say \"\"hi\"\"\"\r\nplain\r\n");
}

TEST(Csv, puts_an_apostrophe_before_formulas) {
    for (const std::string& formula : {std::string("=1+1"),
                                       std::string("+1"),
                                       std::string("-1"),
                                       std::string("@SUM(A1)"),
                                       std::string("\t=1"),
                                       std::string("\r=1"),
                                       std::string("\n=1"),
                                       std::string("\0=1", 3),
                                       std::string("  =1"),
                                       std::string("\u00a0=1"),
                                       std::string("\u3000=1"),
                                       std::string("＝1"),
                                       std::string("＋1"),
                                       std::string("－1"),
                                       std::string("＠1")}) {
        const std::string text = rendered(texts({formula}), Format::csv);
        EXPECT_EQ(text.substr(6, 1), "'") << formula;
        EXPECT_EQ(text, "name\r\n'" + escape_for_terminal(formula) + "\r\n") << formula;
    }
    EXPECT_EQ(rendered(texts({"a=1", "1-1"}), Format::csv), "name\r\na=1\r\n1-1\r\n");
}

TEST(Csv, keeps_every_byte_where_asked_to) {
    RenderOptions exact;
    exact.csv_safe = false;
    EXPECT_EQ(rendered(texts({"=1\x1b[0m", "a\nb"}), Format::csv, exact),
              "name\r\n=1\x1b[0m\r\n\"a\nb\"\r\n");
}

TEST(Json, has_ids_as_strings_and_null_for_nothing) {
    const auto parsed = nlohmann::json::parse(rendered(one_of_each(), Format::json));
    EXPECT_EQ(parsed, nlohmann::json::parse(R"([
        {"text": "a b", "id": "9223372036854775807", "integer": -5, "real": 0.1, "p": 0.25,
         "at": "2026-08-01T12:00:00.500000Z", "for": 90, "flag": true, "word": "likely"},
        {"text": null, "id": null, "integer": null, "real": null, "p": null, "at": null, "for": null,
         "flag": null, "word": null}])"));
}

TEST(Json, of_nothing_is_an_empty_array) {
    EXPECT_EQ(rendered(texts({}), Format::json), "[]\n");
}

TEST(Json, writes_no_number_that_is_none) {
    Table table = texts({});
    table.columns[0].type = Type::real;
    table.rows = report::rows_of({{{std::numeric_limits<double>::quiet_NaN()}},
                                  {{std::numeric_limits<double>::infinity()}},
                                  {{1e300}}});
    const auto parsed = nlohmann::json::parse(rendered(table, Format::json));
    EXPECT_TRUE(parsed.at(0).at("name").is_null());
    EXPECT_TRUE(parsed.at(1).at("name").is_null());
    EXPECT_EQ(parsed.at(2).at("name"), 1e300);
}

TEST(Ndjson, is_one_object_a_line) {
    EXPECT_EQ(rendered(texts({"x", "y"}), Format::ndjson), "{\"name\":\"x\"}\n{\"name\":\"y\"}\n");
    EXPECT_EQ(rendered(texts({}), Format::ndjson), "");
}

TEST(Markdown, aligns_numbers_right_and_keeps_text_plain) {
    Table table = texts({"a|b *c* [x](https://x.y) <i> www.z.y a@b.c"});
    table.columns.push_back(column("n", "n", Type::integer, "n"));
    table.rows = [rows = std::move(table.rows)](Row& row) {
        const bool more = rows(row);
        row.cells.emplace_back(std::int64_t{3});
        return more;
    };
    EXPECT_EQ(rendered(table, Format::markdown),
              "| name | n |\n| --- | ---: |\n"
              "| a\\|b \\*c\\* \\[x\\](https\\://x.y) \\<i\\> www\\.z.y a\\@b.c | 3 |\n");
}

TEST(Markdown, says_when_there_is_nothing) {
    EXPECT_EQ(rendered(texts({}), Format::markdown), "no texts\n");
}

// Names nobody should trust: every byte, every kind of unsafe code point, and random mixtures.
std::vector<std::string> hostile_names(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const std::vector<char32_t> kinds = {
        U'\t',     U'\n',     U'\r',     U'\x1b',   U'\x7f',   U'\x85',   U'\x9b',
        U'\u202e', U'\u2066', U'\u2028', U'\u200b', U'\ufeff', U'\ue000', U'\U000e0041',
        U'\ufffe', U'\u0301', U'\u3164', U'a',      U'"',      U'\\',     U',',
        U'|',      U'=',      U'漢',     U'😀',      U'\u200d', U'א',      U' '};
    std::vector<std::string> names;
    for (int i = 0; i < 2000; ++i) {
        std::string name;
        for (auto length = random() % 12; length > 0; --length) {
            if (random() % 8 == 0) {
                name += static_cast<char>(random() % 256);
            } else {
                append_utf8(name, kinds[random() % kinds.size()]);
            }
        }
        names.push_back(name);
    }
    return names;
}

// No character that could move a cursor or reorder text, apart from the format's own line breaks.
void expect_harmless(std::string_view text, std::string_view allowed) {
    while (!text.empty()) {
        const Decoded next = decode_utf8(text);
        ASSERT_TRUE(next.code_point) << "bytes that are no UTF-8";
        const char32_t c = *next.code_point;
        const bool own = c < 0x80 && allowed.find(static_cast<char>(c)) != std::string_view::npos;
        const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
        const bool reorders = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
                              c == 0x2028 || c == 0x2029;
        ASSERT_TRUE(own || !(control || reorders)) << "U+" << std::hex << std::uint32_t{c};
        text.remove_prefix(next.length);
    }
}

TEST(HostileNames, are_harmless_in_every_format_and_break_no_row) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto names = hostile_names(seed);
    const auto lines = [](const std::string& text) { return std::ranges::count(text, '\n'); };
    const auto count = static_cast<std::ptrdiff_t>(names.size());
    const std::string table = rendered(texts(names), Format::table);
    const std::string tsv = rendered(texts(names), Format::tsv);
    const std::string csv = rendered(texts(names), Format::csv);
    const std::string json = rendered(texts(names), Format::json);
    const std::string markdown = rendered(texts(names), Format::markdown);
    EXPECT_EQ(lines(table), count + 1);
    EXPECT_EQ(lines(tsv), count + 1);
    EXPECT_EQ(lines(csv), count + 1);
    EXPECT_EQ(lines(json), count + 2);
    EXPECT_EQ(lines(markdown), count + 2);
    expect_harmless(table, "\n");
    expect_harmless(tsv, "\n");
    expect_harmless(csv, "\r\n");
    expect_harmless(json, "\n");
    expect_harmless(markdown, "\n");
}

TEST(HostileNames, come_back_exactly_from_tsv_and_json) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto names = hostile_names(seed);
    const auto json = nlohmann::json::parse(rendered(texts(names), Format::json));
    std::istringstream tsv(rendered(texts(names), Format::tsv));
    std::string line;
    std::getline(tsv, line);
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::getline(tsv, line);
        EXPECT_EQ(unescape(line), names[i]);
        if (is_valid_utf8(names[i])) {
            EXPECT_EQ(json.at(i).at("name").get<std::string>(), names[i]);
        }
    }
}

}  // namespace
}  // namespace invitectl::render
