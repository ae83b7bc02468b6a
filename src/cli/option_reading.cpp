#include "cli/option_reading.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"

#include "cli/option_values.hpp"
#include <CLI/CLI.hpp>

#include <algorithm>
#include <utility>

namespace invitectl::cli {
namespace {

using Words = std::vector<std::string>;

bool takes_value(const Option& option) {
    return option.kind == OptionKind::value || option.kind == OptionKind::list;
}

// CLI11 reads "--name=" as an option whose value is the next word, and an optional value that way
// too, so both are settled before it sees them.
Words prepared(std::span<const std::string> words, const std::list<Option>& options) {
    Words out;
    bool only_positionals = false;
    for (const std::string& word : words) {
        only_positionals = only_positionals || word == "--";
        std::string next = word;
        for (const Option& option : options) {
            if (only_positionals || option.is_positional()) {
                continue;
            }
            const std::string name = option.long_name();
            const bool bare = word == name || word == name + "=";
            if (option.kind == OptionKind::optional_value && bare) {
                next = name + "=" + kNoValue;
            } else if (takes_value(option) && word == name + "=") {
                throw Error(ErrorCode::usage,
                            name + " needs a value",
                            option.help,
                            name + " " + option.value_name);
            }
        }
        out.push_back(next);
    }
    return out;
}

Error unknown_option(const std::string& word, const std::list<Option>& options) {
    std::vector<std::string> names;
    for (const Option& option : options) {
        if (!option.is_positional() && !option.is_hidden) {
            names.push_back(option.long_name());
        }
    }
    const std::string name = word.substr(0, word.find('='));
    const auto near = nearest(name, names);
    return {ErrorCode::usage,
            "this command has no option " + name,
            near ? "did you mean " + *near + "?" : ""};
}

std::list<Found> read_options(CLI::App& app, std::list<Option>& options, Words words) {
    std::list<Found> found;
    std::vector<std::pair<CLI::Option*, Found*>> registered;
    for (Option& option : options) {
        if (option.is_positional()) {
            continue;
        }
        found.push_back({&option, {}});
        const bool switches = option.kind == OptionKind::flag || option.kind == OptionKind::counter;
        CLI::Option* known = switches ? app.add_flag(option.names)
                                      : app.add_option(option.names, found.back().words);
        if (!switches) {
            known->type_size(1)->allow_extra_args(false);
            known->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        }
        registered.emplace_back(known, &found.back());
    }
    std::ranges::reverse(words);  // the way CLI11 wants them
    app.parse(std::move(words));
    for (auto& [known, result] : registered) {
        result->words = known->results();
    }
    return found;
}

Error missing_value(const CLI::ParseError& error, const std::list<Option>& options) {
    const std::string_view text(error.what());
    for (const Option& option : options) {
        if (takes_value(option) && text.starts_with(option.long_name() + ":")) {
            return {ErrorCode::usage,
                    option.long_name() + " needs a value",
                    option.help,
                    option.long_name() + " " + option.value_name};
        }
    }
    return {ErrorCode::usage, "the options cannot be read", std::string(text), "add --help"};
}

// The words that are no options, after a look at those that wanted to be.
Words positional_words(const CLI::App& app, const std::list<Option>& options) {
    Words words = app.remaining();
    bool only_positionals = false;
    Words out;
    for (std::string& word : words) {
        if (!only_positionals && word == "--") {
            only_positionals = true;
            continue;
        }
        if (!only_positionals && word.size() > 1 && word.front() == '-') {
            throw unknown_option(word, options);
        }
        out.push_back(std::move(word));
    }
    return out;
}

}  // namespace

ReadWords read_words(std::span<const std::string> words, std::list<Option>& options) {
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    ReadWords read;
    try {
        read.options = read_options(app, options, prepared(words, options));
    } catch (const CLI::ParseError& error) {
        throw missing_value(error, options);
    }
    read.positionals = positional_words(app, options);
    return read;
}

}  // namespace invitectl::cli
