#include "invitectl/cli/option_set.hpp"

#include "cli/option_values.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::cli {
namespace {

using Words = std::vector<std::string>;
using Problem = std::optional<std::string>;

}  // namespace

Option& Option::choices(std::vector<std::string> allowed) {
    choice_list = std::move(allowed);
    return *this;
}
Option& Option::fallback(std::string text) {
    default_text = std::move(text);
    return *this;
}
Option& Option::required() {
    is_required = true;
    return *this;
}
Option& Option::optional() {
    is_required = false;
    return *this;
}
Option& Option::hidden() {
    is_hidden = true;
    return *this;
}
Option& Option::without_environment() {
    has_environment = false;
    return *this;
}
Option& Option::environment_read_elsewhere() {
    environment_applied = false;
    return *this;
}

bool Option::is_positional() const {
    return kind == OptionKind::positional || kind == OptionKind::positional_list;
}

std::string Option::long_name() const {
    const auto comma = names.find(',');
    return comma == std::string::npos ? names : names.substr(comma + 1);
}

std::string Option::environment() const {
    if (!has_environment || is_positional()) {
        return {};
    }
    std::string name = "INVITECTL_" + long_name().substr(2);
    std::ranges::transform(name, name.begin(), [](char c) {
        return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return name;
}

Option& OptionSet::add(Option option) {
    option.section = section_;
    return options_.emplace_back(std::move(option));
}

Option& OptionSet::flag(std::string names, bool& target, std::string help) {
    Option option{.names = std::move(names), .help = std::move(help), .kind = OptionKind::flag};
    option.assign = [&target](const Words& words) { return read_switch(words.back(), target); };
    return add(std::move(option));
}

Option& OptionSet::counter(std::string names, int& target, std::string help) {
    Option option{.names = std::move(names), .help = std::move(help), .kind = OptionKind::counter};
    option.assign = [&target](const Words& words) -> Problem {
        constexpr std::int64_t kMost = 9;
        std::int64_t count = 0;
        if (words.size() == 1 && words.front() != "true") {
            const auto problem = read_whole_number(words.front(), 0, kMost, count);
            target = static_cast<int>(count);
            return problem;
        }
        target = static_cast<int>(words.size());
        return {};
    };
    return add(std::move(option));
}

Option& OptionSet::option(std::string names,
                          std::string& target,
                          std::string value_name,
                          std::string help) {
    Option option{
        .names = std::move(names), .value_name = std::move(value_name), .help = std::move(help)};
    option.default_text = target;
    option.assign = [&target](const Words& words) -> Problem {
        target = words.back();
        return {};
    };
    return add(std::move(option));
}

Option& OptionSet::option(std::string names,
                          std::optional<std::string>& target,
                          std::string value_name,
                          std::string help) {
    Option option{
        .names = std::move(names), .value_name = std::move(value_name), .help = std::move(help)};
    option.assign = [&target](const Words& words) -> Problem {
        target = words.back();
        return {};
    };
    return add(std::move(option));
}

Option& OptionSet::option(std::string names,
                          std::int64_t& target,
                          std::string value_name,
                          std::string help,
                          std::int64_t min,
                          std::int64_t max) {
    Option option{
        .names = std::move(names), .value_name = std::move(value_name), .help = std::move(help)};
    option.default_text = std::to_string(target);
    option.assign = [&target, min, max](const Words& words) {
        return read_whole_number(words.back(), min, max, target);
    };
    return add(std::move(option));
}

Option& OptionSet::option(std::string names,
                          std::optional<std::int64_t>& target,
                          std::string value_name,
                          std::string help,
                          std::int64_t min,
                          std::int64_t max) {
    Option option{
        .names = std::move(names), .value_name = std::move(value_name), .help = std::move(help)};
    option.assign = [&target, min, max](const Words& words) {
        std::int64_t value = 0;
        auto problem = read_whole_number(words.back(), min, max, value);
        if (!problem) {
            target = value;
        }
        return problem;
    };
    return add(std::move(option));
}

Option& OptionSet::option(std::string names,
                          std::vector<std::string>& target,
                          std::string value_name,
                          std::string help) {
    Option option{.names = std::move(names),
                  .value_name = std::move(value_name),
                  .help = std::move(help),
                  .kind = OptionKind::list};
    option.default_text = joined(target);
    option.assign = [&target](const Words& words) -> Problem {
        target = words;
        return {};
    };
    return add(std::move(option));
}

Option& OptionSet::optional_value(std::string names,
                                  std::optional<std::string>& target,
                                  std::string value_name,
                                  std::string help) {
    Option option{.names = std::move(names),
                  .value_name = std::move(value_name),
                  .help = std::move(help),
                  .kind = OptionKind::optional_value};
    option.assign = [&target](const Words& words) -> Problem {
        target = words.back() == kNoValue ? "" : words.back();
        return {};
    };
    return add(std::move(option));
}

Option& OptionSet::positional(std::string name, std::string& target, std::string help) {
    Option option{
        .names = std::move(name), .help = std::move(help), .kind = OptionKind::positional};
    option.is_required = true;
    option.assign = [&target](const Words& words) -> Problem {
        target = words.back();
        return {};
    };
    return add(std::move(option));
}

Option& OptionSet::positional(std::string name,
                              std::optional<std::string>& target,
                              std::string help) {
    Option option{
        .names = std::move(name), .help = std::move(help), .kind = OptionKind::positional};
    option.assign = [&target](const Words& words) -> Problem {
        target = words.back();
        return {};
    };
    return add(std::move(option));
}

Option& OptionSet::positional(std::string name,
                              std::vector<std::string>& target,
                              std::string help) {
    Option option{
        .names = std::move(name), .help = std::move(help), .kind = OptionKind::positional_list};
    option.assign = [&target](const Words& words) -> Problem {
        target = words;
        return {};
    };
    return add(std::move(option));
}

Option& OptionSet::last_positional(std::string name, std::string& target, std::string help) {
    Option& option = positional(std::move(name), target, std::move(help));
    option.is_last = true;
    return option;
}

Option& OptionSet::last_positional(std::string name,
                                   std::optional<std::string>& target,
                                   std::string help) {
    Option& option = positional(std::move(name), target, std::move(help));
    option.is_last = true;
    return option;
}

}  // namespace invitectl::cli
