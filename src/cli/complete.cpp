#include "invitectl/cli/complete.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/cli/config.hpp"

#include "cli/global_options.hpp"
#include "cli/topics.hpp"
#include "cli/words.hpp"

#include <algorithm>

namespace invitectl::cli {
namespace {

// What the words of a command line mean so far.
struct Typed {
    const Command* command = nullptr;
    std::vector<std::string> rest;  // without the command's name and the word being typed
    std::string current;
};

std::vector<Offer> offered(const std::function<std::vector<Offer>()>& source) {
    try {
        return source ? source() : std::vector<Offer>{};
    } catch (const std::exception&) {
        return {};  // no database, another's, a damaged one: there is nothing to offer
    }
}

std::vector<Offer> plain(const std::vector<std::string>& words) {
    std::vector<Offer> offers;
    for (const std::string& word : words) {
        offers.push_back({word, ""});
    }
    return offers;
}

// All options of a command, its own and the common ones.
class Options {
  public:
    explicit Options(const Command& command) {
        run_ = command.body(own_);
        declare_globals(common_, unused_, command);
    }

    const Option* named(std::string_view word) const {
        const Option* found = nullptr;
        each([&](const Option& option) {
            const auto comma = option.names.find(',');
            const bool is_short =
                comma != std::string::npos && option.names.substr(0, comma) == word;
            found = !option.is_positional() && (option.long_name() == word || is_short) ? &option
                                                                                        : found;
        });
        return found;
    }

    template <class Visit>
    void each(Visit visit) const {
        for (const OptionSet* set : {&own_, &common_}) {
            for (const Option& option : set->options()) {
                visit(option);
            }
        }
    }

    // The one that the word after `before` others would be, a last one left out.
    const Option* positional(std::size_t before) const {
        for (const Option& option : own_.options()) {
            if (!option.is_positional() || option.is_last) {
                continue;
            }
            if (before == 0 || option.kind == OptionKind::positional_list) {
                return &option;
            }
            --before;
        }
        return nullptr;
    }

    // CODE... SOURCE: any word may be the last one.
    const Option* last_positional() const {
        const auto found = std::ranges::find_if(own_.options(), &Option::is_last);
        return found == own_.options().end() ? nullptr : &*found;
    }

