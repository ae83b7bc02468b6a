#include "commands/init_questions.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/store/guilds.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace invitectl::commands {
namespace {

constexpr int kTries = 3;
constexpr const char* kNext = "invitectl init --guild SERVER_ID --token-file FILE";

Error end_of_input() {
    return {ErrorCode::usage, "init was not told enough", "the input ended", kNext};
}

GuildId parse_guild(const std::string& text) {
    const auto id = GuildId::parse(text);
    if (!id) {
        throw Error(
            ErrorCode::bad_value,
            "\"" + text + "\" is no server id",
            "an id is a number of 17 to 20 digits; in Discord: Settings, Advanced, Developer "
            "Mode, then right-click the server",
            kNext);
    }
    return *id;
}

bool can_be_mended(ErrorCode code) {
    return code == ErrorCode::missing_intent || code == ErrorCode::missing_permission ||
           code == ErrorCode::guild_gone;
}

}  // namespace

InitQuestions::InitQuestions(cli::Context& context,
                             std::optional<std::string> keep_token,
                             std::optional<std::string> alias)
    : context_(context), keep_token_(std::move(keep_token)), attended_(context.can_ask()) {
    answers_.alias = std::move(alias);
}

InitAnswers InitQuestions::ask() {
    if (answers_.alias) {
        store::check_alias(*answers_.alias);
    }
    if (context_.options().guild) {
        parse_guild(*context_.options().guild);
    }
    const bool has_token = find_token();
    if (!attended_) {
        if (!has_token || !context_.options().guild) {
            std::string missing = has_token ? "" : "--token-file";
            if (!context_.options().guild) {
                missing += missing.empty() ? "--guild" : " and --guild";
            }
            throw Error(ErrorCode::usage,
                        "init was not told enough: " + missing +
                            (missing.find(' ') == std::string::npos ? " is" : " are") + " missing",
                        "nobody can be asked" +
                            std::string(has_token ? "" : ", and no other place holds a token"),
                        kNext);
        }
    }
    const BotIdentity identity = has_token ? bot() : ask_for_token();
    const bool to_keep = context_.options().token_file == "-" && (keep_token_ || attended_);
    if (to_keep || !has_token) {
        keep_token();
    }
    answers_.access = check(identity);
    if (attended_ && !answers_.alias) {
        ask_for_alias(answers_.access.guild);
    }
    return std::move(answers_);
}

// Without a token init was called wrongly, or is to ask; a token that may not be used is an error
// for any command.
bool InitQuestions::find_token() {
    try {
        context_.token();
        return true;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::no_token && !context_.options().token_file) {
            return false;
        }
        throw;
    }
}

BotIdentity InitQuestions::ask_for_token() {
    context_.tell(
        "The bot's token is at https://discord.com/developers/applications: your "
        "application, Bot, Reset Token. There, switch on the Server Members Intent too.");
    for (int tries = 1;; ++tries) {
        auto typed = context_.ask_hidden("Bot token (not shown): ");
        if (!typed) {
            throw end_of_input();
        }
        try {
            context_.use_token(*typed, "the terminal");
            return bot();
        } catch (const Error& error) {
            const bool again =
                error.code() == ErrorCode::token_rejected || error.code() == ErrorCode::no_token;
            if (!again || tries == kTries) {
                throw;
            }
            context_.tell(error.happened() + ". Try again.");
        }
    }
}

void InitQuestions::keep_token() {
    const std::string proposed =
        (std::filesystem::path(context_.config_path()).parent_path() / "bot-token").string();
    if (context_.dry_run()) {
        return;
    }
    for (int tries = 1;; ++tries) {
        std::string path = keep_token_.value_or(proposed);
        if (!keep_token_ && attended_) {
            const auto typed =
                context_.ask("Keep it in the file [" + escape_for_terminal(proposed) + "]: ");
            if (!typed) {
                throw end_of_input();
            }
            path = typed->empty() ? proposed : *typed;
        }
        try {
            context_.files().create(path, std::string(context_.token().token.reveal()) + "\n");
            answers_.kept_token = path;
            return;
        } catch (const Error& error) {
            if (keep_token_ || !attended_ || tries == kTries) {
                throw;
            }
            context_.tell(error.happened() + ". Choose another file.");
        }
    }
}

