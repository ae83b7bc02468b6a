#include "tests/end_to_end/browser.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace invitectl::testing {

Finished Browser::run(const std::string& page, const std::vector<std::string>& more) const {
    Launch launch;
    launch.arguments = {"/usr/bin/chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--enable-logging=stderr",
                        "--hide-scrollbars",
                        "--user-data-dir=" + folder_ + "/browser",
                        "--virtual-time-budget=20000"};
    launch.arguments.insert(launch.arguments.end(), more.begin(), more.end());
    launch.arguments.push_back("file://" + page);
    launch.environment = {{"HOME", folder_}, {"LC_ALL", "C.UTF-8"}, {"PATH", "/usr/bin:/bin"}};
    const Finished finished = Running(launch).wait(std::chrono::minutes{5});
    EXPECT_EQ(finished.status, 0) << finished.err;
    return finished;
}

Finished Browser::dom(const std::string& page, const std::vector<std::string>& more) const {
    std::vector<std::string> words = more;
    words.emplace_back("--dump-dom");
    return run(page, words);
}

std::string Browser::picture(const std::string& page, const std::vector<std::string>& more) const {
    const std::string file = folder_ + "/picture.png";
    std::filesystem::remove(file);
    std::vector<std::string> words = more;
    words.push_back("--screenshot=" + file);
    run(page, words);
    return read_file(file);
}

// What the browser asks for on its own account begins in no page ("not an origin").
std::vector<std::string> Browser::requests(const std::string& page) const {
    const std::string log = folder_ + "/network.json";
    dom(page, {"--log-net-log=" + log});
    std::vector<std::string> found;
    const auto read = nlohmann::json::parse(read_file(log), nullptr, false);
    EXPECT_FALSE(read.is_discarded());
    for (const auto& event : read.value("events", nlohmann::json::array())) {
        const auto parameters = event.value("params", nlohmann::json::object());
        const std::string by = parameters.value("initiator", "not an origin");
        if (by != "not an origin" && parameters.contains("url")) {
            found.push_back(parameters.at("url").get<std::string>());
        }
    }
    return found;
}

std::size_t elements(const std::string& dom) {
    return static_cast<std::size_t>(std::count(dom.begin(), dom.end(), '<'));
}

}  // namespace invitectl::testing
