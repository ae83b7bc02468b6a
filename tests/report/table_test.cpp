// What commands do with tables: collect, choose columns, sort, limit, describe, flatten.
#include "invitectl/base/error.hpp"
#include "invitectl/report/description.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/rendering.hpp"
#include "invitectl/report/table_tools.hpp"

#include <gtest/gtest.h>

namespace invitectl::report {
namespace {

Row fruit(std::string name, Cell count, bool special = false) {
    return {{std::move(name), std::move(count)}, special};
}

Table fruits() {
    Table table;
    table.name = "fruits";
    table.columns = {column("name", "name", Type::text, "its name"),
                     column("count", "count", Type::integer, "how many", Room::machines, "pieces")};
    table.rows = rows_of({fruit("pear", std::int64_t{2}),
                          fruit("apple", std::int64_t{10}),
                          fruit("fig", {}),
                          fruit("kiwi", std::int64_t{2}),
                          fruit("(rest)", std::int64_t{99}, true)});
    return table;
}

// The names in order.
std::string names_of(const Table& table) {
    std::string text;
    for (const Row& row : collect(table)) {
        text += (text.empty() ? "" : " ") + std::get<std::string>(row.cells.at(0));
    }
    return text;
}

std::string refusal(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::bad_value);
        return error.happened() + "; " + error.why();
    }
    return "accepted";
}

TEST(Table, gives_its_rows_once) {
    const Table table = fruits();
    EXPECT_EQ(collect(table).size(), 5U);
    EXPECT_EQ(collect(table).size(), 0U);
}

TEST(Table, columns_are_chosen_in_the_order_asked_for) {
    const std::vector<std::string> keys = {"count", "name"};
    const Table chosen = select_columns(fruits(), keys);
    EXPECT_EQ(chosen.columns.at(0).key, "count");
    EXPECT_EQ(chosen.columns.at(0).room, Room::always) << "asked for, so shown";
    const auto rows = collect(chosen);
    EXPECT_EQ(rows.at(0).cells.at(0), Cell{std::int64_t{2}});
    EXPECT_EQ(rows.at(0).cells.at(1), Cell{std::string("pear")});
    EXPECT_TRUE(rows.at(4).special);
}

TEST(Table, an_unknown_column_is_refused_with_the_known_ones) {
    const std::vector<std::string> keys = {"colour"};
    EXPECT_EQ(refusal([&] { select_columns(fruits(), keys); }),
              "there is no column \"colour\" in fruits; its columns are: name, count");
}

TEST(Table, sorting_keeps_ties_puts_empty_cells_last_and_special_rows_behind) {
    EXPECT_EQ(names_of(sort_rows(fruits(), "name")), "apple fig kiwi pear (rest)");
    EXPECT_EQ(names_of(sort_rows(fruits(), "name:desc")), "pear kiwi fig apple (rest)");
    EXPECT_EQ(names_of(sort_rows(fruits(), "count")), "pear kiwi apple fig (rest)");
    EXPECT_EQ(names_of(sort_rows(fruits(), "count:desc")), "apple pear kiwi fig (rest)");
    EXPECT_EQ(names_of(sort_rows(fruits(), "count:asc, name:asc")), "kiwi pear apple fig (rest)");
    EXPECT_EQ(names_of(sort_rows(fruits(), "")), "pear apple fig kiwi (rest)");
}

TEST(Table, a_wrong_order_is_refused) {
    EXPECT_NE(refusal([] { sort_rows(fruits(), "size"); }), "accepted");
    EXPECT_NE(refusal([] { sort_rows(fruits(), "name:up"); }), "accepted");
}

TEST(Table, describes_itself) {
    const auto rows = collect(describe_columns("fruits", fruits().columns));
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].cells[1], Cell{std::string("name")});
    EXPECT_EQ(rows[1].cells[2], Cell{std::string("integer")});
    EXPECT_EQ(rows[1].cells[3], Cell{std::string("pieces")});
    EXPECT_EQ(rows[1].cells[5], Cell{std::string("how many")});
}

TEST(Table, lists_are_split_at_commas) {
    EXPECT_EQ(split_list(" a, b ,,c d"), (std::vector<std::string>{"a", "b", "c d"}));
    EXPECT_TRUE(split_list("").empty());
}

Document salad() {
    Table nuts;
    nuts.name = "nuts";
    nuts.columns = {column("size", "size", Type::integer, "how big"),
                    column("name", "name", Type::text, "its name")};
    nuts.rows = rows_of({{{std::int64_t{7}, std::string("walnut")}}});
    Document document{"salad", "Salad", {}};
    document.tables.push_back(fruits());
    document.tables.push_back(nuts);
    return document;
}

TEST(Document, is_one_flat_table_for_machines) {
    const Table flat = flatten(salad());
    ASSERT_EQ(flat.columns.size(), 4U);
    EXPECT_EQ(flat.columns[0].key, "section");
    EXPECT_EQ(flat.columns[3].key, "size");
    const auto rows = collect(flat);
    ASSERT_EQ(rows.size(), 6U);
    EXPECT_EQ(
        rows[0].cells,
        (std::vector<Cell>{std::string("fruits"), std::string("pear"), std::int64_t{2}, Cell{}}));
    EXPECT_EQ(
        rows[5].cells,
        (std::vector<Cell>{std::string("nuts"), std::string("walnut"), Cell{}, std::int64_t{7}}));
}

TEST(Document, parts_that_disagree_on_a_type_are_a_mistake) {
    Document document = salad();
    document.tables[1].columns[1].type = Type::integer;
    EXPECT_THROW(flatten(std::move(document)), Error);
}

TEST(Document, people_get_part_by_part_and_machines_one_table) {
    std::vector<std::string> seen;
    const Renderer note = [&seen](const Table& table, Format, const RenderOptions&, std::ostream&) {
        seen.push_back(table.name);
    };
    std::ostringstream out;
    render_document(salad(), Format::markdown, {}, note, out);
    render_document(salad(), Format::csv, {}, note, out);
    EXPECT_EQ(seen, (std::vector<std::string>{"fruits", "nuts", "salad"}));
    EXPECT_EQ(out.str(), "\n");
}

TEST(Format, words_go_both_ways) {
    for (const Format format : {Format::table,
                                Format::tsv,
                                Format::csv,
                                Format::json,
                                Format::ndjson,
                                Format::markdown}) {
        EXPECT_EQ(parse_format(to_text(format)), format);
    }
    EXPECT_FALSE(parse_format("xml"));
}

TEST(Names, show_what_is_known) {
    Names names;
    EXPECT_EQ(person_text(UserId{5}, names), "5");
    EXPECT_EQ(channel_text(ChannelId{6}, names), "6");
    EXPECT_EQ(source_text(SourceId{7}, names), "7");
    EXPECT_EQ(source_text({}, names), "(unassigned)");
    names.person = [](UserId id) { return Person{id, "ana", "Ana B"}; };
    names.channel = [](ChannelId) { return "lobby"; };
    names.source = [](SourceId) { return "Reddit ad"; };
    EXPECT_EQ(person_text(UserId{5}, names), "Ana B (ana)");
    EXPECT_EQ(channel_text(ChannelId{6}, names), "#lobby");
    EXPECT_EQ(source_text(SourceId{7}, names), "Reddit ad");
    EXPECT_EQ(person_text(Person{UserId{5}, "ana", "ana"}), "ana");
    EXPECT_EQ(person_text(Person{UserId{5}, "ana", ""}), "ana");
    EXPECT_EQ(person_text(Person{UserId{5}, "", ""}), "5");
}

}  // namespace
}  // namespace invitectl::report
