// What print() makes of one table for people, pipes and programs.
#include "invitectl/base/time_text.hpp"

#include "tests/cli/desk.hpp"
#include <gtest/gtest.h>

namespace invitectl::cli {
namespace {

report::Table fruits() {
    using report::Type;
    std::vector<report::Row> rows;
    for (const auto& [name, count] :
         std::vector<std::pair<std::string, std::int64_t>>{{"pear", 2}, {"apple", 3}, {"fig", 1}}) {
        rows.push_back({.cells = {name, count, *parse_rfc3339("2026-08-26T15:30:45Z")}});
    }
    report::Table table;
    table.name = "fruits";
    table.columns = {report::column("name", "name", Type::text, "what it is called"),
                     report::column("count", "count", Type::integer, "how many"),
                     report::column("at", "at", Type::instant, "since when")};
    table.rows = report::rows_of(std::move(rows));
    return table;
}

class Output : public ::testing::Test {
  protected:
    Output() {
        desk.commands = {command("fruits",
                                 [](Context& context) {
                                     context.print(fruits(), 2);
                                     return ExitStatus::ok;
                                 },
                                 {.table = true, .limit = true}),
                         command("basket",
                                 [](Context& context) {
                                     report::Document document{"basket", "A basket", {}};
                                     document.tables.push_back(fruits());
                                     document.tables.push_back(fruits());
                                     context.print(std::move(document));
                                     return ExitStatus::ok;
                                 },
                                 {.table = true}),
                         command("talk", [](Context& context) {
                             context.tell("line\nbreak");
                             return ExitStatus::ok;
                         })};
    }

    std::string printed(std::vector<std::string> words) {
        words.insert(words.begin(), "fruits");
        EXPECT_EQ(desk.type(words), 0) << desk.said();
        return desk.shown();
    }

    Desk desk;
};

TEST_F(Output, a_pipe_gets_everything_tab_separated) {
    EXPECT_EQ(printed({}),
              "name\tcount\tat\npear\t2\t2026-08-26T15:30:45Z\napple\t3\t2026-08-26T15:30:45Z\n"
              "fig\t1\t2026-08-26T15:30:45Z\n");
    EXPECT_EQ(desk.said(), "");
}

TEST_F(Output, a_terminal_gets_the_first_rows) {
    desk.host.streams.out_is_terminal = true;
    const std::string text = printed({"--color", "never"});
    EXPECT_NE(text.find("apple"), std::string::npos) << text;
    EXPECT_EQ(text.find("fig"), std::string::npos) << text;
    EXPECT_EQ(desk.said(), "1 more row; --limit 0 shows all\n");
    EXPECT_NE(printed({"--limit", "0"}).find("fig"), std::string::npos);
    EXPECT_EQ(desk.said(), "");
    printed({"-q"});
    EXPECT_EQ(desk.said(), "");
}

TEST_F(Output, rows_are_sorted_cut_and_chosen) {
    EXPECT_EQ(printed({"--sort", "count:desc", "--columns", "name", "-L", "1", "--no-headers"}),
              "apple\n");
    EXPECT_EQ(printed({"--json=name", "--sort=name", "--limit=1"}), "[\n{\"name\":\"apple\"}\n]\n");
}

TEST_F(Output, fields_can_be_asked_for) {
    EXPECT_NE(printed({"--json=help"}).find("how many"), std::string::npos);
}

TEST_F(Output, contradictions_are_refused) {
    EXPECT_EQ(desk.type({"fruits", "--json", "--format", "csv"}), 2);
    EXPECT_EQ(desk.type({"fruits", "--json=name", "--columns", "name"}), 2);
    EXPECT_EQ(desk.type({"fruits", "--columns", "nme"}), 2);
    EXPECT_EQ(desk.shown(), "");
    EXPECT_EQ(desk.type({"fruits", "--json=name", "--format", "ndjson"}), 0);
    EXPECT_EQ(desk.shown(), "{\"name\":\"pear\"}\n{\"name\":\"apple\"}\n{\"name\":\"fig\"}\n");
}

TEST_F(Output, people_read_times_in_their_zone_and_machines_do_not) {
    EXPECT_NE(printed({"--format", "table", "--tz", "Europe/Berlin"}).find("17:30:45 CEST"),
              std::string::npos);
    EXPECT_NE(printed({"--tz", "Europe/Berlin"}).find("15:30:45Z"), std::string::npos);
    desk.environment["TZ"] = ":Asia/Tokyo";
    EXPECT_NE(printed({"--format", "table"}).find("JST"), std::string::npos);
    desk.environment["TZ"] = "CET-1CEST,M3.5.0,M10.5.0/3";  // no name of a zone
    EXPECT_NE(printed({"--format", "table"}).find("15:30:45"), std::string::npos);
}

TEST_F(Output, colour_follows_the_conventions) {
    const auto coloured = [this](const std::vector<std::string>& words) {
        return printed(words).find('\x1b') != std::string::npos;
    };
    EXPECT_FALSE(coloured({"--format", "table"}));
    EXPECT_TRUE(coloured({"--format", "table", "--color", "always"}));
    desk.environment["CLICOLOR_FORCE"] = "1";
    EXPECT_TRUE(coloured({"--format", "table"}));
    desk.environment["NO_COLOR"] = "1";
    EXPECT_FALSE(coloured({"--format", "table"}));
    desk.environment.erase("CLICOLOR_FORCE");
    desk.environment.erase("NO_COLOR");
    desk.host.streams.out_is_terminal = true;
    EXPECT_TRUE(coloured({}));
    EXPECT_FALSE(coloured({"--color", "never"}));
    desk.environment["TERM"] = "dumb";
    EXPECT_FALSE(coloured({}));
    desk.environment["TERM"] = "xterm";
    desk.environment["CLICOLOR"] = "0";
    EXPECT_FALSE(coloured({}));
}

TEST_F(Output, a_pipe_can_be_treated_as_a_terminal) {
    desk.environment["INVITECTL_FORCE_TTY"] = "40";
    EXPECT_EQ(printed({}).find('\t'), std::string::npos);
}

TEST_F(Output, a_document_is_parts_for_people_and_one_table_for_machines) {
    EXPECT_EQ(desk.type({"basket", "--format", "table"}), 0);
    EXPECT_EQ(desk.shown().find("section"), std::string::npos);
    EXPECT_EQ(desk.type({"basket"}), 0);
    EXPECT_EQ(desk.shown().substr(0, 8), "section\t");
    EXPECT_EQ(desk.type({"basket", "--columns", "section,name", "--format", "table"}), 0);
    EXPECT_NE(desk.shown().find("section"), std::string::npos);
}

TEST_F(Output, what_is_told_is_one_harmless_line_on_standard_error) {
    EXPECT_EQ(desk.type({"talk"}), 0);
    EXPECT_EQ(desk.said(), "line\\u{a}break\n");
    EXPECT_EQ(desk.shown(), "");
    desk.type({"talk", "-q"});
    EXPECT_EQ(desk.said(), "");
}

}  // namespace
}  // namespace invitectl::cli
