// What is going on, as a line, as objects, and on demand.
#include "invitectl/system/progress.hpp"

#include "tests/support/program.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fcntl.h>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace invitectl::system {
namespace {

using namespace std::chrono_literals;

// A descriptor whose bytes can be looked at.
class ProgressTest : public ::testing::Test {
  protected:
    ~ProgressTest() override { ::close(file_); }
    std::string written() { return testing::read_file(path_); }

    testing::TemporaryFolder folder_;
    std::string path_ = folder_.file("err");
    int file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    DescriptorBuffer err_{file_};
};

void sweep(Progress& progress) {
    progress.guild("harbour");
    progress.begin("members", 3000);
    progress.answered("GET /guilds/{guild}/members", 200);
    progress.reach(1000);
    progress.waiting(1500ms, "the bucket is empty");
}

TEST(ProgressText, says_how_far_and_how_long) {
    ProgressState state;
    EXPECT_EQ(progress_text(state), "nothing has begun yet");
    state = {.guild = "harbour",
             .step = "members",
             .done = 3000,
             .total = 12000,
             .answers = 3,
             .elapsed = 4s};
    EXPECT_EQ(progress_text(state),
              "harbour: members, 3,000 of about 12,000, 3 pages, 4 s, about 12 s left");
    state.wait_left = 1200ms;
    state.wait_reason = "the bucket is empty";
    EXPECT_EQ(progress_text(state),
              "harbour: members, 3,000 of about 12,000, 3 pages, waiting 2 s: the bucket is empty");
    state = {.step = "evil\r\x1b[2J"};
    EXPECT_EQ(progress_text(state).find('\x1b'), std::string::npos);
}

TEST_F(ProgressTest, a_line_is_drawn_in_place_and_makes_room) {
    ProgressReporter progress(ProgressMode::line, err_, 40);
    sweep(progress);
    std::ostream err(&err_);
    err << "a message\n" << std::flush;
    progress.end();
    const std::string bytes = written();
    EXPECT_EQ(bytes.rfind("\r\x1b[Kharbour: members", 0), 0U) << bytes;
    EXPECT_NE(bytes.find("\r\x1b[Ka message\n"), std::string::npos) << bytes;
    EXPECT_EQ(bytes.find('\n'), bytes.rfind('\n')) << "only the message has a line break";
}

TEST_F(ProgressTest, objects_are_one_a_line_without_a_carriage_return) {
    ProgressReporter progress(ProgressMode::json, err_, 80);
    sweep(progress);
    progress.end();
    std::istringstream lines(written());
    nlohmann::json last;
    for (std::string line; std::getline(lines, line);) {
        EXPECT_EQ(line.find('\r'), std::string::npos);
        last = nlohmann::json::parse(line);
        EXPECT_EQ(last["type"], "progress");
    }
    EXPECT_EQ(last["guild"], "harbour");
    EXPECT_EQ(last["done"], 1000);
    EXPECT_EQ(last["total"], 3000);
    EXPECT_EQ(last["wait_reason"], "the bucket is empty");
}

// Guilds are read side by side, each by a thread of its own: nothing of one is said of another.
TEST_F(ProgressTest, keeps_guilds_apart) {
    ProgressReporter progress(ProgressMode::json, err_, 80);
    sweep(progress);
    std::thread([&] {
        const GuildAtWork at_work(progress, "books");
        progress.begin("invites", {});
        progress.report_now();
    }).join();
    progress.report_now();
    std::vector<std::string> told;
    std::istringstream lines(written());
    for (std::string line; std::getline(lines, line);) {
        const auto object = nlohmann::json::parse(line);
        told.push_back(object["guild"].get<std::string>() + " " +
                       object["step"].get<std::string>() + " " + object["done"].dump());
    }
    std::ranges::sort(told);
    // Four of the sweep, that of books, both on demand, and the one that is left.
    const auto count = [&](const std::string& line) { return std::ranges::count(told, line); };
    EXPECT_EQ(count("books invites 0"), 2) << written();
    EXPECT_GE(count("harbour members 1000"), 3) << written();
    EXPECT_EQ(static_cast<std::size_t>(count("books invites 0") + count("harbour members 0") +
                                       count("harbour members 1000")),
              told.size())
        << written();
}

TEST_F(ProgressTest, the_line_names_the_guild_that_takes_longest_and_how_many_others) {
    ProgressReporter progress(ProgressMode::line, err_, 80);
    progress.guild("harbour");
    progress.begin("members", {});
    std::thread([&] {
        const GuildAtWork at_work(progress, "books");
        progress.begin("invites", {});
    }).join();
    progress.waiting(1500ms, "the bucket is empty");
    progress.end();
    const std::string bytes = written();
    EXPECT_NE(bytes.find("harbour and 1 more: members, "), std::string::npos) << bytes;
    EXPECT_EQ(bytes.find("books"), std::string::npos) << bytes;
    EXPECT_NE(bytes.find("harbour: members, waiting 2 s"), std::string::npos) << bytes;
}

TEST_F(ProgressTest, silent_until_it_is_asked) {
    ProgressReporter progress(ProgressMode::silent, err_, 80);
    sweep(progress);
    EXPECT_EQ(written(), "");
    progress.report_now();
    EXPECT_EQ(written().rfind("harbour: members, 1,000 of about 3,000, waiting", 0), 0U)
        << written();
}

TEST_F(ProgressTest, adds_up_answers_and_waits) {
    ProgressReporter progress(ProgressMode::silent, err_, 80);
    sweep(progress);
    progress.answered("GET /guilds/{guild}/members", 200);
    progress.answered("GET /guilds/{guild}/members", 429);
    const RequestTally tally = progress.tally();
    EXPECT_EQ(tally.answers.at({"GET /guilds/{guild}/members", 200}), 2);
    EXPECT_EQ(tally.answers.at({"GET /guilds/{guild}/members", 429}), 1);
    EXPECT_EQ(tally.waited, 1500ms);
}

}  // namespace
}  // namespace invitectl::system
