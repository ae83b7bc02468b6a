#include "cli/words.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"

#include "cli/global_options.hpp"

#include <algorithm>

namespace invitectl::cli {
namespace {

// Whether the word after this one is its value: "-g x" and "--guild x", but not "-gx" or
// "--guild=x".
class ValueOptions {
  public:
    ValueOptions() {
        GlobalOptions unused;
        OptionSet set;
        declare_globals(set, unused, heeds_everything());
        for (const Option& option : set.options()) {
            if (option.kind != OptionKind::value) {
                continue;
            }
            names_.push_back(option.long_name());
            if (const auto comma = option.names.find(','); comma != std::string::npos) {
                names_.push_back(option.names.substr(0, comma));
            }
        }
    }

    bool takes_next(const std::string& word) const {
        return std::ranges::find(names_, word) != names_.end();
    }

  private:
    std::vector<std::string> names_;
};

const Command* find_command(std::span<const Command> commands, const std::string& path) {
    const auto found = std::ranges::find(commands, path, &Command::path);
    return found == commands.end() ? nullptr : &*found;
}

// Positions of the first two words that are no options and no values of common options.
std::vector<std::size_t> candidate_positions(std::span<const std::string> words) {
    const ValueOptions options;
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < words.size() && found.size() < 2; ++i) {
        if (words[i] == "--") {
            break;
        }
        if (words[i].size() > 1 && words[i].front() == '-') {
            i += options.takes_next(words[i]) ? 1U : 0U;
        } else {
            found.push_back(i);
        }
    }
    return found;
}

void note_requests(Located& located, std::span<const std::string> words, std::size_t name_begins) {
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        located.wants_help = located.wants_help || words[i] == "-h" || words[i] == "--help";
        located.wants_version =
            located.wants_version || (i < name_begins && words[i] == "--version");
    }
}

}  // namespace

std::vector<const Command*> group_members(std::span<const Command> commands,
                                          const std::string& name) {
    std::vector<const Command*> members;
    for (const Command& command : commands) {
        if (command.path.starts_with(name + " ")) {
            members.push_back(&command);
        }
    }
    return members;
}

Located locate(std::span<const std::string> words, std::span<const Command> commands) {
    Located located;
    const std::vector<std::size_t> positions = candidate_positions(words);
    std::size_t used = 0;
    if (!positions.empty()) {
        const std::string first = words[positions[0]];
        used = 1;
        located.command = find_command(commands, first);
        if (positions.size() > 1 && !group_members(commands, first).empty()) {
            const Command* both = find_command(commands, first + " " + words[positions[1]]);
            if (both != nullptr || located.command == nullptr) {
                located.command = both;
                used = 2;
            }
        }
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool is_name = (used > 0 && i == positions[0]) || (used > 1 && i == positions[1]);
        (is_name ? located.name : located.rest).push_back(words[i]);
    }
    note_requests(located, words, positions.empty() ? words.size() : positions[0]);
    return located;
}

void unknown_command(const std::vector<std::string>& name, std::span<const Command> commands) {
    std::string asked;
    for (const std::string& word : name) {
        asked += (asked.empty() ? "" : " ") + word;
    }
    std::vector<std::string> names;
    for (const Command* command : visible(commands)) {
        names.push_back(command->path);
        names.push_back(command->path.substr(0, command->path.find(' ')));
    }
    auto near = all_nearest(asked, names);
    if (near.empty() && name.size() > 1) {
        near = all_nearest(name.front(), names);
    }
    std::string meant;
    for (const std::string& candidate : near) {
        meant += (meant.empty() ? "\"" : " or \"") + candidate + "\"";
    }
    throw Error(ErrorCode::usage,
                "there is no command \"" + asked + "\"",
                near.empty() ? "" : "did you mean " + meant + "?",
                near.empty() ? "invitectl help" : "invitectl " + near.front() + " --help");
}

}  // namespace invitectl::cli
