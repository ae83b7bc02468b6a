#include "tests/support/hostile_names.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <random>

namespace invitectl::testing {
namespace {

using namespace std::string_view_literals;

void append(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6U));
        out += static_cast<char>(0x80 | (c & 0x3FU));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12U));
        out += static_cast<char>(0x80 | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80 | (c & 0x3FU));
    } else {
        out += static_cast<char>(0xF0 | (c >> 18U));
        out += static_cast<char>(0x80 | ((c >> 12U) & 0x3FU));
        out += static_cast<char>(0x80 | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80 | (c & 0x3FU));
    }
}

// Of a text that is valid UTF-8.
std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> out;
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        constexpr std::array<unsigned, 5> kMasks = {0, 0x7F, 0x1F, 0x0F, 0x07};
        char32_t c = byte & kMasks.at(length);
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
            c = (c << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        }
        out.push_back(c);
        i += length;
    }
    return out;
}

// Single characters that do harm, and ranges of them.
constexpr std::array<std::pair<char32_t, char32_t>, 26> kHarmful = {{
    {0x01, 0x1F},       {0x7F, 0x9F},         {0xAD, 0xAD},       {0x34F, 0x34F},
    {0x61C, 0x61C},     {0x115F, 0x1160},     {0x17B4, 0x17B5},   {0x180B, 0x180E},
    {0x200B, 0x200F},   {0x2028, 0x202E},     {0x2060, 0x206F},   {0x2800, 0x2800},
    {0x3164, 0x3164},   {0xE000, 0xE00F},     {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},     {0xFFF9, 0xFFFB},   {0xFFFE, 0xFFFF},
    {0x1FFFE, 0x1FFFF}, {0xE0001, 0xE0001},   {0xE0020, 0xE007F}, {0xE0100, 0xE01EF},
    {0xF0000, 0xF000F}, {0x10FFFE, 0x10FFFF},
}};

const std::vector<std::string_view> kPieces = {
    "\x1b[2J",
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://127.0.0.1\x1b\\",
    "\r",
    "\n",
    "\t",
    "\r\n",
    "\xC2\x9B"
    "6n",
    "\xE2\x80\xAE"
    "txt.exe",
    "\xE2\x80\xA8",
    "\\u{202e}",
    "\\x1b",
    "\\",
    "=1+1",
    "+A1",
    "-2",
    "@SUM(A1)",
    "\xEF\xBC\x9D"
    "1",
    "   ",
    "\xE3\x80\x80",
    "\xC2\xA0",
    "o\xCC\x80\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86\xCC\x87",
    "\xCC\x81",
    "<script>alert(1)</script>",
    "](http://127.0.0.1)",
    "| cell |",
    "\"; DROP TABLE person; --",
    "$(touch x)`touch x`",
    "a,b;c",
    "\"quoted\"",
    "'",
    "%s%n",
    "שלום",
    "محمد",
    "👩‍💻",
    "👍🏽",
    "🏳️‍🌈",
    "🇩🇪",
    "1️⃣",
    "漢字",
    "Ana",
    "é",
    "ไม่",
};

char32_t harmful(std::mt19937& random) {
    const auto [first, last] = kHarmful.at(random() % kHarmful.size());
    return first + static_cast<char32_t>(random() % (last - first + 1));
}

bool is_tag(char32_t c) {
    return c >= 0xE0020 && c <= 0xE007F;
}

bool is_pictograph(char32_t c) {
    return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2190 && c <= 0x2BFF) || c == 0xA9 ||
           c == 0xAE || (c >= 0x203C && c <= 0x2049) || c == 0x2122 || c == 0x2139 ||
           (c >= 0x3030 && c <= 0x303D) || c == 0x3297 || c == 0x3299;
}

bool is_key(char32_t c) {
    return c == '#' || c == '*' || (c >= '0' && c <= '9');
}

// Joiners, selectors and tags are part of emoji; anywhere else they hide.
bool is_part_of_emoji(const std::vector<char32_t>& text, std::size_t i) {
    const char32_t before = i > 0 ? text[i - 1] : 0;
    if (text[i] == 0xFE0F || text[i] == 0xFE0E) {
        return is_pictograph(before) || is_key(before);
    }
    if (text[i] == 0x200D) {
        const bool after = i + 1 < text.size() && is_pictograph(text[i + 1]);
        return after && (is_pictograph(before) || before == 0xFE0F);
    }
    return is_tag(text[i]) && (before == 0x1F3F4 || is_tag(before));
}

