// Where the token comes from, in which order, and what is refused.
#include "invitectl/system/token_source.hpp"

#include "invitectl/base/error.hpp"

#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <sys/stat.h>

namespace invitectl::system {
namespace {

using testing::TemporaryFolder;
using testing::write_file;

class TokenSourceTest : public ::testing::Test {
  protected:
    std::string file(const std::string& name, const std::string& text, mode_t mode = 0600) {
        write_file(folder_.file(name), text, mode);
        return folder_.file(name);
    }

    FoundToken find() {
        std::istringstream input(input_);
        const auto environment = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = variables_.find(name);
            return found == variables_.end() ? std::nullopt : std::optional(found->second);
        };
        return token_source(places_, environment, input)->find();
    }

    std::string token() { return std::string(find().token.reveal()); }

    Error failure() {
        try {
            find();
        } catch (const Error& error) {
            return error;
        }
        ADD_FAILURE() << "a token was found";
        return {ErrorCode::internal, ""};
    }

    TemporaryFolder folder_;
    TokenPlaces places_;
    std::map<std::string, std::string> variables_;
    std::string input_;
};

TEST_F(TokenSourceTest, asks_every_place_in_order) {
    input_ = "from-option\n";
    places_ = {.option_file = "-",
               .command = {"/bin/sh", "-c", "echo from-command"},
               .config_file = file("config", "from-config\n")};
    ASSERT_EQ(::mkdir(folder_.file("credentials").c_str(), 0700), 0);
    file("credentials/discord-token", "from-credentials\n", 0444);
    variables_ = {{"CREDENTIALS_DIRECTORY", folder_.file("credentials")},
                  {"INVITECTL_TOKEN_FILE", file("named", "from-named")},
                  {"DISCORD_TOKEN", "from-variable"}};
    EXPECT_EQ(token(), "from-option");
    places_.option_file = file("option", "from-option-file");
    EXPECT_EQ(token(), "from-option-file");
    EXPECT_EQ(find().origin, "file " + folder_.file("option"));
    places_.option_file.reset();
    EXPECT_EQ(token(), "from-credentials");
    variables_.erase("CREDENTIALS_DIRECTORY");
    EXPECT_EQ(token(), "from-named");
    variables_.erase("INVITECTL_TOKEN_FILE");
    EXPECT_EQ(token(), "from-command");
    places_.command.clear();
    EXPECT_EQ(token(), "from-variable");
    EXPECT_EQ(find().origin, "environment DISCORD_TOKEN");
    variables_.clear();
    EXPECT_EQ(token(), "from-config");
    places_.config_file.reset();
    EXPECT_EQ(failure().code(), ErrorCode::no_token);
}

TEST_F(TokenSourceTest, credentials_of_another_kind_are_passed_over) {
    variables_ = {{"CREDENTIALS_DIRECTORY", folder_.path()}, {"DISCORD_TOKEN", "from-variable"}};
    EXPECT_EQ(token(), "from-variable");
}

TEST_F(TokenSourceTest, blanks_around_the_token_do_not_matter) {
    places_.option_file = file("token", " abc.def-_1\r\n\n");
    EXPECT_EQ(token(), "abc.def-_1");
}

TEST_F(TokenSourceTest, what_is_no_token_is_refused_without_being_quoted) {
    for (const auto* text :
         {"", "\n", "two words", "Bot abc", "a\nb", "caf\xc3\xa9", "\"quoted\""}) {
        places_.option_file = file("token", text);
        const Error error = failure();
        EXPECT_EQ(error.code(), ErrorCode::no_token) << text;
        EXPECT_EQ((error.happened() + error.why()).find("quoted"), std::string::npos);
    }
    places_.option_file = file("token", std::string(5000, 'a'));
    EXPECT_EQ(failure().code(), ErrorCode::no_token);
    places_.option_file = folder_.file("missing");
    EXPECT_EQ(failure().code(), ErrorCode::no_token);
}

TEST_F(TokenSourceTest, files_that_others_may_read_are_refused) {
    for (const mode_t mode : {0644U, 0640U, 0604U, 0610U, 0660U}) {
        places_.option_file = file("token", "abc", mode);
        EXPECT_EQ(failure().code(), ErrorCode::unsafe_token_file) << mode;
    }
    places_.option_file = file("token", "abc", 0400);
    EXPECT_EQ(token(), "abc");
    places_.option_file = folder_.path();
    EXPECT_EQ(failure().code(), ErrorCode::unsafe_token_file);
    ASSERT_EQ(::mkfifo(folder_.file("pipe").c_str(), 0600), 0);
    places_.option_file = folder_.file("pipe");
    EXPECT_EQ(failure().code(), ErrorCode::unsafe_token_file);
}

TEST_F(TokenSourceTest, a_wrong_place_is_not_skipped) {
    places_.option_file = folder_.file("missing");
    variables_["DISCORD_TOKEN"] = "from-variable";
    EXPECT_EQ(failure().code(), ErrorCode::no_token);
}

TEST_F(TokenSourceTest, a_command_that_fails_says_how) {
    places_.command = {"/bin/sh", "-c", "echo abc; exit 3"};
    EXPECT_NE(failure().why().find("status 3"), std::string::npos);
    places_.command = {"/nonexistent/program"};
    EXPECT_EQ(failure().code(), ErrorCode::no_token);
    places_.command = {"/bin/sh", "-c", "kill -9 $$"};
    EXPECT_NE(failure().why().find("signal 9"), std::string::npos);
    places_.command = {"/bin/sh", "-c", "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaa; done"};
    EXPECT_NE(failure().why().find("more than a token"), std::string::npos);
}

TEST_F(TokenSourceTest, a_command_sees_no_token_of_ours) {
    ASSERT_EQ(::setenv("DISCORD_TOKEN", "secret", 1), 0);
    places_.command = {"/bin/sh", "-c", "echo \"${DISCORD_TOKEN:-none}\""};
    EXPECT_EQ(token(), "none");
    ::unsetenv("DISCORD_TOKEN");
}

}  // namespace
}  // namespace invitectl::system
