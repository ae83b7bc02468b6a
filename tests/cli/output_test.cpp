// What print() makes of one table for people, pipes and programs.
#include "invitectl/base/time_text.hpp"

#include "tests/cli/desk.hpp"
#include <gmock/gmock.h>
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
    table.identity = {"name"};
    table.rows = report::rows_of(std::move(rows));
    return table;
}

report::Table guests() {
    report::Table table;
    table.name = "guests";
    table.columns = {
        report::person_column("guest", "guest", "who", "guest_id"),
        report::person_id_column("guest_id", "guest id", "whose"),
        report::column("remark", "remark", report::Type::text, "what was said"),
    };
    table.identity = {"guest_id"};
    table.rows = report::rows_of({{{std::string("ana"), std::int64_t{71}, std::string("=1+1")}},
                                  {{std::string("ben"), std::int64_t{72}, std::string("a,b")}}});
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
                         command("guests",
                                 [](Context& context) {
                                     context.print(guests());
                                     return ExitStatus::ok;
                                 },
                                 {.table = true, .limit = true}),
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
    EXPECT_EQ(desk.said(),
              "Showing 2 of 3 rows; the next ones: --after apple, all of them: --limit 0\n");
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

TEST_F(Output, fields_can_be_asked_for_without_anything_to_show) {
    desk.commands = {
        command("fruits",
                [](Context&) -> ExitStatus { throw Error(ErrorCode::no_database, ""); },
                {.table = true})};
    desk.commands.front().tables = [] { return std::vector{fruits()}; };
    EXPECT_NE(printed({"--json=help"}).find("how many"), std::string::npos);
}

TEST_F(Output, rows_are_filtered_before_they_are_cut) {
    EXPECT_EQ(printed({"--where", "count>=2", "--columns", "name", "--no-headers"}),
              "pear\napple\n");
    EXPECT_EQ(printed({"--where", "count>=2", "--where", "name!=pear", "--columns=name"}),
              "name\napple\n");
    EXPECT_EQ(printed({"--where", "at<2026-08-26", "--no-headers"}), "");
    EXPECT_EQ(desk.type({"fruits", "--where", "cuont=1"}), 2);
    EXPECT_NE(desk.said().find("did you mean \"count\"?"), std::string::npos);
}

TEST_F(Output, pages_follow_one_another) {
    const std::vector<std::string> page = {
        "--sort", "count:desc", "-L", "1", "--columns", "name", "--no-headers"};
    const auto after = [&](const std::string& cursor) {
        std::vector<std::string> words = page;
        words.insert(words.end(), {"--after", cursor});
        return printed(words);
    };
    EXPECT_EQ(printed(page), "apple\n");
    EXPECT_EQ(after("apple"), "pear\n");
    EXPECT_EQ(after("pear"), "fig\n");
    EXPECT_EQ(desk.said(), "");
    EXPECT_EQ(desk.type({"fruits", "--after", "plum"}), 2);
}

TEST_F(Output, a_condition_can_be_asked_for) {
    EXPECT_EQ(desk.type({"fruits", "--where", "count>2", "--exit-code"}), 8);
    EXPECT_EQ(desk.type({"fruits", "--where", "count>3", "--exit-code"}), 0);
    EXPECT_EQ(desk.type({"basket", "--exit-code"}), 8);
}

TEST_F(Output, people_can_be_left_out) {
    const auto guests_of = [this](const std::string& names) {
        EXPECT_EQ(desk.type({"guests", "--no-headers", "--names", names}), 0) << desk.said();
        return desk.shown();
    };
    EXPECT_EQ(guests_of("full"), "ana\t71\t=1+1\nben\t72\ta,b\n");
    EXPECT_EQ(guests_of("none"), "\t\t=1+1\n\t\ta,b\n");
    EXPECT_EQ(desk.type({"guests", "--names", "none", "--json"}), 0);
    EXPECT_EQ(desk.shown().find("71"), std::string::npos);
    EXPECT_EQ(desk.type({"guests", "--names", "some"}), 2);
}

// They are made with a key that the database holds.
TEST_F(Output, people_have_pseudonyms_where_there_is_a_guild) {
    const std::vector<std::string> words = {
        "guests", "--no-headers", "--names", "pseudonym", "--db", desk.folder.file("guild.db")};
    EXPECT_EQ(desk.type(words), 10);
    Command make = command("make", [](Context& context) {
        sql::Connection& database = context.create_database();
        sql::Transaction transaction(database);
        Guild guild;
        guild.id = GuildId{100};
        guild.name = "Harbour Lights";
        store::add_guild(database, guild, "harbour", Instant{});
        transaction.commit();
        return ExitStatus::ok;
    });
    make.changes = true;
    desk.commands.push_back(make);
    ASSERT_EQ(desk.type({"make", "--db", desk.folder.file("guild.db")}), 0) << desk.said();
    ASSERT_EQ(desk.type(words), 0) << desk.said();
    const std::string once = desk.shown();
    EXPECT_THAT(once,
                ::testing::MatchesRegex("(member-[0-9a-z]{12})\t(member-[0-9a-z]{12})\t=1\\+1\n"
                                        "member-[0-9a-z]{12}\tmember-[0-9a-z]{12}\ta,b\n"));
    EXPECT_EQ(desk.type(words), 0);
    EXPECT_EQ(desk.shown(), once);
}

TEST_F(Output, spreadsheets_get_safe_text_and_programs_what_there_is) {
    const std::vector<std::string> words = {
        "guests", "--format", "csv", "--columns", "remark", "--no-headers"};
    EXPECT_EQ(desk.type(words), 0);
    EXPECT_EQ(desk.shown(), "'=1+1\r\n\"a,b\"\r\n");
    std::vector<std::string> lossless = words;
    lossless.insert(lossless.end(), {"--csv-safe", "off"});
    EXPECT_EQ(desk.type(lossless), 0);
    EXPECT_EQ(desk.shown(), "=1+1\r\n\"a,b\"\r\n");
}

TEST_F(Output, people_at_a_terminal_read_how_long_ago_it_was) {
    desk.host.streams.out_is_terminal = true;
    const auto as_of = [this](const std::string& time, std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"fruits", "--color", "never", "--as-of", time});
        desk.commands.front().needs.as_of = true;
        EXPECT_EQ(desk.type(more), 0) << desk.said();
        return desk.shown();
    };
    EXPECT_NE(as_of("2026-08-26T18:31:00Z").find("3h ago"), std::string::npos);
    EXPECT_NE(as_of("2026-08-26T15:30:00Z").find("in 45s"), std::string::npos);
    EXPECT_NE(as_of("2026-12-01").find("2026-08-26\n"), std::string::npos) << desk.shown();
    EXPECT_NE(as_of("2026-08-27", {"--tz", "UTC"}).find("2026-08-26 15:30:45"), std::string::npos);
    EXPECT_NE(as_of("2026-08-27", {"--format", "tsv"}).find("2026-08-26T15:30:45Z"),
              std::string::npos);
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

