#include "cli/each_guild.hpp"

#include "invitectl/base/error.hpp"

#include <algorithm>

namespace invitectl::cli {
namespace {

// What would stop every other guild as well.
bool concerns_all(ErrorCode code) {
    switch (code) {
        case ErrorCode::interrupted:
        case ErrorCode::usage:
        case ErrorCode::bad_value:
        case ErrorCode::no_token:
        case ErrorCode::unsafe_token_file:
        case ErrorCode::token_rejected:
        case ErrorCode::lock_held:
        case ErrorCode::damaged_database:
        case ErrorCode::disk_full:
            return true;
        default:
            return false;
    }
}

std::string problem(const std::string& alias, const Error& error) {
    return alias + ": error: " + error.happened() + " (" + std::string(error_id(error.code())) +
           ")";
}

}  // namespace

ExitStatus run_for_each_guild(const std::function<ExitStatus(Context&)>& body, Context& context) {
    const std::vector<store::StoredGuild> guilds = store::guilds(context.database());
    if (guilds.empty()) {
        throw Error(ErrorCode::unknown_guild,
                    "this database follows no guild",
                    "there is nothing to go through",
                    "invitectl guild add SERVER_ID");
    }
    ExitStatus worst = ExitStatus::ok;
    bool failed = false;
    for (const store::StoredGuild& guild : guilds) {
        context.turn_to(guild);
        try {
            const ExitStatus status = body(context);
            worst = worst == ExitStatus::ok ? status : worst;
        } catch (const Error& error) {
            if (guilds.size() == 1 || concerns_all(error.code())) {
                throw;
            }
            failed = true;
            context.tell(problem(guild.alias, error));
        }
    }
    context.print_collected();
    return failed ? ExitStatus::partial : worst;
}

}  // namespace invitectl::cli
