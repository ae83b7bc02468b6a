// A guild written by hand and followed: what scenarios are told in.
//
//     Story story;
//     story.guild.invite("abc", "ana");
//     story.begin();                       // baseline, declared closed
//     story.guild.join("bob", "abc");
//     story.settle();
//     EXPECT_EQ(story.code_of("bob"), "abc");
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/outcome.hpp"
#include "invitectl/store/members.hpp"

#include "tests/scenarios/follower.hpp"
#include "tests/sim/script.hpp"

#include <string>

namespace invitectl::testing {

using namespace std::chrono_literals;

class Story {
  public:
    explicit Story(const sim::GuildSpec& spec = {}, const sim::MemoryOptions& options = {})
        : guild({}, spec), tool(guild.world(), guild.guild(), options) {}

    void begin(bool closed = true) { tool.begin(closed); }
    void pass(Duration time) { tool.pass(time); }
    void settle() { tool.settle(); }

    // The latest join of that user; a failure of the test when there is none.
    store::StoredJoin join_of(const std::string& name);
    Attribution answer_for(const std::string& name);
    // The code a credited join is credited to; "" for any other.
    std::string code_of(const std::string& name);
    // As of now, with the default thresholds.
    Outcome outcome_of(const std::string& name);

    sim::Script guild;
    Follower tool;
};

}  // namespace invitectl::testing
