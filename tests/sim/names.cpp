#include "tests/sim/names.hpp"

#include <vector>

namespace invitectl::sim {
namespace {

const std::vector<std::string_view> kFirst = {
    "ana",  "bela", "chris", "dora",  "emil",  "fenja", "gus",   "hana", "ivo",   "jule",
    "kofi", "lena", "milo",  "nadia", "omar",  "priya", "quinn", "rosa", "sven",  "tariq",
    "ulla", "vito", "wanda", "xenia", "yusuf", "zoe",   "pixel", "nova", "ember", "rook"};
const std::vector<std::string_view> kSecond = {
    "fox", "reed", "stone", "wolf", "river", "moth", "byte", "lark", "frost", "cedar",
    "ash", "owl",  "flint", "moss", "hawk",  "dune", "gale", "iris", "kite",  "lynx"};

const std::vector<std::string_view> kInternational = {"Zoë Müller",    "Łukasz Żak",
                                                      "Søren Ødegård", "José Ñandú",
                                                      "İpek Gürsoy",   "Наталья",
                                                      "Дмитро Ґедзь",  "Ελένη",
                                                      "אבישג",         "محمد الأمين",
                                                      "सरस्वती",        "สมหญิง",
                                                      "さくら",        "山田太郎",
                                                      "김민지",        "李小龍",
                                                      "ꦲꦏ꧀ꦱꦫ",         "Ọlá Ṣadé",
                                                      "Ngô Thị Hằng",  "ⓒⓘⓡⓒⓛⓔⓓ",
                                                      "🦊 Fox",      "👩‍👩‍👧 family",
                                                      "🇩🇪🇯🇵 flags",    "𝕱𝖗𝖆𝖐𝖙𝖚𝖗",
                                                      "ａｌｉｃｅ"};

// Terminal control, text direction, invisible and combining characters, formulas, markup, quoting.
const std::vector<std::string_view> kHostile = {
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "line\nbreak",
    "tab\tand\rreturn",
    "\xE2\x80\xAEgnp.exe",
    "zero\xE2\x80\x8Bwidth",
    "\xC2\x9B"
    "31mC1",
    "sep\xE2\x80\xA8line",
    "Z\xCC\x80\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86\xCC\x87\xCC\x88 zalgo",
    "=HYPERLINK(\"http://127.0.0.1\",\"x\")",
    "+1+1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "\"; DROP TABLE person; --",
    "a,b;c|d",
    "`code` *bold* [x](y)",
    "@everyone",
    "\xEF\xBB\xBF"
    "bom",
    " leading and trailing "};

std::string capital(std::string_view word) {
    std::string out(word);
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
}

}  // namespace

Names draw_names(Random& random, const NameMix& mix) {
    const std::string_view first = random.one_of(kFirst);
    const std::string_view second = random.one_of(kSecond);
    Names names;
    names.username = std::string(first) + (random.chance(0.5) ? "." : "_") + std::string(second) +
                     std::to_string(random.between(0, 9999));
    const double kind = random.unit();
    if (kind < mix.hostile) {
        names.display_name = random.one_of(kHostile);
    } else if (kind < mix.hostile + mix.international) {
        names.display_name = random.one_of(kInternational);
    } else if (random.chance(0.5)) {
        names.display_name = capital(first) + " " + capital(second);
    }
    return names;
}

}  // namespace invitectl::sim
