#include "invitectl/base/edit_distance.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace invitectl {
namespace {

const std::vector<std::string> kWords = {"leaderboard", "stats", "sync", "source", "settings"};

TEST(EditDistance, counts_edits_and_swaps) {
    EXPECT_EQ(edit_distance("", ""), 0);
    EXPECT_EQ(edit_distance("abc", ""), 3);
    EXPECT_EQ(edit_distance("sync", "sync"), 0);
    EXPECT_EQ(edit_distance("sycn", "sync"), 1);
    EXPECT_EQ(edit_distance("sinc", "sync"), 1);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
    EXPECT_EQ(edit_distance("stats", "tstas"), edit_distance("tstas", "stats"));
}

TEST(Nearest, finds_every_word_with_one_slip) {
    for (const std::string& word : kWords) {
        for (std::size_t i = 0; i < word.size(); ++i) {
            std::string dropped = word;
            dropped.erase(i, 1);
            EXPECT_EQ(nearest(dropped, kWords), word);
            std::string doubled = word;
            doubled.insert(i, 1, 'q');
            EXPECT_EQ(nearest(doubled, kWords), word);
            std::string wrong = word;
            wrong[i] = 'q';
            EXPECT_EQ(nearest(wrong, kWords), word);
            if (i > 0) {
                std::string swapped = word;
                std::swap(swapped[i - 1], swapped[i]);
                EXPECT_EQ(nearest(swapped, kWords), word);
            }
        }
    }
}

TEST(Nearest, says_nothing_when_nothing_is_near) {
    EXPECT_EQ(nearest("export", kWords), std::nullopt);
    EXPECT_EQ(nearest("xy", kWords), std::nullopt);
    EXPECT_EQ(nearest(std::string(100'000, 's'), kWords), std::nullopt);
    EXPECT_EQ(nearest("SYNC", kWords), "sync");
}

}  // namespace
}  // namespace invitectl
