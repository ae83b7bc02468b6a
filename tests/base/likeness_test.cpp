#include "invitectl/base/likeness.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace invitectl {
namespace {

TEST(Likeness, case_blanks_and_look_alikes_make_no_difference) {
    const std::vector<std::pair<std::string, std::string>> pairs = {
        {"Reddit ad", "reddit ad"},
        {"Reddit ad", "Reddit ad "},
        {"Reddit ad", "Reddit  ad"},
        {"Reddit ad", "Redditad"},
        {"Reddit ad", "Reddit-ad"},
        {"Reddit ad", "Reddit_ad"},
        {"Reddit ad", "Reddit\u00A0ad"},
        {"Reddit ad", "Reddit \u0430d"},  // Cyrillic a
        {"Reddit ad", "\uFF32eddit ad"},  // full-width R
        {"Twitch", "Tw\u0456tch"},        // Ukrainian i
        {"Twitch", "Tw1tch"},
        {"Ill", "lll"},
        {"Cafe", "C\u0430f\u0435"},
        {"Caf\u00E9", "Cafe\u0301"},
        {"\uFB01le", "file"},  // fi ligature
        {"Stra\u00DFe", "STRASSE"},
        {"O2", "02"},
    };
    for (const auto& [one, other] : pairs) {
        EXPECT_EQ(likeness(one), likeness(other)) << one << " / " << other;
    }
}

// Every letter that has a double in another script, in a name of three.
TEST(Likeness, every_double_is_found_in_place) {
    const std::vector<std::pair<std::string, std::string>> doubles = {
        {"a", "\u0430"}, {"b", "\u0432"}, {"e", "\u0435"}, {"k", "\u043A"}, {"m", "\u043C"},
        {"h", "\u043D"}, {"o", "\u043E"}, {"p", "\u0440"}, {"c", "\u0441"}, {"t", "\u0442"},
        {"y", "\u0443"}, {"x", "\u0445"}, {"s", "\u0455"}, {"i", "\u0456"}, {"j", "\u0458"},
        {"a", "\u03B1"}, {"o", "\u03BF"}, {"p", "\u03C1"}, {"v", "\u03BD"}, {"x", "\u03C7"},
        {"A", "\u0410"}, {"B", "\u0412"}, {"E", "\u0415"}, {"K", "\u039A"}, {"M", "\u041C"},
    };
    for (const auto& [latin, other] : doubles) {
        EXPECT_EQ(likeness("q" + latin + "z"), likeness("q" + other + "z")) << latin;
    }
}

TEST(Likeness, different_names_stay_different) {
    const std::vector<std::string> names = {"Reddit ad",
                                            "Reddit",
                                            "Twitch",
                                            "TikTok",
                                            "Newsletter",
                                            "Partner: Harbour Cafe",
                                            "Partner: Harbour Café 2",
                                            "日本",
                                            "中国",
                                            "🎉",
                                            "🎊",
                                            "A",
                                            "B",
                                            "Ад",
                                            "Реклама"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        for (std::size_t k = i + 1; k < names.size(); ++k) {
            EXPECT_NE(likeness(names[i]), likeness(names[k])) << names[i] << " / " << names[k];
        }
    }
    EXPECT_EQ(likeness("\xff\xfe"), likeness("\xff\xfe"));
    EXPECT_EQ(likeness(""), "");
}

}  // namespace
}  // namespace invitectl
