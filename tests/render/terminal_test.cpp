// Names in a real terminal: tmux says in how many cells it drew each, and that is what was
// computed.
//
// Terminals do not agree about colour emoji by variation selector, keycaps and skin tones: newer
// ones draw one picture of two cells, as computed here; tmux 3.3 adds code points up. Names with
// those are left out.
#include "invitectl/base/escape.hpp"
#include "invitectl/base/width.hpp"

#include "test_paths.hpp"
#include "tests/support/hostile_names.hpp"
#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <thread>

namespace invitectl::render {
namespace {

using namespace std::chrono_literals;

bool is_drawn_differently(const std::string& name) {
    for (const auto* piece : {"\uFE0F", "\u20E3", "🏻", "🏼", "🏽", "🏾", "🏿"}) {
        if (name.find(piece) != std::string::npos) {
            return true;
        }
    }
    return false;
}

// 400 of ordinary people from all scripts and 100 made to do harm, as people are shown them.
std::vector<std::string> corpus() {
    std::vector<std::string> names;
    const auto take = [&names](const std::vector<std::string>& from, std::size_t count) {
        const std::size_t wanted = names.size() + count;
        constexpr std::size_t kStride = 7;  // so that every script and every ending is there
        for (std::size_t i = 0; i < from.size() && names.size() < wanted; ++i) {
            const std::string shown = text_for_people(from[i * kStride % from.size()]);
            if (!is_drawn_differently(shown)) {
                names.push_back(shown);
            }
        }
    };
    take(testing::ordinary_names(), 400);
    take(testing::hostile_names(400, 1), 100);
    return names;
}

testing::Launch tmux(const testing::TemporaryFolder& folder, std::vector<std::string> words) {
    words.insert(words.begin(),
                 {"/usr/bin/tmux", "-u", "-S", folder.file("socket"), "-f", "/dev/null"});
    return {.arguments = std::move(words),
            .environment = {{"LC_ALL", "C.UTF-8"},
                            {"TERM", "xterm"},
                            {"PATH", "/usr/bin:/bin"},
                            {"HOME", folder.path()}},
            .input = {}};
}

TEST(Terminal, draws_names_as_wide_as_they_are_computed) {
    const std::vector<std::string> names = corpus();
    ASSERT_EQ(names.size(), 500U);
    const testing::TemporaryFolder folder;
    std::string lines;
    for (const std::string& name : names) {
        lines += name + "\n";
    }
    testing::write_file(folder.file("names"), lines);
    const auto started = testing::run(tmux(folder,
                                           {"new-session",
                                            "-d",
                                            "-x",
                                            "200",
                                            "-y",
                                            "50",
                                            "/usr/bin/python3",
                                            INVITECTL_SOURCE_DIR "/tests/render/measure_names.py",
                                            folder.file("names"),
                                            folder.file("widths")}));
    ASSERT_EQ(started.status, 0) << started.err;
    for (int i = 0; i < 600 && !std::filesystem::exists(folder.file("widths")); ++i) {
        std::this_thread::sleep_for(50ms);
    }
    testing::run(tmux(folder, {"kill-server"}));
    std::istringstream widths(testing::read_file(folder.file("widths")));
    for (const std::string& name : names) {
        int drawn = -1;
        widths >> drawn;
        EXPECT_EQ(display_width(name), drawn) << name;
    }
}

}  // namespace
}  // namespace invitectl::render
