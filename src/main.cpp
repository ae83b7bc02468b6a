// invitectl: tells the admins of a Discord server where their members come from.
#include "invitectl/cli/run.hpp"

#include "commands/all.hpp"
#include "wiring.hpp"

#include <cstdlib>
#include <span>

int main(int argc, char** argv) {
    using namespace invitectl;
    system::harden_process();
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    const std::vector<std::string> words(arguments.begin() + (argc > 0 ? 1 : 0), arguments.end());
    Wiring wiring;
    return static_cast<int>(cli::run(words, commands::all(), wiring.host()));
}
