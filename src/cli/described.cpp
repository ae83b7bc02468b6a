#include "invitectl/cli/described.hpp"

#include "invitectl/report/table_tools.hpp"

namespace invitectl::cli {

report::Described described(const Command& command) {
    report::Described about{command.path, command.summary, {}};
    if (command.tables) {
        about.shapes = command.tables();
        if (command.needs.each_guild) {
            about.shapes.push_back(report::of_all_guilds({{"", about.shapes.front()}}));
        }
    }
    return about;
}

std::vector<report::Described> described(std::span<const Command> commands) {
    std::vector<report::Described> all;
    for (const Command& command : commands) {
        if (command.tables) {
            all.push_back(described(command));
        }
    }
    return all;
}

}  // namespace invitectl::cli
