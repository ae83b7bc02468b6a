// Names come from strangers: what they can do to a terminal, and what they must not lose.
#include "invitectl/base/escape.hpp"

#include "invitectl/base/utf8.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <vector>

namespace invitectl {
namespace {

std::string utf8(std::initializer_list<char32_t> code_points) {
    std::string out;
    for (const char32_t c : code_points) {
        append_utf8(out, c);
    }
    return out;
}

void expect_unchanged(const std::string& text) {
    EXPECT_EQ(escape_for_terminal(text), text);
    EXPECT_EQ(unescape(text), text);
}

void expect_round_trip(const std::string& bytes) {
    EXPECT_EQ(unescape(escape_for_terminal(bytes)), bytes) << escape_for_terminal(bytes);
    EXPECT_EQ(unescape(escape_for_terminal(bytes, Charset::ascii)), bytes);
}

// Everything that comes out, emoji aside, is a character that may be shown.
bool holds_unsafe(std::string_view text) {
    while (!text.empty()) {
        const Decoded next = decode_utf8(text);
        if (!next.code_point || is_unsafe(*next.code_point)) {
            return true;
        }
        text.remove_prefix(next.length);
    }
    return false;
}

TEST(Escape, ordinary_names_stay_as_they_are) {
    for (const auto* name :
         {"",       "Ana",        "Łukasz",  "Nguyễn Thị Ánh", "Иван",        "田中さん",  "김철수",
          "محمد",   "שלום",       "ไม่เป็นไร", "नमस्ते",           "¯\\_(ツ)_/¯", "C:\\users", "a\\b",
          "50 % €", "naïve café", "𝔉𝔯𝔞𝔨𝔱𝔲𝔯", "\\u{nothex}",    "\\xZZ",       "\\"}) {
        expect_unchanged(name);
    }
}

TEST(Escape, emoji_keep_what_joins_them) {
    for (const auto* emoji : {"👍",
                              "👍🏽",
                              "❤️",
                              "☎︎",
                              "👩‍💻",
                              "👨‍👩‍👧‍👦",
                              "👩‍❤️‍💋‍👨",
                              "🏳️‍🌈",
                              "🏴‍☠️",
                              "🇩🇪",
                              "1️⃣",
                              "#️⃣",
                              "🏴󠁧󠁢󠁥󠁮󠁧󠁿"}) {
        expect_unchanged(emoji);
    }
}

TEST(Escape, joiners_and_selectors_outside_emoji_show) {
    EXPECT_EQ(escape_for_terminal(utf8({'a', 0x200D, 'b'})), "a\\u{200d}b");
    EXPECT_EQ(escape_for_terminal(utf8({'a', 0xFE0F})), "a\\u{fe0f}");
    EXPECT_EQ(escape_for_terminal(utf8({0x1F44D, 0x200D})), "👍\\u{200d}");
    EXPECT_EQ(escape_for_terminal(utf8({0x1F3F4, 0xE0041, 0xE007F})),
              "🏴\\u{e0041}\\u{e007f}");  // a tag that names no flag
}

TEST(Escape, cursor_movements_and_hidden_characters_show) {
    EXPECT_EQ(escape_for_terminal("\x1b[2J"), "\\u{1b}[2J");
    EXPECT_EQ(escape_for_terminal("a\nb\tc\rd"), "a\\u{a}b\\u{9}c\\u{d}d");
    EXPECT_EQ(escape_for_terminal(std::string("a\0b", 3)), "a\\u{0}b");
    EXPECT_EQ(escape_for_terminal(utf8({0x9B, '3', '1', 'm'})), "\\u{9b}31m");
    EXPECT_EQ(escape_for_terminal(utf8({'x', 0x202E, 'y'})), "x\\u{202e}y");
    for (const char32_t c : std::u32string{
             0x7F,   0xAD,   0x34F,  0x61C,   0x115F,  0x1160,  0x17B4,  0x180E,  0x200B, 0x200C,
             0x200E, 0x2028, 0x2029, 0x2066,  0x2060,  0x2800,  0x3164,  0xE000,  0xFDD0, 0xFEFF,
             0xFFA0, 0xFFF9, 0xFFFE, 0x1FFFF, 0xE0001, 0xE0100, 0xF0000, 0x10FFFD}) {
        EXPECT_TRUE(is_unsafe(c)) << std::hex << static_cast<unsigned>(c);
        EXPECT_FALSE(holds_unsafe(escape_for_terminal(utf8({'a', c, 'b'}))));
    }
}

TEST(Escape, bytes_that_are_no_utf8_show) {
    EXPECT_EQ(escape_for_terminal("a\xff\xc3"), "a\\xff\\xc3");
    EXPECT_EQ(escape_for_terminal("\xc0\xaf"), "\\xc0\\xaf");           // overlong
    EXPECT_EQ(escape_for_terminal("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
}

TEST(Escape, our_own_escapes_typed_by_others_are_told_apart) {
    EXPECT_EQ(escape_for_terminal("\\u{202e}"), "\\u{5c}u{202e}");
    EXPECT_EQ(escape_for_terminal("\\x41"), "\\u{5c}x41");
    expect_round_trip("\\u{202e}");
    expect_round_trip("\\\\x41");
    expect_round_trip("\\\xff");
    expect_round_trip("\\u{1\xc3\xa9}");
}

TEST(Escape, marks_stack_two_high) {
    const std::string two = utf8({'a', 0x301, 0x302});
    expect_unchanged(two);
    EXPECT_EQ(escape_for_terminal(two + utf8({0x303, 0x304, 'b'})), two + "\\u{303}\\u{304}b");
    EXPECT_EQ(text_for_people(two + utf8({0x303, 0x304, 'b'})), two + "…b");
    EXPECT_EQ(escape_for_terminal(utf8({0x301, 'a'})), "\\u{301}a");  // would stand on the border
}

TEST(Escape, ascii_leaves_nothing_above_7f) {
    EXPECT_EQ(escape_for_terminal("é👍", Charset::ascii), "\\u{e9}\\u{1f44d}");
    EXPECT_EQ(text_for_people("שלום", Charset::ascii), "\\u{5e9}\\u{5dc}\\u{5d5}\\u{5dd}");
}

TEST(Escape, every_scalar_value_survives) {
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        std::string text;
        append_utf8(text, c);
        const std::string escaped = escape_for_terminal(text);
        ASSERT_EQ(unescape(escaped), text) << std::hex << static_cast<unsigned>(c);
        ASSERT_FALSE(holds_unsafe(escaped)) << std::hex << static_cast<unsigned>(c);
    }
}

TEST(Escape, random_bytes_survive) {
    const auto seed =
        static_cast<unsigned>(std::chrono::steady_clock::now().time_since_epoch().count());
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    // Pieces that touch each other's rules, between plain noise.
    const std::vector<std::string> pieces = {"\\",
                                             "\\u{",
                                             "\\x",
                                             "41",
                                             "}",
                                             "👩",
                                             "\xff",
                                             "é",
                                             utf8({0x200D}),
                                             utf8({0xFE0F}),
                                             utf8({0x301}),
                                             "\n",
                                             "5c",
                                             "\xf0\x9f",
                                             "שׁ"};
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes;
        for (auto n = random() % 12; n > 0; --n) {
            bytes += random() % 3 == 0 ? std::string(1, static_cast<char>(random() % 256))
                                       : pieces[random() % pieces.size()];
        }
        ASSERT_EQ(unescape(escape_for_terminal(bytes)), bytes) << escape_for_terminal(bytes);
        const std::string ascii = escape_for_terminal(bytes, Charset::ascii);
        ASSERT_EQ(unescape(ascii), bytes) << ascii;
        ASSERT_FALSE(holds_unsafe(ascii)) << ascii;
    }
}

TEST(TextForPeople, blanks_and_reading_order_are_named) {
    EXPECT_EQ(text_for_people(""), "");
    EXPECT_EQ(text_for_people("   "), "(blank name)");
    EXPECT_EQ(text_for_people(utf8({0x3000, 0xA0})), "(blank name)");
    EXPECT_EQ(text_for_people(utf8({0x2800})), "\\u{2800}");
    EXPECT_EQ(text_for_people("שלום"), "שלום ⟨RTL⟩");
    EXPECT_EQ(text_for_people("Ana"), "Ana");
}

TEST(JsonString, is_harmless_and_valid) {
    EXPECT_EQ(json_string("a\"b\\c"), R"("a\"b\\c")");
    EXPECT_EQ(json_string("\n\x1b"), R"("\u000a\u001b")");
    EXPECT_EQ(json_string(utf8({0x202E, 0xE0041})), R"("\u202e\udb40\udc41")");
    EXPECT_EQ(json_string("\xff"), "\"\xef\xbf\xbd\"");
    EXPECT_EQ(json_string("é👍"), "\"é👍\"");
}

}  // namespace
}  // namespace invitectl
