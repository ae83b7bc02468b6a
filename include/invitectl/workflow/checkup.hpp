// Is everything as it must be? Each check looks at one thing and says what it found, why that
// matters and what to do. A check that another one's finding makes impossible is skipped, so that
// one fault has one name.
#pragma once

#include "invitectl/base/error.hpp"
#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/database_admin.hpp"
#include "invitectl/ports/discord.hpp"
#include "invitectl/ports/host_inspector.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/workflow/status.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::workflow {

enum class Health {
    ok,
    note,     // nothing wrong; worth knowing
    skipped,  // could not be looked at
    warning,  // works, but less is known or safe than could be
    failure,  // does not work, or soon will not
};
std::string_view to_text(Health health);

struct Check {
    std::string id;     // of check_rows()
    std::string guild;  // its alias; empty: of the machine
    Health health = Health::ok;
    std::string what;
    std::string why{};
    std::string next{};
};

struct CheckRow {
    std::string_view id;
    std::string_view title;  // what is looked at
};
// Every check there is, in the order in which they are made.
std::span<const CheckRow> check_rows();

// What a failed attempt means for a check.
Check failed_check(std::string_view id, std::string guild, const Error& error);

// --- the machine
// ----------------------------------------------------------------------------------
std::vector<Check> check_files(HostInspector& machine,
                               const std::string& database_path,
                               Instant now);

// --- Discord
// --------------------------------------------------------------------------------------
struct DiscordCheckup {
    // A simulated Discord's clock is its own and not held against this machine's.
    bool compare_clocks = true;
};
// Asks as little as shows that everything can be read: some requests a guild, and one page of each
// list.
std::vector<Check> check_discord(Discord& discord,
                                 Clock& clock,
                                 const std::vector<store::StoredGuild>& guilds,
                                 const DiscordCheckup& options);

// --- the database
// ---------------------------------------------------------------------------------
std::vector<Check> check_database(sql::Connection& database, DatabaseAdmin& admin);
// Runs are told by this machine's clock, readings by Discord's.
std::vector<Check> check_collecting(sql::Connection& database,
                                    Instant local_now,
                                    Instant discord_now);

// The same checks, skipped, with the reason.
std::vector<Check> skip_discord(std::string_view why);
std::vector<Check> skip_database(std::string_view why);

}  // namespace invitectl::workflow