bool is_forbidden(char32_t c) {
    if (c == '\n') {
        return false;
    }
    for (const auto& [first, last] : kHarmful) {
        if (c >= first && c <= last) {
            return true;
        }
    }
    return c == 0 || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xE0000;
}

// "\x1b[1m" at `i`: its length, else 0.
std::size_t colour_at(const std::vector<char32_t>& text, std::size_t i) {
    if (text[i] != 0x1B || i + 1 >= text.size() || text[i + 1] != '[') {
        return 0;
    }
    std::size_t end = i + 2;
    while (end < text.size() && (text[end] == ';' || (text[end] >= '0' && text[end] <= '9'))) {
        ++end;
    }
    return end < text.size() && text[end] == 'm' ? end - i + 1 : 0;
}

}  // namespace

std::vector<std::string> hostile_names(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<std::string> names;
    while (names.size() < count) {
        std::string name;
        for (auto pieces = 1 + random() % 6; pieces > 0; --pieces) {
            if (random() % 3 == 0) {
                append(name, harmful(random));
            } else {
                name += kPieces[random() % kPieces.size()];
            }
        }
        names.push_back(std::move(name));
    }
    return names;
}

std::vector<std::string> ordinary_names() {
    const std::vector<std::string_view> first = {
        "Ana",   "Łukasz",  "Søren",  "José",   "İpek",   "Наталья",  "Ґедзь",  "Ελένη",
        "אבישג", "محمد",    "सरस्वती", "สมหญิง",  "さくら", "山田",     "김민지", "李小龍",
        "Ọlá",   "Ngô Thị", "Zoë",    "ⓒⓘⓡⓒⓛⓔ", "𝕱𝖗𝖆𝖐𝖙",  "ａｌｉ",   "Ærø",    "Þór",
        "Çağla", "Ştefan",  "Ģirts",  "Ņina",   "Đặng",   "ქეთევანი", "Անահիտ", "አበበ",
        "இளங்கோ", "తెలుగు",   "ಕನ್ನಡ",   "മലയാളം", "සිංහල",   "ਪੰਜਾਬੀ",    "ગુજરાતી", "বাংলা",
        "ខ្មែរ",  "ລາວ",     "မြန်မာ",  "བོད",     "ᠮᠣᠩᠭᠣᠯ", "O'Neil",   "x_X",    "user.name"};
    const std::vector<std::string_view> second = {"",
                                                  " Ž.",
                                                  " 2026",
                                                  "-san",
                                                  " 🦊",
                                                  " 👍",
                                                  " 👍🏽",
                                                  " ❤️",
                                                  " ☎︎",
                                                  " 👩‍💻",
                                                  " 🏳️‍🌈",
                                                  " 🏴‍☠️",
                                                  " 🇩🇪",
                                                  " 1️⃣",
                                                  " #️⃣",
                                                  " 👨‍👩‍👧‍👦",
                                                  " 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                                                  " ✨",
                                                  " ☕",
                                                  " ♥",
                                                  " (he)",
                                                  " ✝",
                                                  " €5",
                                                  " ½",
                                                  " ™",
                                                  " «x»",
                                                  " „y“",
                                                  " …",
                                                  " —",
                                                  " ∞",
                                                  " ♫",
                                                  " ★彡",
                                                  " ꧁꧂",
                                                  " ツ",
                                                  " 様",
                                                  " 님",
                                                  " ᴀʙᴄ",
                                                  " ₿",
                                                  " ʕ•ᴥ•ʔ",
                                                  " ¯_(ツ)_/¯",
                                                  " ☀️",
                                                  " 🧑🏿‍🚀",
                                                  " ℵ",
                                                  " ⅷ"};
    std::vector<std::string> names;
    for (const std::string_view one : first) {
        for (const std::string_view two : second) {
            names.push_back(std::string(one).append(two));
        }
    }
    return names;
}

std::string first_forbidden(std::string_view output, bool colour) {
    const std::vector<char32_t> text = code_points(output);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (const std::size_t length = colour ? colour_at(text, i) : 0; length > 0) {
            i += length - 1;
        } else if (is_forbidden(text[i]) && !is_part_of_emoji(text, i)) {
            std::array<char, 16> name{};
            std::snprintf(name.data(), name.size(), "U+%04X", static_cast<unsigned>(text[i]));
            return name.data();
        }
    }
    return {};
}

}  // namespace invitectl::testing
