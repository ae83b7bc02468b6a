// version: which program this is.
#include "invitectl/cli/context.hpp"

#include "commands/all.hpp"

#include <ostream>

namespace invitectl::commands {
namespace {

cli::ExitStatus run(cli::Context& context) {
    context.out() << "invitectl " INVITECTL_VERSION "\n";
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command version() {
    return {.path = "version",
            .group = cli::Group::self,
            .summary = "Print the version",
            .examples = {{"invitectl version", "name and version"},
                         {"invitectl --version", "the same"}},
            .body = cli::body(run)};
}

}  // namespace invitectl::commands
