// The layers of the house: who may include whom, and where third-party headers may appear.
#include "test_paths.hpp"
#include "tests/rules/source_tree.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace invitectl::rules {
namespace {

// Folder (or main.cpp, wiring.cpp) → line of the picture, 0 on top.
std::map<std::string, int> read_picture() {
    std::map<std::string, int> line_of;
    std::ifstream in(INVITECTL_SOURCE_DIR "/tests/rules/layers.txt");
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        std::istringstream words(line);
        for (std::string word; words >> word;) {
            line_of[word] = number;
        }
        ++number;
    }
    return line_of;
}

// "src/store/schema.cpp" and "include/invitectl/store/schema.hpp" both live in "store".
std::string room_of(const std::string& path) {
    const std::string rest = path.rfind("src/", 0) == 0
                                 ? path.substr(4)
                                 : path.substr(std::string("include/invitectl/").size());
    const auto slash = rest.find('/');
    if (slash != std::string::npos) {
        return rest.substr(0, slash);
    }
    return rest.rfind("wiring.", 0) == 0 ? "wiring.cpp" : rest;
}

// The room an include leads to; empty for third-party and standard headers.
std::string room_included(const std::string& include, const std::map<std::string, int>& picture) {
    const std::string prefix = "invitectl/";
    const std::string rest =
        include.rfind(prefix, 0) == 0 ? include.substr(prefix.size()) : include;
    const auto slash = rest.find('/');
    if (slash == std::string::npos) {
        return rest.rfind("wiring.", 0) == 0 ? "wiring.cpp" : "";
    }
    const std::string room = rest.substr(0, slash);
    return picture.contains(room) ? room : "";
}

TEST(Layers, the_picture_names_every_folder) {
    const auto picture = read_picture();
    for (const SourceFile& file : product_sources()) {
        EXPECT_TRUE(picture.contains(room_of(file.path)))
            << file.path << " lives in no known folder";
    }
}

TEST(Layers, includes_lead_downwards_only) {
    const auto picture = read_picture();
    int arrows = 0;
    for (const SourceFile& file : product_sources()) {
        const std::string from = room_of(file.path);
        for (const std::string& include : includes_of(file)) {
            const std::string to = room_included(include, picture);
            if (to.empty() || to == from) {
                continue;
            }
            ++arrows;
            const bool top = picture.at(from) == 0;  // main.cpp and wiring.cpp stand side by side
            EXPECT_TRUE(picture.at(to) > picture.at(from) || (top && to == "wiring.cpp"))
                << file.path << " includes " << include << ", which is not on a lower line";
        }
    }
    EXPECT_GT(arrows, 50) << "the test reads no includes";
}

TEST(Layers, adapters_are_known_to_the_wiring_alone) {
    const std::set<std::string> adapters = {"discord", "engine", "system"};
    const auto picture = read_picture();
    for (const SourceFile& file : product_sources()) {
        const std::string from = room_of(file.path);
        for (const std::string& include : includes_of(file)) {
            const std::string to = room_included(include, picture);
            EXPECT_TRUE(!adapters.contains(to) || to == from || from == "wiring.cpp")
                << file.path << " includes " << include;
        }
    }
}

TEST(Layers, public_headers_name_no_third_party_library) {
    const std::vector<std::string> libraries = {"CLI/",
                                                "nlohmann/",
                                                "SQLiteCpp/",
                                                "sqlite3",
                                                "curl/",
                                                "fmt/",
                                                "date/",
                                                "toml++",
                                                "utf8proc",
                                                "spdlog/",
                                                "httplib"};
    for (const SourceFile& file : files_below("include", {".hpp"})) {
        for (const std::string& include : includes_of(file)) {
            for (const std::string& library : libraries) {
                EXPECT_NE(include.rfind(library, 0), 0U) << file.path << " includes " << include;
            }
        }
    }
}

// Each costs seconds in every file that includes it, or belongs to one folder by design.
TEST(Layers, heavy_headers_stay_where_they_belong) {
    const std::map<std::string, std::vector<std::string>> homes = {
        {"CLI/", {"src/cli/option_reading.cpp"}},
        {"spdlog/", {"src/system/"}},
        {"curl/", {"src/discord/"}},
        {"SQLiteCpp/", {"src/engine/"}},
        {"sqlite3", {"src/engine/"}},
        {"nlohmann/", {"src/discord/", "src/render/json.cpp", "src/exchange/"}},
        {"toml++", {"src/cli/", "src/exchange/"}},
        {"utf8proc", {"src/base/"}},
    };
    for (const SourceFile& file : product_sources()) {
        for (const std::string& include : includes_of(file)) {
            for (const auto& [library, places] : homes) {
                if (include.rfind(library, 0) != 0) {
                    continue;
                }
                const bool at_home = std::ranges::any_of(places, [&](const std::string& place) {
                    return file.path.rfind(place, 0) == 0;
                });
                EXPECT_TRUE(at_home) << file.path << " includes " << include;
            }
        }
    }
}

}  // namespace
}  // namespace invitectl::rules