BotIdentity InitQuestions::bot() {
    context_.progress().begin("asking Discord who the bot is");
    const BotIdentity identity = context_.discord().guilds.self();
    context_.progress().end();
    return identity;
}

GuildId InitQuestions::ask_for_guild(const std::vector<GuildMembership>& guilds) {
    context_.tell("The bot is in:");
    for (std::size_t i = 0; i < guilds.size(); ++i) {
        const bool enough = permission::has(guilds[i].permissions, permission::kManageGuild);
        context_.tell("  " + std::to_string(i + 1) + "  " + text_for_people(guilds[i].name) + "  " +
                      guilds[i].id.text() + (enough ? "" : "  (it lacks Manage Server)"));
    }
    for (;;) {
        const auto typed =
            context_.ask(guilds.size() == 1 ? "Which server [1]: " : "Which server: ");
        if (!typed) {
            throw end_of_input();
        }
        const std::string text = typed->empty() && guilds.size() == 1 ? "1" : *typed;
        std::size_t number = 0;
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool whole = failure == std::errc{} && end == text.data() + text.size();
        if (whole && number >= 1 && number <= guilds.size()) {
            return guilds[number - 1].id;
        }
        const auto id = GuildId::parse(text);
        if (id && std::ranges::find(guilds, *id, &GuildMembership::id) != guilds.end()) {
            return *id;
        }
        context_.tell("Type a number from 1 to " + std::to_string(guilds.size()) +
                      ", or the id of one of them.");
    }
}

GuildId InitQuestions::choose_guild(const std::vector<GuildMembership>& guilds) {
    if (context_.options().guild) {
        return parse_guild(*context_.options().guild);
    }
    if (guilds.empty()) {
        throw Error(ErrorCode::guild_gone,
                    "the bot is in no server yet",
                    "it must be invited by somebody who manages one",
                    "");
    }
    return ask_for_guild(guilds);
}

// Checks again after the person has mended what was missing.
workflow::Access InitQuestions::check(const BotIdentity& bot_at_first) {
    BotIdentity identity = bot_at_first;
    std::optional<GuildId> guild;
    for (;;) {
        try {
            workflow::require_members_intent(identity);
            context_.progress().begin("asking Discord for the bot's servers");
            const auto guilds = context_.discord().guilds.guilds();
            context_.progress().end();
            if (!guild) {
                guild = choose_guild(guilds);
            }
            return workflow::check_access(context_.discord(), identity, guilds, *guild);
        } catch (const Error& error) {
            context_.progress().end();
            if (!attended_ || !can_be_mended(error.code())) {
                throw;
            }
            context_.tell("error: " + error.happened());
            context_.tell("why: " + error.why());
            context_.tell("next: " + (error.code() == ErrorCode::guild_gone
                                          ? "invite it with " + invitation_url(identity.id.text())
                                          : error.next()));
        }
        const auto typed = context_.ask("Press Enter to look again, or q and Enter to stop: ");
        if (!typed || (!typed->empty() && typed->front() == 'q')) {
            throw Error(
                ErrorCode::usage, "init was stopped", "nothing but the token was written", kNext);
        }
        identity = bot();
    }
}

void InitQuestions::ask_for_alias(const Guild& guild) {
    const std::string proposed = workflow::propose_alias(guild.name, {});
    for (;;) {
        const auto typed = context_.ask("Short name, for -g [" + proposed + "]: ");
        if (!typed) {
            throw end_of_input();
        }
        const std::string alias = typed->empty() ? proposed : *typed;
        try {
            store::check_alias(alias);
            answers_.alias = alias;
            return;
        } catch (const Error& error) {
            context_.tell(error.happened() + (error.why().empty() ? "" : ": " + error.why()));
        }
    }
}

}  // namespace invitectl::commands
