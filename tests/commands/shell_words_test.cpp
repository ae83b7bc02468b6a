#include "commands/shell_words.hpp"

#include "invitectl/base/shell_text.hpp"

#include <gtest/gtest.h>

namespace invitectl::commands {
namespace {

TEST(ShellWords, lose_their_quotes) {
    EXPECT_EQ(unquoted("plain"), "plain");
    EXPECT_EQ(unquoted("Red\\ ad"), "Red ad");
    EXPECT_EQ(unquoted("'Red ad'"), "Red ad");
    EXPECT_EQ(unquoted("\"Red \\\"ad"), "Red \"ad");
    EXPECT_EQ(unquoted("'it\\"), "it\\");
    EXPECT_EQ(unquoted("\\"), "\\");
    EXPECT_EQ(unquoted(""), "");
}

TEST(ShellWords, are_quoted_where_they_need_it) {
    EXPECT_EQ(shell_quoted("harbour"), "harbour");
    EXPECT_EQ(shell_quoted("Reddit ad"), "'Reddit ad'");
    EXPECT_EQ(shell_quoted("Bob's"), "'Bob'\\''s'");
    EXPECT_EQ(shell_quoted(""), "''");
    for (const auto* word : {"a b", "$x `y` \"z\"", "it's", "\\"}) {
        EXPECT_EQ(unquoted(shell_quoted(word)), word);
    }
}

TEST(ShellWords, for_bash_begin_where_readline_cuts) {
    EXPECT_EQ(BashWord("js", "--format=js").rest_of("--format=json"), "json");
    EXPECT_EQ(BashWord("=", "--format=").rest_of("--format=json"), "json");
    EXPECT_EQ(BashWord("", "").rest_of("leaderboard"), "leaderboard");
    EXPECT_EQ(BashWord("le", "le").rest_of("leaderboard"), "leaderboard");
    EXPECT_EQ(BashWord("--fo", "--fo").rest_of("--format"), "--format");
}

TEST(ShellWords, for_bash_are_quoted_as_they_were_begun) {
    const std::string name = "Bob's \"$best\" ad";
    EXPECT_EQ(BashWord("B", "B").rest_of(name), "Bob\\'s\\ \\\"\\$best\\\"\\ ad");
    EXPECT_EQ(BashWord("\"B", "B").rest_of(name), "Bob's \\\"\\$best\\\" ad");
    EXPECT_EQ(BashWord("'B", "B").rest_of(name), "Bob'\\''s \"$best\" ad");
}

}  // namespace
}  // namespace invitectl::commands
