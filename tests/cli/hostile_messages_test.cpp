// Names made to do harm, in everything that is said about a run: messages, errors, log lines and
// answers of explain.
#include "invitectl/base/escape.hpp"
#include "invitectl/cli/described.hpp"

#include "tests/cli/desk.hpp"
#include "tests/support/hostile_names.hpp"
#include <gtest/gtest.h>

#include <chrono>
#include <sstream>

namespace invitectl::cli {
namespace {

using testing::first_forbidden;

// The commands of a run see so many of the names, so that 10,000 of them take a moment only.
constexpr std::size_t kTogether = 50;

class HostileMessages : public ::testing::Test {
  protected:
    HostileMessages()
        : seed(static_cast<unsigned>(std::chrono::steady_clock::now().time_since_epoch().count())),
          names(testing::hostile_names(10'000, seed)) {
        desk.commands = {command("talk",
                                 [this](Context& context) {
                                     for (const std::string& name : some) {
                                         context.tell("Made \"" + name + "\".");
                                         context.log().warning("skipped " + name);
                                     }
                                     return ExitStatus::ok;
                                 }),
                         command("fail", [this](Context&) -> ExitStatus {
                             std::string all;
                             for (const std::string& name : some) {
                                 all += "\"" + name + "\", ";
                             }
                             throw Error(ErrorCode::not_found, "no source " + all, all, all);
                         })};
    }

    // What is said of all names, some at a time.
    template <class Check>
    void each(const std::vector<std::string>& words, Check check) {
        SCOPED_TRACE(::testing::Message() << "seed " << seed);
        for (std::size_t i = 0; i < names.size(); i += kTogether) {
            some.clear();
            for (std::size_t k = i; k < i + kTogether; ++k) {
                some.push_back(names[k]);
            }
            desk.type(words);
            ASSERT_EQ(first_forbidden(desk.said()), "");
            check(desk.said());
        }
    }

    unsigned seed;
    std::vector<std::string> names;
    std::vector<std::string> some;
    Desk desk;
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

TEST_F(HostileMessages, stay_on_their_line_and_come_back_whole) {
    each({"talk"}, [this](const std::string& said) {
        const std::vector<std::string> lines = lines_of(said);
        ASSERT_EQ(lines.size(), 2 * kTogether);
        for (std::size_t i = 0; i < kTogether; ++i) {
            ASSERT_EQ(unescape(lines[2 * i]), "Made \"" + some[i] + "\".");
        }
    });
}

TEST_F(HostileMessages, do_nothing_in_errors) {
    each({"fail"}, [](const std::string& said) { ASSERT_EQ(lines_of(said).size(), 3U) << said; });
    each({"fail", "--json"}, [](const std::string& said) { ASSERT_EQ(lines_of(said).size(), 1U); });
}

TEST_F(HostileMessages, do_nothing_in_words_that_were_typed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    names.resize(300);
    for (const std::string& name : names) {
        desk.type({name});
        ASSERT_EQ(first_forbidden(desk.said() + desk.shown()), "") << name;
        desk.type({"talk", "--db", name, "--" + name});
        ASSERT_EQ(first_forbidden(desk.said() + desk.shown()), "") << name;
    }
}

}  // namespace
}  // namespace invitectl::cli
