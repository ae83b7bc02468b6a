// What `explain` says of tables that nobody has run.
#include "invitectl/report/description.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/report/table_tools.hpp"

#include <gtest/gtest.h>

namespace invitectl::report {
namespace {

Table shape(std::string name, std::vector<Column> columns) {
    Table table;
    table.name = std::move(name);
    table.columns = std::move(columns);
    table.rows = rows_of({});
    return table;
}

std::vector<Described> tables() {
    const Column id = column("join", "join", Type::id, "its number");
    const Column verdict = column("verdict", "verdict", Type::enumeration, "how sure");
    const Column joins = column("joins", "joins", Type::integer, "how many", Room::always, "joins");
    const Column source = column("source", "source", Type::text, "from where");
    return {{"join recent", "The latest", {shape("join recent", {id, verdict})}},
            {"join list", "All", {shape("join list", {id, verdict, source})}},
            {"stats", "Counts", {shape("stats", {source, joins}), shape("stats", {joins})}}};
}

// The cells of one column, with bars between.
std::string cells(const Table& table, std::size_t index) {
    std::string text;
    for (const Row& row : collect(table)) {
        const auto* cell = std::get_if<std::string>(&row.cells.at(index));
        text += (text.empty() ? "" : "|") + (cell != nullptr ? *cell : "-");
    }
    return text;
}

std::string refusal(std::string_view words) {
    try {
        explain(tables(), words);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::not_found);
        return error.happened() + "; " + error.why();
    }
    return "accepted";
}

TEST(Description, unites_the_shapes_of_a_table) {
    EXPECT_EQ(cells(explain(tables(), "stats"), 1), "source|joins");
    const std::vector<Table> clash = {shape("x", {column("a", "a", Type::text, "one")}),
                                      shape("x", {column("a", "a", Type::integer, "another")})};
    EXPECT_THROW(united_columns("x", clash), Error);
}

TEST(Description, knows_tables_by_their_commands_and_their_nouns) {
    EXPECT_EQ(cells(explain(tables(), "join recent"), 1), "join|verdict");
    EXPECT_EQ(cells(explain(tables(), "joins"), 0), "join list|join list|join list");
    EXPECT_EQ(cells(explain(tables(), "join"), 0), "join list|join list|join list")
        << "a table, though there is such a column";
    EXPECT_EQ(cells(list_tables(tables()), 0), "join recent|join list|stats");
}

TEST(Description, tells_of_one_column_as_a_list) {
    const Table found = explain(tables(), "joins.verdict");
    EXPECT_TRUE(found.record);
    EXPECT_EQ(cells(found, 5), "how sure");
    EXPECT_EQ(cells(explain(tables(), "stats.joins"), 3), "joins");
}

TEST(Description, finds_a_column_in_every_table) {
    EXPECT_EQ(cells(explain(tables(), "source"), 0), "join list|stats");
    EXPECT_FALSE(explain(tables(), "source").record);
}

TEST(Description, names_the_nearest) {
    EXPECT_NE(refusal("statz").find("did you mean \"stats\"?"), std::string::npos);
    EXPECT_NE(refusal("verdcit").find("did you mean \"verdict\"?"), std::string::npos);
    EXPECT_NE(refusal("joins.sorce").find("did you mean \"source\"?"), std::string::npos);
    EXPECT_NE(refusal("nothing.at.all").find("there is no table"), std::string::npos);
}

}  // namespace
}  // namespace invitectl::report
