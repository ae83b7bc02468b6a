// The table for people: alignment by what a terminal shows, fitting the width, colour only when
// asked.
#include "invitectl/base/time_text.hpp"
#include "invitectl/base/width.hpp"
#include "invitectl/render/render.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace invitectl::render {
namespace {

using report::column;
using report::Format;
using report::RenderOptions;
using report::Room;
using report::Row;
using report::Table;
using report::Type;

std::string rendered(const Table& table, const RenderOptions& options) {
    std::ostringstream out;
    render(table, Format::table, options, out);
    return "\n" + out.str();
}

RenderOptions width(int cells) {
    RenderOptions options;
    options.width = cells;
    return options;
}

Table people(const std::vector<std::pair<std::string, std::int64_t>>& rows) {
    Table table;
    table.name = "people";
    table.columns = {column("name", "name", Type::text, "a name"),
                     column("count", "count", Type::integer, "a count"),
                     column("city", "city", Type::text, "a city", Room::if_there)};
    std::vector<Row> cells;
    for (const auto& [name, count] : rows) {
        cells.push_back({{name, count, std::string("Berlin")}});
    }
    table.rows = report::rows_of(std::move(cells));
    table.empty_message = "nobody";
    return table;
}

TEST(TextTable, aligns_numbers_right_and_text_left) {
    EXPECT_EQ(rendered(people({{"ana", 5}, {"bob", 123456}}), width(80)), R"(
name   count  city
ana        5  Berlin
bob   123456  Berlin
)");
}

TEST(TextTable, aligns_wide_names_by_the_cells_they_take) {
    const std::string text = rendered(
        people({{"漢字かな", 1}, {"👩‍🚀 crew", 2}, {"Zoë", 3}, {"e\u0301t\u0301", 4}}),
        width(80));
    std::istringstream lines(text.substr(1));
    for (std::string line; std::getline(lines, line);) {
        EXPECT_EQ(display_width(line.substr(0, line.rfind("  "))), 15) << line;
    }
}

TEST(TextTable, cuts_long_texts_to_the_width) {
    const std::string text = rendered(
        people({{std::string(200, 'x'), 1}, {"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", 2}}),
        width(40));
    std::istringstream lines(text.substr(1));
    int seen = 0;
    for (std::string line; std::getline(lines, line); ++seen) {
        EXPECT_LE(display_width(line), 40) << line;
    }
    EXPECT_EQ(seen, 3);
    EXPECT_NE(text.find("…"), std::string::npos);
}

TEST(TextTable, gives_up_optional_columns_before_it_cuts_names_short) {
    EXPECT_EQ(rendered(people({{"ana from the mountains", 5}}), width(30)), R"(
name                    count
ana from the mountains      5

No room for: city (see
--columns).
)");
}

TEST(TextTable, without_a_width_nothing_is_cut_or_left_out) {
    const std::string name(300, 'x');
    const std::string text = rendered(people({{name, 1}}), width(0));
    EXPECT_NE(text.find(name), std::string::npos);
    EXPECT_NE(text.find("Berlin"), std::string::npos);
}

TEST(TextTable, shows_nothing_above_ascii_where_asked_to) {
    RenderOptions options = width(30);
    options.ascii = true;
    const std::string text =
        rendered(people({{"漢字", 1}, {"a name that is longer than the room", 2}}), options);
    for (const char c : text) {
        EXPECT_GE(c, 0);
    }
    EXPECT_NE(text.find("..."), std::string::npos);
}

TEST(TextTable, machine_columns_are_not_shown) {
    Table table = people({{"ana", 1}});
    table.columns[2].room = Room::machines;
    EXPECT_EQ(rendered(table, width(80)), R"(
name  count
ana       1
)");
}

TEST(TextTable, prints_title_notes_and_types_for_people) {
    Table table;
    table.title = "Shares";
    table.columns = {column("p", "share", Type::probability, "a"),
                     column("real", "real", Type::real, "b"),
                     column("at", "at", Type::instant, "c"),
                     column("for", "for", Type::duration, "d"),
                     column("flag", "flag", Type::boolean, "e")};
    const auto row = [](double p, double real) {
        return Row{{p,
                    real,
                    *parse_rfc3339("2026-08-01T12:00:00Z"),
                    Duration{std::chrono::hours{36}},
                    p > 0.5}};
    };
    Row empty;
    empty.cells.resize(5);
    table.rows = report::rows_of(
        {row(0, 0), row(0.0004, 0.04), row(0.3333, 12.25), row(0.9996, 3), row(1, 100), empty});
    table.notes = {"A note."};
    EXPECT_EQ(rendered(table, width(80)), R"(
Shares
 share   real  at                      for  flag
    0%    0.0  2026-08-01 12:00:00  1d 12h  no
 <0.1%   <0.1  2026-08-01 12:00:00  1d 12h  no
 33.3%   12.2  2026-08-01 12:00:00  1d 12h  no
>99.9%    3.0  2026-08-01 12:00:00  1d 12h  yes
  100%  100.0  2026-08-01 12:00:00  1d 12h  yes
     -      -  -                         -  -

A note.
)");
}

TEST(TextTable, writes_instants_as_it_is_told) {
    Table table;
    table.columns = {column("at", "at", Type::instant, "when")};
    table.rows = report::rows_of({{{*parse_rfc3339("2026-08-01T12:00:00Z")}}});
    RenderOptions options = width(80);
    options.instant_text = [](Instant) { return "3h ago"; };
    EXPECT_EQ(rendered(table, options), "\nat\n3h ago\n");
}

TEST(TextTable, without_headers_there_are_rows_and_notes_only) {
    Table table = people({{"ana", 1}});
    table.title = "People";
    RenderOptions options = width(80);
    options.headers = false;
    EXPECT_EQ(rendered(table, options), "\nana  1  Berlin\n");
}

TEST(TextTable, without_rows_says_so) {
    EXPECT_EQ(rendered(people({}), width(80)), "\nnobody\n");
}

TEST(TextTable, a_record_is_a_list_whose_long_texts_wrap) {
    Table table = people({{"Ana", 5}});
    table.title = "Person";
    table.record = true;
    table.columns.push_back(column("why", "why", Type::text, "a sentence"));
    table.rows =
        report::rows_of({{{std::string("Ana"),
                           std::int64_t{5},
                           report::Cell{},
                           std::string("because two codes moved and two members joined")}}});
    EXPECT_EQ(rendered(table, width(30)), R"(
Person
name   Ana
count  5
city   -
why    because two codes moved
       and two members joined
)");
}

TEST(TextTable, special_rows_stand_apart_and_leave_blank_what_they_lack) {
    Table table = people({});
    table.rows = report::rows_of({{{std::string("ana"), std::int64_t{1}, report::Cell{}}},
                                  {{std::string("(open)"), report::Cell{}, report::Cell{}}, true}});
    EXPECT_EQ(rendered(table, width(80)), R"(
name    count  city
ana         1  -

(open)
)");
}

TEST(TextTable, sentences_go_on_beneath_themselves) {
    Table table;
    table.columns = {column("key", "key", Type::text, "a key"),
                     report::sentences("meaning", "meaning", "what it means")};
    table.rows = report::rows_of({{{std::string("a"), std::string("one two three four five six")}},
                                  {{std::string("b"), std::string("short")}}});
    EXPECT_EQ(rendered(table, width(20)), R"(
key  meaning
a    one two three
     four five six
b    short
)");
}

TEST(TextTable, people_read_the_story_and_machines_the_rows) {
    Table table = people({{"ana", 1}});
    table.title = "Ana";
    table.story = {"Came by the invite abc of Ben.", "- first \x1b[1m", "- then"};
    EXPECT_EQ(rendered(table, width(24)), R"(
Ana
Came by the invite abc
of Ben.
- first \u{1b}[1m
- then
)");
    table = people({{"ana", 1}});
    table.story = {"A story."};
    std::ostringstream out;
    render(table, Format::tsv, {}, out);
    EXPECT_EQ(out.str(), "name\tcount\tcity\nana\t1\tBerlin\n");
}

TEST(TextTable, colours_only_where_asked_to) {
    Table table = people({{"ana", 1}});
    EXPECT_EQ(rendered(people({{"ana", 1}}), width(80)).find('\x1b'), std::string::npos);
    RenderOptions options = width(80);
    options.colour = true;
    table.rows =
        report::rows_of({{{std::string("(open)"), std::int64_t{1}, std::string("x")}, true}});
    EXPECT_EQ(rendered(table, options),
              "\n\x1b[1mname    count  city\x1b[0m\n\x1b[2m(open)      1  x\x1b[0m\n");
}

}  // namespace
}  // namespace invitectl::render
