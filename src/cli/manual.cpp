#include "invitectl/cli/manual.hpp"

#include "cli/global_options.hpp"
#include "cli/roff.hpp"
#include "cli/topics.hpp"

#include <algorithm>

namespace invitectl::cli {
namespace {

std::string page_name(const Command& command) {
    std::string name = "invitectl-" + command.path;
    std::ranges::replace(name, ' ', '-');
    return name;
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

std::string head(const std::string& name, std::string_view summary, std::string_view date) {
    return ".Dd " + std::string(date) + "\n.Dt " + upper(name) + " 1\n.Os\n.Sh NAME\n.Nm " + name +
           "\n.Nd " + roff_word(summary) + "\n";
}

// ".Fl L , Fl -limit Ar N"
std::string option_macro(const Option& option) {
    std::string out = ".It Fl ";
    if (const auto comma = option.names.find(','); comma != std::string::npos) {
        out += option.names.substr(1, comma - 1) + " , Fl ";
    }
    out += "-" + option.long_name().substr(2);
    switch (option.kind) {
        case OptionKind::value:
        case OptionKind::list:
            return out + " Ar " + roff_word(option.value_name);
        case OptionKind::optional_value:
            return out + " Ns Op = Ns Ar " + roff_word(option.value_name);
        default:
            return out;
    }
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        out += (out.empty() ? "" : ", ") + word;
    }
    return out;
}

std::string sentence(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text + ".";
}

std::string option_text(const Option& option) {
    std::string text = sentence(option.help);
    if (!option.choice_list.empty()) {
        text += " One of: " + joined(option.choice_list) + ".";
    }
    if (!option.default_text.empty()) {
        text += " Default: " + option.default_text + ".";
    }
    if (option.kind == OptionKind::list) {
        text += " May be repeated.";
    }
    if (!option.environment().empty()) {
        text += " Variable: " + option.environment() + ".";
    }
    return roff_text(text);
}

std::string option_list(const OptionSet& set, bool positionals) {
    std::string items;
    for (const Option& option : set.options()) {
        if (option.is_hidden || option.is_positional() != positionals) {
            continue;
        }
        items += (positionals ? ".It Ar " + roff_word(option.names) : option_macro(option)) + "\n" +
                 option_text(option);
    }
    return items.empty() ? "" : ".Bl -tag -width Ds\n" + items + ".El\n";
}

std::string synopsis(const Command& command, const OptionSet& own) {
    std::string out = ".Sh SYNOPSIS\n.Nm invitectl " + command.path + "\n";
    for (const Option& option : own.options()) {
        if (option.is_positional()) {
            const bool many = option.kind == OptionKind::positional_list;
            const std::string word = "Ar " + roff_word(option.names) + (many ? " ..." : "");
            out += option.is_required ? "." + word + "\n" : ".Op " + word + "\n";
        }
    }
    return out + ".Op Ar OPTIONS\n";
}

std::string examples(const std::vector<Example>& examples) {
    std::string out = ".Sh EXAMPLES\n";
    bool first = true;
    for (const Example& example : examples) {
        out += (first ? "" : ".Pp\n") + roff_text(sentence(example.shows)) + ".Pp\n.Dl " +
               roff_word(example.command) + "\n";
        first = false;
    }
    return out;
}

std::string command_list(std::span<const Command> commands) {
    std::string out = ".Sh COMMANDS\n";
    for (int i = 0; i <= static_cast<int>(Group::self); ++i) {
        const auto group = static_cast<Group>(i);
        std::string items;
        for (const Command* command : visible(commands)) {
            if (command->group == group) {
                items += ".It Cm " + command->path + "\n" + roff_text(sentence(command->summary));
            }
        }
        if (!items.empty()) {
            out +=
                ".Ss " + std::string(title_of(group)) + "\n.Bl -tag -width Ds\n" + items + ".El\n";
        }
    }
    return out;
}

std::string exit_status() {
    std::string out = ".Sh EXIT STATUS\n.Bl -tag -width Ds\n";
    for (const ExitRow& row : exit_rows()) {
        out += ".It " + std::to_string(static_cast<int>(row.status)) + "\n" +
               roff_text(sentence(std::string(row.meaning)));
    }
    return out + ".El\n";
}

std::string common_options() {
    GlobalOptions unused;
    OptionSet set;
    declare_globals(set, unused, heeds_everything());
    return ".Sh OPTIONS\n" +
           roff_text("Each command heeds those that make sense for it; its own page tells which.") +
           option_list(set, false);
}

std::string topic_list() {
    std::string out = ".Sh FURTHER HELP\n.Bl -tag -width Ds\n";
    for (const Topic& topic : topics()) {
        out += ".It Ic invitectl help " + topic.name + "\n" + roff_text(sentence(topic.summary));
    }
    return out + ".El\n";
}

}  // namespace

std::string manual_name(const Command& command) {
    return page_name(command) + ".1";
}

std::string command_manual(const Command& command, std::string_view date) {
    OptionSet own;
    const auto run = command.body(own);
    GlobalOptions unused;
    OptionSet common;
    declare_globals(common, unused, command);
    std::string out = head(page_name(command), command.summary, date) + synopsis(command, own);
    out += ".Sh DESCRIPTION\n" +
           roff_text(command.description.empty() ? sentence(command.summary) : command.description);
    const std::string arguments = option_list(own, true);
    if (!arguments.empty()) {
        out += ".Pp\nThe arguments are as follows:\n" + arguments;
    }
    const std::string own_options = option_list(own, false);
    out += ".Sh OPTIONS\n" + own_options;
    out += (own_options.empty() ? "" : ".Pp\n") + std::string("Common to many commands:\n") +
           option_list(common, false);
    out += examples(command.examples);
    return out + ".Sh SEE ALSO\n.Xr invitectl 1\n";
}

std::string program_manual(std::span<const Command> commands, std::string_view date) {
    std::string out = head("invitectl", "where the members of a Discord server come from", date);
    out += ".Sh SYNOPSIS\n.Nm\n.Ar COMMAND\n.Op Ar OPTIONS\n.Sh DESCRIPTION\n";
    out += roff_text(
        "Tells the admins of a Discord server where their members come from, who brings people "
        "that stay, and which links bring fakes. Run by cron every few minutes, it reads invites, "
        "members and the audit log into a database that the admin owns, and works out offline who "
        "came by which invite. What is certain is proved, what is not gets a probability, and the "
        "totals always equal Discord's counters.\n\nEach command has a page of its own: of "
        "\"invite list\" it is invitectl-invite-list(1).");
    out += command_list(commands) + common_options() + exit_status() + topic_list();
    return out + ".Sh SEE ALSO\n.Xr invitectl-facts 5\n";
}

}  // namespace invitectl::cli