  private:
    OptionSet own_;
    OptionSet common_;
    GlobalOptions unused_;
    std::function<ExitStatus(Context&)> run_;  // holds what the options point into
};

bool takes_value(const Option& option) {
    return option.kind == OptionKind::value || option.kind == OptionKind::list;
}

bool is_columns(const std::string& name) {
    return name == "--columns" || name == "--sort" || name == "--json";
}

std::vector<Offer> key_offers(const Command& command, const OfferSources& sources) {
    if (command.path.starts_with("settings ")) {
        return offered(sources.settings);
    }
    std::vector<Offer> offers;
    for (const ConfigKey& key : config_keys()) {
        offers.push_back({std::string(key.name), std::string(key.meaning)});
    }
    return offers;
}

// Words that stand for a value: GUILD, CODE, SOURCE …
Offers by_meaning(const Option& option,
                  const std::string& word,
                  const Command& command,
                  const OfferSources& sources) {
    if (!option.choice_list.empty()) {
        return {.values = plain(option.choice_list)};
    }
    if (is_columns(option.long_name())) {
        const auto columns = [&] {
            return sources.columns ? sources.columns(command) : std::vector<Offer>{};
        };
        return {.values = offered(columns), .unfinished = true};
    }
    if (word == "GUILD") {
        return {.values = offered(sources.guilds)};
    }
    if (word == "SOURCE" || word == "INTO") {
        return {.values = offered(sources.sources)};
    }
    if (word == "CODE") {
        return {.values = offered(sources.codes)};
    }
    if (word == "KEY") {
        return {.values = key_offers(command, sources)};
    }
    return {.values = {}, .files = word == "FILE"};
}

// "a,b,c": only the part after the last comma is being typed.
void keep_list_so_far(Offers& offers, const std::string& typed) {
    const auto comma = typed.rfind(',');
    if (comma == std::string::npos) {
        return;
    }
    for (Offer& offer : offers.values) {
        offer.value = typed.substr(0, comma + 1) + offer.value;
    }
}

Offers option_value(const Option& option,
                    const Typed& typed,
                    const std::string& prefix,
                    const OfferSources& sources) {
    Offers offers = by_meaning(option, option.value_name, *typed.command, sources);
    if (is_columns(option.long_name())) {
        keep_list_so_far(offers, typed.current.substr(prefix.size()));
    }
    for (Offer& offer : offers.values) {
        offer.value = prefix + offer.value;
    }
    return offers;
}

Offers option_names(const Options& options) {
    Offers offers;
    options.each([&](const Option& option) {
        if (!option.is_positional() && !option.is_hidden) {
            offers.values.push_back({option.long_name(), option.help});
        }
    });
    return offers;
}

// How many of the words are no options and no values of options; nothing where the last of them is
// an option that waits for its value.
struct Passed {
    std::size_t positionals = 0;
    const Option* waiting = nullptr;
    bool only_positionals = false;
};

Passed pass(const std::vector<std::string>& words, const Options& options) {
    Passed passed;
    for (const std::string& word : words) {
        if (passed.waiting != nullptr) {
            passed.waiting = nullptr;
        } else if (passed.only_positionals || word.empty() || word.front() != '-' || word == "-") {
            ++passed.positionals;
        } else if (word == "--") {
            passed.only_positionals = true;
        } else {
            const Option* option = options.named(word);
            passed.waiting = option != nullptr && takes_value(*option) ? option : nullptr;
        }
    }
    return passed;
}

Offers topic_and_command_names(std::span<const Command> commands,
                               const std::vector<std::string>& before) {
    Offers offers;
    const auto add = [&offers](const std::string& name, const std::string& meaning) {
        if (std::ranges::find(offers.values, name, &Offer::value) == offers.values.end()) {
            offers.values.push_back({name, meaning});
        }
    };
    for (const Command* command : visible(commands)) {
        const auto space = command->path.find(' ');
        const std::string first = command->path.substr(0, space);
        if (before.empty()) {
            add(first, space == std::string::npos ? command->summary : "commands about it");
        } else if (before.size() == 1 && first == before.front() && space != std::string::npos) {
            add(command->path.substr(space + 1), command->summary);
        }
    }
    return offers;
}

Offers help_names(std::span<const Command> commands, const std::vector<std::string>& before) {
    Offers offers = topic_and_command_names(commands, before);
    for (const Topic& topic : topics()) {
        if (before.empty()) {
            offers.values.push_back({topic.name, topic.summary});
        }
    }
    return offers;
}

Offers argument(const Typed& typed,
                const Options& options,
                const Passed& passed,
                std::span<const Command> commands,
                const OfferSources& sources) {
    if (typed.command->path == "help" || typed.command->path == "man") {
        return help_names(commands, typed.rest);
    }
    Offers offers;
    const Option* here = options.positional(passed.positionals);
    if (here != nullptr) {
        offers = by_meaning(*here, here->names, *typed.command, sources);
    }
    // Of "CODE... SOURCE" any word but the first may be the source.
    const Option* last = options.last_positional();
    if (last != nullptr && last != here && passed.positionals > 0) {
        for (Offer& offer : by_meaning(*last, last->names, *typed.command, sources).values) {
            offers.values.push_back(std::move(offer));
        }
    }
    return offers;
}

Offers within_command(const Typed& typed,
                      std::span<const Command> commands,
                      const OfferSources& sources) {
    const Options options(*typed.command);
    const Passed passed = pass(typed.rest, options);
    if (passed.waiting != nullptr) {
        return option_value(*passed.waiting, typed, "", sources);
    }
    if (!passed.only_positionals && typed.current.starts_with('-')) {
        const auto equals = typed.current.find('=');
        if (equals == std::string::npos) {
            return option_names(options);
        }
        const Option* option = options.named(typed.current.substr(0, equals));
        return option == nullptr
                   ? Offers{}
                   : option_value(*option, typed, typed.current.substr(0, equals + 1), sources);
    }
    return argument(typed, options, passed, commands, sources);
}

void keep_matching(Offers& offers, const std::string& typed) {
    std::erase_if(offers.values,
                  [&typed](const Offer& offer) { return !offer.value.starts_with(typed); });
}

// Before the command there may be common options only.
Offers before_command(const Located& located,
                      const Typed& typed,
                      std::span<const Command> commands,
                      const OfferSources& sources) {
    Command everything = heeds_everything();
    everything.body = [](OptionSet&) { return [](Context&) { return ExitStatus::ok; }; };
    const Options options(everything);
    const Passed passed = pass(typed.rest, options);
    Typed with_command = typed;
    with_command.command = &everything;
    if (passed.waiting != nullptr) {
        return option_value(*passed.waiting, with_command, "", sources);
    }
    if (typed.current.starts_with('-')) {
        return option_names(options);
    }
    return topic_and_command_names(commands, located.name);
}

}  // namespace

Offers complete(std::span<const std::string> words,
                std::span<const Command> commands,
                const OfferSources& sources) {
    if (words.empty()) {
        return {};
    }
    const auto before = words.first(words.size() - 1);
    Located located = locate(before, commands);
    Typed typed{located.command, located.rest, words.back()};
    // "invite" alone is no command, and "snapshot ta" none yet: what is missing is its second word.
    const bool complete_name = located.command != nullptr && !located.command->hidden;
    Offers offers = complete_name ? within_command(typed, commands, sources)
                                  : before_command(located, typed, commands, sources);
    if (complete_name && located.name.size() == 1 && typed.rest.empty()) {
        for (Offer& offer : topic_and_command_names(commands, located.name).values) {
            offers.values.push_back(std::move(offer));  // a command that is also a group
        }
    }
    keep_matching(offers, typed.current);
    return offers;
}

std::vector<std::string> words_of_line(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool begun = false;
    char quote = '\0';
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote != '\0') {
            if (c == quote) {
                quote = '\0';
            } else if (c == '\\' && quote == '"' && i + 1 < line.size()) {
                word += line[++i];
            } else {
                word += c;
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
            begun = true;
        } else if (c == '\\' && i + 1 < line.size()) {
            word += line[++i];
            begun = true;
        } else if (c == ' ' || c == '\t' || c == '\n') {
            if (begun) {
                words.push_back(std::move(word));
            }
            word.clear();
            begun = false;
        } else {
            word += c;
            begun = true;
        }
    }
    words.push_back(std::move(word));
    // VARIABLE=value, then the program.
    auto program = words.begin();
    while (program + 1 != words.end() && program->find('=') != std::string::npos) {
        ++program;
    }
    words.erase(words.begin(), program + 1);
    if (words.empty()) {
        words.emplace_back();
    }
    return words;
}

}  // namespace invitectl::cli
