// What the bot is invited with, wherever it is said: one number, and enough for what is done daily.
#include "invitectl/cli/help.hpp"
#include "invitectl/domain/guild.hpp"
#include "invitectl/workflow/abilities.hpp"

#include "commands/all.hpp"
#include "test_paths.hpp"
#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <regex>

namespace invitectl::commands {
namespace {

std::vector<std::string> addresses_in(const std::string& text) {
    static const std::regex kAddress("https://discord[.]com/oauth2/authorize[^ \n]*");
    std::vector<std::string> found;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), kAddress);
         at != std::sregex_iterator();
         ++at) {
        found.push_back(at->str());
    }
    return found;
}

TEST(Permissions, readme_and_help_ask_for_the_same) {
    const std::string readme = testing::read_file(INVITECTL_SOURCE_DIR "/README.md");
    EXPECT_EQ(addresses_in(readme),
              std::vector<std::string>{invitation_url("YOUR_APPLICATION_ID")});
    const auto commands = all();
    const std::vector<std::string> words = {"permissions"};
    EXPECT_EQ(addresses_in(cli::help_text(commands, words)),
              std::vector<std::string>{invitation_url("ID")});
}

TEST(Permissions, cover_everything_but_moderation) {
    const std::set<std::string_view> extra = {"manage-roles", "kick", "ban"};
    for (const workflow::Ability& ability : workflow::abilities()) {
        EXPECT_EQ(permission::has(permission::kAskedFor, ability.permission),
                  !extra.contains(ability.action))
            << ability.action;
    }
    EXPECT_FALSE(permission::has(permission::kAskedFor, permission::kAdministrator));
}

}  // namespace
}  // namespace invitectl::commands