// Every way to say yes or no to colour, and which of two is heard.
TEST_F(Output, colour_follows_the_conventions) {
    struct Case {
        bool terminal;
        std::map<std::string, std::string> environment;
        std::vector<std::string> words;
        bool coloured;
    };
    const std::vector<Case> cases = {
        {false, {}, {}, false},
        {true, {}, {}, true},
        {false, {}, {"--color", "always"}, true},
        {true, {}, {"--color", "never"}, false},
        {false, {{"CLICOLOR_FORCE", "1"}}, {}, true},
        {false, {{"CLICOLOR_FORCE", "0"}}, {}, false},
        {false, {{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}, {}, false},
        {true, {{"NO_COLOR", "1"}}, {}, false},
        {true, {{"NO_COLOR", ""}}, {}, true},
        {true, {{"NO_COLOR", "1"}}, {"--color", "always"}, true},
        {true, {{"CLICOLOR", "0"}}, {}, false},
        {true, {{"CLICOLOR", "1"}}, {}, true},
        {true, {{"TERM", "dumb"}}, {}, false},
        {true, {{"TERM", "xterm"}}, {}, true},
        {true, {{"TERM", "dumb"}, {"CLICOLOR_FORCE", "1"}}, {}, true},
        {false, {{"INVITECTL_FORCE_TTY", "60"}}, {}, true},
        {false, {{"INVITECTL_COLOR", "always"}}, {}, true},
        {true, {{"INVITECTL_COLOR", "never"}, {"CLICOLOR_FORCE", "1"}}, {}, false},
    };
    const auto home = desk.environment;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        SCOPED_TRACE(i);
        desk.environment = home;
        desk.environment.insert(cases[i].environment.begin(), cases[i].environment.end());
        desk.host.streams.out_is_terminal = cases[i].terminal;
        std::vector<std::string> words = {"--format", "table"};
        words.insert(words.end(), cases[i].words.begin(), cases[i].words.end());
        EXPECT_EQ(printed(words).find('\x1b') != std::string::npos, cases[i].coloured);
    }
}

TEST_F(Output, ascii_tables_hold_nothing_else) {
    EXPECT_EQ(desk.type({"fruits", "--format", "table", "--ascii", "--tz", "Asia/Kathmandu"}), 0);
    for (const char c : desk.shown()) {
        EXPECT_TRUE(c == '\n' || (c >= ' ' && c <= '~'));
    }
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
