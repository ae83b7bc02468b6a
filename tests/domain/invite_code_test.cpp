// Codes as Discord writes them, and as people paste them.
#include "invitectl/domain/invite_code.hpp"

#include <gtest/gtest.h>

namespace invitectl {
namespace {

std::string pasted(std::string_view text) {
    const auto code = InviteCode::parse_pasted(text);
    return code ? code->text() : "(refused)";
}

TEST(InviteCode, keeps_case_and_characters) {
    EXPECT_EQ(InviteCode::parse("AbC-1_2")->text(), "AbC-1_2");
    EXPECT_NE(InviteCode::parse("abc"), InviteCode::parse("ABC"));
    EXPECT_TRUE(InviteCode::parse(std::string(100, 'x')));
}

TEST(InviteCode, refuses_what_is_no_code) {
    for (const std::string& text : {std::string(),
                                    std::string(101, 'x'),
                                    std::string("a b"),
                                    std::string("a/b"),
                                    std::string("a?b"),
                                    std::string("a#b"),
                                    std::string("a\nb"),
                                    std::string("a\0b", 3),
                                    std::string("\x7f"),
                                    std::string("caf\xc3\xa9")}) {
        EXPECT_FALSE(InviteCode::parse(text)) << text;
    }
}

TEST(InviteCode, is_found_in_what_people_paste) {
    EXPECT_EQ(pasted("abc"), "abc");
    EXPECT_EQ(pasted("discord.gg/abc"), "abc");
    EXPECT_EQ(pasted("https://discord.gg/abc/"), "abc");
    EXPECT_EQ(pasted("http://www.discord.gg/abc"), "abc");
    EXPECT_EQ(pasted("https://discord.com/invite/abc?event=1"), "abc");
    EXPECT_EQ(pasted("https://discordapp.com/invite/abc#x"), "abc");
}

TEST(InviteCode, is_not_found_in_other_links) {
    EXPECT_EQ(pasted("https://example.com/abc"), "(refused)");
    EXPECT_EQ(pasted("https://discord.gg/"), "(refused)");
    EXPECT_EQ(pasted("discord.gg/a/b"), "(refused)");
    EXPECT_EQ(pasted(""), "(refused)");
}

}  // namespace
}  // namespace invitectl
