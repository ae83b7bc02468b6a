#include "invitectl/cli/help.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/base/width.hpp"
#include "invitectl/cli/described.hpp"

#include "cli/global_options.hpp"
#include "cli/topics.hpp"
#include "cli/words.hpp"
#include "cli/wrap.hpp"

#include <algorithm>
#include <array>

namespace invitectl::cli {
namespace {

constexpr int kSummaryColumn = 19;
constexpr int kOptionColumn = 26;

std::string joined_with(const std::vector<std::string>& words, const std::string& between) {
    std::string out;
    for (const std::string& word : words) {
        out += (out.empty() ? "" : between) + word;
    }
    return out;
}

std::string summary_line(const Command& command) {
    return wrapped(command.summary, kSummaryColumn, "  " + command.path);
}

std::string example_lines(const std::vector<Example>& examples) {
    std::string out;
    for (const Example& example : examples) {
        out += "  " + example.command + "\n" + wrapped(example.shows, 6);
    }
    return out;
}

// "-L, --limit N", "--json[=FIELDS]", "CODE..."
std::string left_side(const Option& option) {
    std::string out = option.names;
    if (const auto comma = out.find(','); comma != std::string::npos) {
        out.replace(comma, 1, ", ");
    }
    switch (option.kind) {
        case OptionKind::value:
        case OptionKind::list:
            return out + " " + option.value_name;
        case OptionKind::optional_value:
            return out + "[=" + option.value_name + "]";
        case OptionKind::positional_list:
            return out + "...";
        default:
            return out;
    }
}

std::string right_side(const Option& option) {
    std::vector<std::string> facts;
    if (!option.choice_list.empty()) {
        facts.push_back(joined_with(option.choice_list, ", "));
    }
    if (!option.default_text.empty()) {
        facts.push_back("default " + option.default_text);
    }
    if (option.kind == OptionKind::list) {
        facts.emplace_back("may be repeated");
    }
    if (option.is_required && !option.is_positional()) {
        facts.emplace_back("required");
    }
    const std::string all = joined_with(facts, "; ");
    return option.help + (all.empty() ? "" : " (" + all + ")");
}

std::string option_line(const Option& option) {
    return wrapped(right_side(option), kOptionColumn, "  " + left_side(option));
}

std::string usage_line(const Command& command, const OptionSet& own) {
    std::string out = "invitectl " + command.path;
    for (const Option& option : own.options()) {
        if (option.is_positional()) {
            const std::string word = left_side(option);
            out += option.is_required ? " " + word : " [" + word + "]";
        }
    }
    return "  " + out + " [OPTIONS]\n";
}

std::string section(const std::string& title, const OptionSet& set, bool positionals) {
    std::string lines;
    for (const Option& option : set.options()) {
        const bool here =
            option.is_positional() == positionals &&
            (option.section.empty() ? positionals || title == "OPTIONS" : option.section == title);
        if (here && !option.is_hidden) {
            lines += option_line(option);
        }
    }
    return lines.empty() ? "" : "\n" + title + "\n" + lines;
}

// The keys for --json=…, --columns, --sort and --where; what each says is for explain.
std::string fields(const Command& command) {
    const report::Described about = described(command);
    std::string keys;
    for (const report::Column& column : report::united_columns(about.name, about.shapes)) {
        keys += (keys.empty() ? "" : ", ") + column.key;
    }
    return keys.empty() ? ""
                        : "\nFIELDS\n" + wrapped(keys, 2) +
                              "\n  What they say: invitectl explain " + command.path + "\n";
}

// Topics that tell more of what the command takes.
std::string further_help(const Command& command) {
    std::string out;
    const auto add = [&out](bool concerned, const std::string& name) {
        const auto topic = std::ranges::find(topics(), name, &Topic::name);
        if (concerned && topic != topics().end()) {
            out += wrapped(topic->summary, 30, "  invitectl help " + name);
        }
    };
    add(command.needs.table, "formatting");
    add(command.needs.range || command.needs.as_of, "time");
    add(command.needs.discord, "permissions");
    return out.empty() ? "" : "\nMORE\n" + out;
}

std::string command_help(const Command& command) {
    OptionSet set;
    command.body(set);
    GlobalOptions unused;
    declare_globals(set, unused, command);
    std::string out = wrapped("invitectl " + command.path + " – " + command.summary, 0);
    out += "\nUSAGE\n" + usage_line(command, set);
    out += "\nEXAMPLES\n" + example_lines(command.examples);
    if (!command.description.empty()) {
        out += "\nDESCRIPTION\n" + wrapped(command.description, 2);
    }
    out += section("ARGUMENTS", set, true);
    for (const auto* title : {"OPTIONS",
                              kOutputSection,
                              kTimeSection,
                              kConnectionSection,
                              kSafetySection,
                              kCommonSection}) {
        out += section(title, set, false);
    }
    return out + fields(command) + further_help(command);
}

std::string group_help(const std::string& name, const std::vector<const Command*>& members) {
    std::string out = "USAGE\n  invitectl " + name + " COMMAND [OPTIONS]\n\nCOMMANDS\n";
    for (const Command* command : members) {
        out += summary_line(*command);
    }
    return out + "\n" + wrapped("More on each: invitectl help " + name + " COMMAND", 0);
}

std::string overview(std::span<const Command> commands) {
    std::string out =
        "invitectl tells the admins of a Discord server where their members come from.\n"
        "\nUSAGE\n  invitectl COMMAND [OPTIONS]\n";
    for (int i = 0; i <= static_cast<int>(Group::self); ++i) {
        const auto group = static_cast<Group>(i);
        std::string lines;
        for (const Command* command : visible(commands)) {
            lines += command->group == group ? summary_line(*command) : "";
        }
        if (!lines.empty()) {
            out.append("\n").append(title_of(group)).append("\n").append(lines);
        }
    }
    out +=
        "\nMORE\n" + wrapped("examples and options of a command", 30, "  invitectl help COMMAND");
    for (const Topic& topic : topics()) {
        out += wrapped(topic.summary, 30, "  invitectl help " + topic.name);
    }
    return out;
}

// Topics are among what a mistyped word may have meant.
void refuse_unknown_topic(const std::vector<std::string>& words) {
    std::vector<std::string> names;
    for (const Topic& topic : topics()) {
        names.push_back(topic.name);
    }
    if (words.size() != 1) {
        return;
    }
    if (const auto near = nearest(words.front(), names)) {
        throw Error(ErrorCode::usage,
                    "there is no help on \"" + words.front() + "\"",
                    "did you mean \"" + *near + "\"?",
                    "invitectl help " + *near);
    }
}

}  // namespace

std::string_view title_of(Group group) {
    constexpr std::array<std::string_view, 10> kTitles = {"START",
                                                          "GUILD",
                                                          "COLLECT",
                                                          "RECONCILE",
                                                          "INVITES AND SOURCES",
                                                          "JOINS AND MEMBERS",
                                                          "ANALYSE",
                                                          "PUBLISH",
                                                          "DATA CARE",
                                                          "SELF"};
    return kTitles.at(static_cast<std::size_t>(group));
}

std::vector<const Command*> visible(std::span<const Command> commands) {
    std::vector<const Command*> shown;
    for (const Command& command : commands) {
        if (!command.hidden) {
            shown.push_back(&command);
        }
    }
    return shown;
}

std::string help_text(std::span<const Command> commands, std::span<const std::string> words) {
    if (words.empty()) {
        return overview(commands);
    }
    const std::vector<std::string> asked(words.begin(), words.end());
    const std::string path = joined_with(asked, " ");
    const auto found = std::ranges::find(commands, path, &Command::path);
    const auto members = group_members(commands, path);
    if (found != commands.end()) {
        return command_help(*found);
    }
    if (!members.empty()) {
        return group_help(path, members);
    }
    const auto topic = std::ranges::find(topics(), path, &Topic::name);
    if (topic != topics().end()) {
        return topic->text();
    }
    refuse_unknown_topic(asked);
    unknown_command(asked, commands);
}

}  // namespace invitectl::cli
