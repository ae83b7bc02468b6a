#include "tests/scenarios/story.hpp"

#include "invitectl/store/attributions.hpp"

#include <gtest/gtest.h>

namespace invitectl::testing {

store::StoredJoin Story::join_of(const std::string& name) {
    const auto joins = store::joins_of(tool.database(), tool.guild(), guild.user(name));
    EXPECT_FALSE(joins.empty()) << name << " has no join";
    return joins.empty() ? store::StoredJoin{} : joins.back();
}

Attribution Story::answer_for(const std::string& name) {
    const auto answer = store::load_attribution(tool.database(), tool.guild(), join_of(name).id);
    EXPECT_TRUE(answer) << name << " has no attribution";
    return answer.value_or(Attribution{});
}

std::string Story::code_of(const std::string& name) {
    const auto code = answer_for(name).code_value;
    return code ? code->text() : "";
}

Outcome Story::outcome_of(const std::string& name) {
    const Spell spell = join_of(name).spell;
    return invitectl::outcome_of(spell, tool.world().now(), {600s, std::chrono::days{7}});
}

}  // namespace invitectl::testing
