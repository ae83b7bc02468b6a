#include "invitectl/cli/help.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/width.hpp"

#include "tests/cli/desk.hpp"
#include <gtest/gtest.h>

namespace invitectl::cli {
namespace {

std::vector<Command> commands() {
    Command assign = command("invite assign", [](Context&) { return ExitStatus::ok; });
    assign.group = Group::sources;
    assign.summary =
        "Say which source invites belong to, however long a line like this one becomes";
    assign.body = [](OptionSet& set) {
        static std::vector<std::string> codes;
        static std::string source;
        static std::optional<std::string> from;
        static std::string how = "softly";
        set.positional("CODE", codes, "invite codes or links").required();
        set.last_positional("SOURCE", source, "the source they belong to");
        set.option("--from", from, "TIME", "from this time on");
        set.option("--how", how, "HOW", "in which way").choices({"softly", "firmly"});
        set.option("--secret", from, "X", "not shown").hidden();
        return [](Context&) { return ExitStatus::ok; };
    };
    Command board = command("leaderboard",
                            [](Context&) { return ExitStatus::ok; },
                            {.guild = true, .table = true, .range = true});
    board.group = Group::analyse;
    return {board, assign};
}

std::string help(const std::vector<std::string>& words) {
    return help_text(commands(), words);
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(Help, fits_80_columns) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{},
                                               {"invite"},
                                               {"invite", "assign"},
                                               {"leaderboard"},
                                               {"exit-codes"},
                                               {"environment"},
                                               {"time"},
                                               {"formatting"},
                                               {"attribution"},
                                               {"privacy"},
                                               {"scheduling"},
                                               {"permissions"},
                                               {"errors"}}) {
        std::istringstream lines(help(words));
        for (std::string line; std::getline(lines, line);) {
            EXPECT_LE(display_width(line), 80) << line;
        }
    }
}

TEST(Help, of_a_command_has_its_parts_in_order) {
    const std::string text = help({"invite", "assign"});
    std::size_t last = 0;
    for (const auto* part : {"invitectl invite assign –",
                             "USAGE",
                             "CODE... SOURCE [OPTIONS]",
                             "EXAMPLES",
                             "invitectl first",
                             "DESCRIPTION",
                             "ARGUMENTS",
                             "OPTIONS",
                             "--from TIME",
                             "COMMON",
                             "--db FILE"}) {
        const auto found = text.find(part, last);
        ASSERT_NE(found, std::string::npos) << part << " is missing or in the wrong place\n"
                                            << text;
        last = found;
    }
    EXPECT_TRUE(has(text, "(softly, firmly; default softly)")) << text;
    EXPECT_FALSE(has(text, "--secret"));
}

TEST(Help, shows_the_common_options_a_command_heeds) {
    EXPECT_TRUE(has(help({"leaderboard"}), "--since TIME"));
    EXPECT_TRUE(has(help({"leaderboard"}), "--guild GUILD"));
    EXPECT_FALSE(has(help({"leaderboard"}), "--token-file"));
    EXPECT_FALSE(has(help({"invite", "assign"}), "--since"));
}

TEST(Help, groups_come_in_the_order_of_work) {
    const std::string text = help({});
    EXPECT_LT(text.find("INVITES AND SOURCES"), text.find("ANALYSE"));
    EXPECT_FALSE(has(text, "PUBLISH"));  // nothing in it
    EXPECT_TRUE(has(text, "invitectl help exit-codes"));
    EXPECT_TRUE(has(help({"invite"}), "invite assign"));
}

TEST(Help, topics_say_what_is_true) {
    for (const ExitRow& row : exit_rows()) {
        EXPECT_TRUE(has(help({"exit-codes"}), std::to_string(static_cast<int>(row.status))));
    }
    EXPECT_TRUE(has(help({"environment"}), "INVITECTL_DB"));
    EXPECT_FALSE(has(help({"environment"}), "INVITECTL_API_BASE"));
    for (const ConfigKey& key : config_keys()) {
        EXPECT_TRUE(has(help({"configuration"}), "  " + std::string(key.name))) << key.name;
    }
}

TEST(Help, on_nothing_names_what_is_near) {
    const auto why = [](const std::vector<std::string>& words) {
        try {
            help(words);
        } catch (const Error& error) {
            return error.why();
        }
        return std::string("found");
    };
    EXPECT_EQ(why({"leaderbord"}), "did you mean \"leaderboard\"?");
    EXPECT_EQ(why({"exitcodes"}), "did you mean \"exit-codes\"?");
    EXPECT_EQ(why({"invite", "asign"}), "did you mean \"invite assign\"?");
    EXPECT_EQ(why({"quux"}), "");
}

}  // namespace
}  // namespace invitectl::cli
