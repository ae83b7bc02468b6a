// What init must know: told by options, or asked for at a terminal.
#pragma once

#include "invitectl/cli/context.hpp"
#include "invitectl/workflow/setup.hpp"

#include <optional>
#include <string>
#include <vector>

namespace invitectl::commands {

struct InitAnswers {
    workflow::Access access;
    std::optional<std::string> alias;
    std::optional<std::string> kept_token;  // the file a typed token was put into
};

// At most eight questions where nothing goes wrong: token, its file, server, short name. A wrong
// answer is asked for again, a missing permission may be granted meanwhile.
class InitQuestions {
  public:
    InitQuestions(cli::Context& context,
                  std::optional<std::string> keep_token,
                  std::optional<std::string> alias);

    // Throws Error(usage) that names every missing option where nobody can be asked, and what the
    // checks throw.
    InitAnswers ask();

  private:
    bool find_token();
    BotIdentity ask_for_token();
    void keep_token();
    BotIdentity bot();
    GuildId choose_guild(const std::vector<GuildMembership>& guilds);
    GuildId ask_for_guild(const std::vector<GuildMembership>& guilds);
    workflow::Access check(const BotIdentity& bot);
    void ask_for_alias(const Guild& guild);

    cli::Context& context_;
    std::optional<std::string> keep_token_;
    InitAnswers answers_;
    bool attended_;
};

}  // namespace invitectl::commands
