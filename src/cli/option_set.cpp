#include "invitectl/cli/option_set.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"

#include "cli/option_reading.hpp"
#include "cli/option_values.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::cli {
namespace {

using Words = std::vector<std::string>;

bool is_list(const Option& option) {
    return option.kind == OptionKind::list || option.kind == OptionKind::positional_list;
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

void OptionSet::require_nothing() {
    for (Option& option : options_) {
        option.is_required = false;
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
    const bool others_required = std::ranges::any_of(options_, [](const Option& option) {
        return option.is_positional() && !option.is_last && option.is_required;
    });
    // Of "CODE... SOURCE" a single word is taken for a code.
    const bool is_left = !words.empty() && !(others_required && words.size() == 1);
    if (last != options_.end() && is_left) {
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
    const ReadWords read = read_words(words, options_);
    for (const Found& entry : read.options) {
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
    assign_positionals(read.positionals);
    for (const Option& option : options_) {
        if (option.is_required && !option.is_positional() && !given(option.long_name())) {
            throw Error(ErrorCode::usage, option.long_name() + " is missing", option.help);
        }
    }
}

}  // namespace invitectl::cli
