// __complete: what a shell asks while somebody types. For the scripts of `completion` alone.
//
// First a line of what else holds (files, unfinished), then a line for each offer: the word, a tab,
// and what it means. Whatever goes wrong, there is less to offer, and nothing is said.
#include "invitectl/cli/complete.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/cli/context.hpp"
#include "invitectl/cli/described.hpp"
#include "invitectl/domain/settings.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/sources.hpp"

#include "commands/all.hpp"
#include "commands/shell_words.hpp"

#include <algorithm>
#include <ostream>

namespace invitectl::commands {
namespace {

struct Options {
    std::string shell;
    std::vector<std::string> words;
};

void declare(cli::OptionSet& set, Options& options) {
    set.positional("SHELL", options.shell, "who asks");
    set.positional("WORD", options.words, "what is typed so far");
}

std::vector<cli::Offer> guild_offers(cli::Context& context) {
    std::vector<cli::Offer> offers;
    for (const store::StoredGuild& stored : store::guilds(context.database())) {
        offers.push_back({stored.alias, stored.guild.name});
    }
    return offers;
}

std::vector<cli::Offer> source_offers(cli::Context& context) {
    std::vector<cli::Offer> offers;
    for (const Source& source : store::sources(context.database(), context.guild().guild.id)) {
        offers.push_back({source.name, source.retired_at ? "retired" : ""});
    }
    return offers;
}

std::vector<cli::Offer> code_offers(cli::Context& context) {
    const GuildId guild = context.guild().guild.id;
    const auto sources = store::sources(context.database(), guild);
    const auto timeline = store::assignment_timeline(context.database(), guild);
    std::vector<cli::Offer> offers;
    store::each_invite_life(context.database(), guild, [&](const store::InviteLife& life) {
        const std::string code = life.terms.code.text();
        if (!offers.empty() && offers.back().value == code) {
            return;
        }
        const auto id = timeline.source_of(life.terms.code, Instant::max());
        const auto source = std::ranges::find_if(
            sources, [&id](const Source& candidate) { return id == candidate.id; });
        offers.push_back({code, source == sources.end() ? "" : source->name});
    });
    return offers;
}

std::vector<cli::Offer> setting_offers() {
    std::vector<cli::Offer> offers;
    for (const SettingRow& row : setting_rows()) {
        offers.push_back({std::string(row.key), std::string(row.summary)});
    }
    return offers;
}

std::vector<cli::Offer> column_offers(const cli::Command& command) {
    const report::Described about = cli::described(command);
    std::vector<cli::Offer> offers;
    for (const report::Column& column : report::united_columns(about.name, about.shapes)) {
        offers.push_back({column.key, column.definition});
    }
    return offers;
}

cli::OfferSources sources_of(cli::Context& context) {
    return {.guilds = [&context] { return guild_offers(context); },
            .sources = [&context] { return source_offers(context); },
            .codes = [&context] { return code_offers(context); },
            .settings = setting_offers,
            .columns = column_offers};
}

// The guild that the line so far names decides whose codes and sources are meant.
void heed_guild(const std::vector<std::string>& words, cli::Context& context) {
    std::string named;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const bool next = words[i] == "-g" || words[i] == "--guild";
        constexpr std::string_view kJoined = "--guild=";
        named = next && i + 2 < words.size()    ? words[i + 1]
                : words[i].starts_with(kJoined) ? words[i].substr(kJoined.size())
                                                : named;
    }
    if (named.empty()) {
        return;
    }
    try {
        if (const auto guild = store::find_guild(context.database(), named)) {
            context.turn_to(*guild);
        }
    } catch (const Error&) {
        return;  // there is less to offer
    }
}

bool is_harmless(const std::string& value) {
    return escape_for_terminal(value) == value;
}

std::vector<std::string> typed_words(const Options& options) {
    if (options.shell != "bash") {
        auto words = options.words;
        if (options.shell == "fish" && !words.empty()) {
            words.back() = unquoted(words.back());  // the word under the cursor comes as typed
        }
        return words;
    }
    return options.words.empty() ? std::vector<std::string>{""}
                                 : cli::words_of_line(options.words.front());
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    const std::vector<std::string> words = typed_words(options);
    if (words.empty()) {
        return cli::ExitStatus::ok;
    }
    heed_guild(words, context);
    const cli::Offers offers = cli::complete(words, context.commands(), sources_of(context));
    context.out() << (offers.files ? "files " : "") << (offers.unfinished ? "unfinished" : "")
                  << "\n";
    const BashWord bash(options.words.size() > 1 ? options.words[1] : "", words.back());
    for (const cli::Offer& offer : offers.values) {
        // A word with something in it that a terminal obeys is better typed by nobody.
        if (is_harmless(offer.value)) {
            context.out() << (options.shell == "bash" ? bash.rest_of(offer.value) : offer.value)
                          << "\t" << escape_for_terminal(offer.meaning) << "\n";
        }
    }
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command complete() {
    return {.path = "__complete",
            .group = cli::Group::self,
            .summary = "What a shell may offer",
            .description = {},
            .examples = {{"invitectl __complete zsh -- lead", "commands that begin so"},
                         {"invitectl __complete bash -- \"invitectl lead\" lead", "for bash"}},
            .body = cli::body(declare, run),
            .hidden = true};
}

}  // namespace invitectl::commands
