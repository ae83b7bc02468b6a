#include "invitectl/cli/option_set.hpp"

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

bool is_list(const Option& option) {
    return option.kind == OptionKind::list || option.kind == OptionKind::positional_list;
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

// What CLI11 found for each option: nothing, or the words given.
struct Found {
    Option* option;
    Words words;
};

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

void OptionSet::assign(Option& option, const Words& values, std::string_view origin) {
    if (!option.choice_list.empty()) {
        for (const std::string& value : values) {
            if (std::ranges::find(option.choice_list, value) == option.choice_list.end()) {
                const auto near = nearest(value, option.choice_list);
                throw Error(ErrorCode::bad_value,
                            std::string(origin) + " cannot be \"" + value + "\"",
                            (near ? "did you mean \"" + *near + "\"? " : "") +
                                "it is one of: " + joined(option.choice_list));
            }
        }
    }
    if (const auto problem = option.assign(values)) {
        throw Error(ErrorCode::bad_value,
                    std::string(origin) + " cannot be \"" + values.back() + "\"",
                    *problem);
    }
    given_.push_back({option.long_name(), std::string(origin), values});
}

void OptionSet::apply_environment(const Environment& environment) {
    for (Option& option : options_) {
        const std::string name = option.environment();
        if (name.empty() || !option.environment_applied || given(option.long_name())) {
            continue;
        }
        const auto value = environment(name);
        if (!value || value->empty()) {
            continue;
        }
        bool wanted = true;
        if (option.kind == OptionKind::optional_value && !read_switch(*value, wanted)) {
            if (wanted) {
                assign(option, {kNoValue}, name);
            }
            continue;
        }
        assign(option, {*value}, name);
    }
}

const OptionSet::Given* OptionSet::found(std::string_view long_name) const {
    const auto entry = std::ranges::find(given_, long_name, &Given::name);
    return entry == given_.end() ? nullptr : &*entry;
}

bool OptionSet::typed(std::string_view long_name) const {
    const Given* entry = found(long_name);
    return entry != nullptr && entry->origin == entry->name;
}

void OptionSet::assign_positionals(Words words) {
    const auto last = std::ranges::find_if(options_, &Option::is_last);
    std::optional<std::string> last_word;
    if (last != options_.end() && last->is_required && words.size() == 1) {
        // Of "CODE... SOURCE" one word is taken for a code.
        throw Error(ErrorCode::usage, last->names + " is missing", last->help);
    }
    if (last != options_.end() && !words.empty()) {
        last_word = std::move(words.back());
        words.pop_back();
    }
    auto next = words.begin();
    for (Option& option : options_) {
        if (!option.is_positional() || option.is_last) {
            continue;
        }
        const auto end = is_list(option) ? words.end() : next + (next == words.end() ? 0 : 1);
        if (next != end) {
            assign(option, Words(next, end), option.names);
        } else if (option.is_required) {
            throw Error(ErrorCode::usage, option.names + " is missing", option.help);
        }
        next = end;
    }
    if (last_word) {
        assign(*last, {*last_word}, last->names);
    } else if (last != options_.end() && last->is_required) {
        throw Error(ErrorCode::usage, last->names + " is missing", last->help);
    }
    if (next != words.end()) {
        throw Error(ErrorCode::usage,
                    "there is one word too many: \"" + *next + "\"",
                    "texts of several words need quotes");
    }
}

void OptionSet::parse(std::span<const std::string> words, const Environment& environment) {
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    std::list<Found> found;
    try {
        found = read_options(app, options_, prepared(words, options_));
    } catch (const CLI::ParseError& error) {
        throw missing_value(error, options_);
    }
    const Words positionals = positional_words(app, options_);
    for (const Found& entry : found) {
        if (entry.words.empty()) {
            continue;
        }
        const bool may_repeat = is_list(*entry.option) || entry.option->kind == OptionKind::counter;
        if (entry.words.size() > 1 && !may_repeat) {
            throw Error(ErrorCode::usage, entry.option->long_name() + " is given twice");
        }
        assign(*entry.option, entry.words, entry.option->long_name());
    }
    apply_environment(environment);
    assign_positionals(positionals);
    for (const Option& option : options_) {
        if (option.is_required && !option.is_positional() && !given(option.long_name())) {
            throw Error(ErrorCode::usage, option.long_name() + " is missing", option.help);
        }
    }
}

}  // namespace invitectl::cli
