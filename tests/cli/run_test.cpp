// From words to exit status: which command runs, and what a failure looks like.
#include "invitectl/base/error.hpp"

#include "tests/cli/desk.hpp"
#include <gtest/gtest.h>

#include <cerrno>
#include <new>

namespace invitectl::cli {
namespace {

class Running : public ::testing::Test {
  protected:
    Running() {
        const auto says = [](std::string text) {
            return [text](Context& context) {
                context.out() << text;
                return ExitStatus::ok;
            };
        };
        desk.commands = {
            command("version", says("the version")),
            command("board", says("board"), {.guild = true, .range = true}),
            command("board post", says("board post")),
            command("guild add", says("guild add"), {.guild = true}),
            command("guild list", says("guild list")),
            command("half", [](Context&) { return ExitStatus::partial; }),
            command("fail",
                    [](Context&) -> ExitStatus {
                        throw Error(ErrorCode::missing_permission,
                                    "cannot read \x1b[2J",
                                    "no \"permission\"",
                                    "ask");
                    },
                    {.table = true}),
            command(
                "stop",
                [](Context&) -> ExitStatus { throw Error(ErrorCode::interrupted, "interrupted"); }),
            command("burst", [](Context&) -> ExitStatus { throw std::bad_alloc(); }),
            command("break", [](Context&) -> ExitStatus { throw std::runtime_error("odd"); }),
        };
    }

    // What the words led to: the text of the command that ran, or the first line of the complaint.
    std::string led_to(const std::vector<std::string>& words) {
        desk.type(words);
        const std::string said = desk.said();
        return desk.shown().empty() ? said.substr(0, said.find('\n')) : desk.shown();
    }

    Desk desk;
};

TEST_F(Running, finds_the_command) {
    EXPECT_EQ(led_to({"board"}), "board");
    EXPECT_EQ(led_to({"board", "post"}), "board post");
    EXPECT_EQ(led_to({"guild", "list"}), "guild list");
    EXPECT_EQ(led_to({"-g", "guild", "board"}), "board");
    EXPECT_EQ(led_to({"--guild=x", "-v", "--db", "y", "guild", "-q", "list"}), "guild list");
    EXPECT_EQ(led_to({"--version"}), "the version");
    EXPECT_EQ(led_to({"board", "--since", "7d"}), "board");
}

TEST_F(Running, says_what_it_does_not_know) {
    EXPECT_EQ(led_to({"bord"}), "error: there is no command \"bord\" (E-USE-01)");
    EXPECT_NE(desk.said().find("did you mean \"board\"?"), std::string::npos);
    EXPECT_EQ(led_to({"guild", "lst"}), "error: there is no command \"guild lst\" (E-USE-01)");
    EXPECT_EQ(led_to({"guild", "list", "--since", "7d"}),
              "error: this command has no option --since (E-USE-01)");
    EXPECT_EQ(led_to({"board", "--since"}), "error: --since needs a value (E-USE-01)");
    EXPECT_EQ(led_to({"board", "pots"}), "error: there is one word too many: \"pots\" (E-USE-01)");
    EXPECT_EQ(desk.type({"--version", "--nonsense", "bord"}), 0);
}

TEST_F(Running, help_stands_anywhere) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"-h"},
                                               {"--help"},
                                               {"board", "--help"},
                                               {"-h", "board"},
                                               {"guild", "-h"},
                                               {"board", "--since", "nonsense", "-h"}}) {
        EXPECT_EQ(desk.type(words), 0);
        EXPECT_NE(desk.shown().find("USAGE"), std::string::npos);
        EXPECT_EQ(desk.said(), "");
    }
    EXPECT_EQ(desk.type({"bord", "--help"}), 2);
}

TEST_F(Running, nothing_and_a_bare_group_print_help_and_fail) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{}, {"guild"}, {"-v"}}) {
        EXPECT_EQ(desk.type(words), 2);
        EXPECT_EQ(desk.shown(), "");
        EXPECT_NE(desk.said().find("USAGE"), std::string::npos);
    }
}

TEST_F(Running, failures_are_three_harmless_lines) {
    EXPECT_EQ(desk.type({"fail"}), 4);
    EXPECT_EQ(desk.said(),
              "error: cannot read \\u{1b}[2J (E-PERM-01)\nwhy: no \"permission\"\nnext: ask\n");
    EXPECT_EQ(desk.shown(), "");
}

TEST_F(Running, failures_are_objects_where_json_is_asked_for) {
    const std::string object =
        R"({"error":{"id":"E-PERM-01","what":"cannot read \u001b[2J","why":"no \"permission\"",)"
        R"("next":"ask","exit":4}})"
        "\n";
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"fail", "--json"}, {"fail", "--json=a"}, {"fail", "--format", "ndjson"}}) {
        EXPECT_EQ(desk.type(words), 4);
        EXPECT_EQ(desk.said(), object);
    }
    EXPECT_EQ(desk.type({"bord", "--json"}), 2);
    EXPECT_EQ(desk.said().substr(0, 10), "{\"error\":{");
}

TEST_F(Running, ends_with_the_documented_codes) {
    EXPECT_EQ(desk.type({"half"}), 3);
    EXPECT_EQ(desk.type({"burst"}), 1);
    EXPECT_EQ(desk.type({"break"}), 1);
    EXPECT_NE(desk.said().find("odd"), std::string::npos);
    desk.signal = SIGINT;
    EXPECT_EQ(desk.type({"stop"}), 130);
    desk.signal = SIGTERM;
    EXPECT_EQ(desk.type({"stop"}), 143);
}

TEST_F(Running, output_that_did_not_arrive_is_a_failure) {
    desk.output_failure = ENOSPC;
    EXPECT_EQ(desk.type({"board"}), 1);
    EXPECT_NE(desk.said().find("E-DB-05"), std::string::npos) << desk.said();
    desk.output_failure = EIO;
    EXPECT_EQ(desk.type({"board"}), 1);
    desk.output_failure = EPIPE;  // the reader has seen enough
    EXPECT_EQ(desk.type({"board"}), 0);
    EXPECT_EQ(desk.said(), "");
}

TEST_F(Running, tokens_are_refused_wherever_they_stand) {
    const std::string token =
        "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB";
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"board", token},
                                               {"--token=" + token, "board"},
                                               {"board", "--since", "Bot " + token},
                                               {token},
                                               {"board", "-h", token},
                                               {"--", token}}) {
        EXPECT_EQ(desk.type(words), 2);
        EXPECT_NE(desk.said().find("this token is now in your shell history; rotate it"),
                  std::string::npos);
        EXPECT_EQ(desk.said().find("GabcDE"), std::string::npos);
        EXPECT_EQ(desk.shown(), "");
    }
    EXPECT_EQ(desk.type({"board", "--token", "x"}), 2);
    EXPECT_NE(desk.said().find("there is no option --token"), std::string::npos);
}

TEST_F(Running, options_come_from_the_environment_too) {
    desk.environment["INVITECTL_SINCE"] = "7d";
    EXPECT_EQ(desk.type({"board"}), 0);
    EXPECT_EQ(desk.type({"guild", "list"}), 0);  // which has no such option
    desk.environment["INVITECTL_COLOR"] = "mauve";
    EXPECT_EQ(desk.type({"board"}), 2);
    EXPECT_NE(desk.said().find("INVITECTL_COLOR cannot be \"mauve\""), std::string::npos);
}

}  // namespace
}  // namespace invitectl::cli
