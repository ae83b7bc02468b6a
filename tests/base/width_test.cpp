// Columns line up by what people see, not by bytes or code points.
#include "invitectl/base/width.hpp"

#include "invitectl/base/escape.hpp"

#include <gtest/gtest.h>

namespace invitectl {
namespace {

TEST(Width, counts_cells) {
    EXPECT_EQ(display_width(""), 0);
    EXPECT_EQ(display_width("Ana"), 3);
    EXPECT_EQ(display_width("é"), 1);
    EXPECT_EQ(display_width("e\u0301"), 1);
    EXPECT_EQ(display_width("田中"), 4);
    EXPECT_EQ(display_width("김"), 2);
    EXPECT_EQ(display_width("ｱ"), 1);   // half-width
    EXPECT_EQ(display_width("Ａ"), 2);  // full-width
    EXPECT_EQ(display_width("…"), 1);
}

TEST(Width, emoji_take_two_cells_however_many_code_points_they_have) {
    for (const auto* emoji : {"👍",
                              "👍🏽",
                              "❤️",
                              "👩‍💻",
                              "👨‍👩‍👧‍👦",
                              "🏳️‍🌈",
                              "🇩🇪",
                              "1️⃣",
                              "🏴󠁧󠁢󠁥󠁮󠁧󠁿"}) {
        EXPECT_EQ(display_width(emoji), 2) << emoji;
    }
    EXPECT_EQ(display_width("🇩🇪🇫🇷"), 4);
    EXPECT_EQ(display_width("❤"), 1);  // text style unless a selector says otherwise
}

TEST(Width, broken_bytes_are_one_cell_each) {
    EXPECT_EQ(display_width("\xff\xfe"), 2);
}

TEST(Width, graphemes_stay_whole) {
    EXPECT_EQ(first_grapheme("e\u0301x").bytes, "e\u0301");
    EXPECT_EQ(first_grapheme("🇩🇪🇫🇷").bytes, "🇩🇪");
    EXPECT_EQ(first_grapheme("👩‍💻!").bytes, "👩‍💻");
}

TEST(CutToWidth, keeps_what_fits) {
    EXPECT_EQ(cut_to_width("leaderboard", 11), "leaderboard");
    EXPECT_EQ(cut_to_width("leaderboard", 10), "leaderboa…");
    EXPECT_EQ(cut_to_width("田中さん", 5), "田中…");
    EXPECT_EQ(cut_to_width("田中さん", 4), "田…");  // never wider, though a cell stays free
    EXPECT_EQ(cut_to_width("👩‍💻👩‍💻", 3), "👩‍💻…");
    EXPECT_EQ(cut_to_width("leaderboard", 5, "..."), "le...");
    EXPECT_EQ(cut_to_width("leaderboard", 1), "…");
    EXPECT_EQ(cut_to_width("leaderboard", 0), "");
}

TEST(CutToWidth, is_never_wider_than_asked) {
    const std::string text = "a田é👩‍💻🇩🇪\xffz1️⃣e\u0301";
    for (int width = 0; width <= display_width(text); ++width) {
        EXPECT_LE(display_width(cut_to_width(text, width)), width);
    }
}

}  // namespace
}  // namespace invitectl
