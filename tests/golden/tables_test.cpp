// What every table of every command promises, whichever command it is.
#include "invitectl/cli/described.hpp"
#include "invitectl/report/table_tools.hpp"

#include "commands/all.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace invitectl::testing {
namespace {

template <class Check>
void each_column(Check check) {
    for (const report::Described& table : cli::described(commands::all())) {
        for (const report::Column& column : report::united_columns(table.name, table.shapes)) {
            SCOPED_TRACE(table.name + "." + column.key);
            check(table, column);
        }
    }
}

TEST(Tables, explain_tells_of_every_column) {
    const auto known = cli::described(commands::all());
    each_column([&known](const report::Described& table, const report::Column& column) {
        const report::Table found = report::explain(known, table.name + "." + column.key);
        const std::vector<report::Row> rows = report::collect(found);
        ASSERT_EQ(rows.size(), 1U);
        EXPECT_EQ(rows[0].cells.back(), report::Cell{column.definition});
    });
}

TEST(Tables, definitions_are_sentences_without_an_end) {
    each_column([](const report::Described&, const report::Column& column) {
        EXPECT_FALSE(column.definition.empty());
        EXPECT_FALSE(column.definition.ends_with('.'));
    });
}

// Thresholds in definitions are those of a guild that changed no setting.
TEST(Tables, definitions_name_the_usual_thresholds) {
    for (const report::Described& table : cli::described(commands::all())) {
        for (const report::Column& column : report::united_columns(table.name, table.shapes)) {
            if (column.key == "retained" && table.name == "leaderboard") {
                EXPECT_NE(column.definition.find(" 7d after joining"), std::string::npos)
                    << column.definition;
            }
        }
    }
}

TEST(Tables, shares_say_of_what) {
    each_column([](const report::Described&, const report::Column& column) {
        const bool is_share = column.type == report::Type::probability;
        EXPECT_EQ(is_share, column.unit == "chance" || column.unit.starts_with("of "));
    });
}

TEST(Tables, keys_are_there_once_and_can_be_typed) {
    for (const report::Described& table : cli::described(commands::all())) {
        for (const report::Table& shape : table.shapes) {
            std::set<std::string> keys;
            for (const report::Column& column : shape.columns) {
                EXPECT_TRUE(keys.insert(column.key).second) << table.name << "." << column.key;
                EXPECT_EQ(column.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789"),
                          std::string::npos)
                    << column.key;
            }
        }
    }
}

TEST(Tables, people_are_marked_wherever_they_are) {
    const std::set<std::string> people = {
        "user", "user_id", "inviter", "inviter_id", "owner", "owner_id"};
    each_column([&people](const report::Described& table, const report::Column& column) {
        if (people.contains(column.key)) {
            EXPECT_FALSE(column.person.empty()) << "--names cannot hide them";
        }
        if (!column.person.empty()) {
            const auto columns = report::united_columns(table.name, table.shapes);
            EXPECT_TRUE(std::ranges::count(columns, column.person, &report::Column::key) == 1)
                << "the id is missing";
        }
    });
}

TEST(Tables, long_ones_can_be_paged_through) {
    const std::vector<cli::Command> commands = commands::all();
    for (const cli::Command& command : commands) {
        if (!command.needs.limit) {
            continue;
        }
        ASSERT_TRUE(command.tables) << command.path;
        const std::vector<report::Table> shapes = command.tables();
        EXPECT_TRUE(std::ranges::any_of(shapes, [](const report::Table& shape) {
            return !shape.identity.empty();
        })) << command.path;
        for (const report::Table& shape : shapes) {
            for (const std::string& key : shape.identity) {
                EXPECT_EQ(std::ranges::count(shape.columns, key, &report::Column::key), 1)
                    << command.path << ": " << key;
            }
        }
    }
}

}  // namespace
}  // namespace invitectl::testing
