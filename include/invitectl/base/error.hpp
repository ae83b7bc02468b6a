// The one exception type of the program.
//
// Adapters translate what their library throws into an Error at the boundary; nothing above them
// ever sees a curl, JSON or SQLite exception. An Error says what happened, why, and which command
// to run next; cli/ turns its code into an exit status and prints the three lines.
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace invitectl {

// A closed set of reasons. Each has a stable id ("E-AUTH-02") that scripts and the documentation
// use; several share an exit status (cli/exit_status.cpp maps them).
enum class ErrorCode {
    usage,                 // unknown flag or argument, wrong count
    bad_value,             // a value that cannot be read or is out of its range
    bad_config,            // the configuration file is wrong
    already_initialised,   // init on a database that exists
    unknown_guild,         // no guild of that name or id in the database, or none chosen
    not_found,             // a join, source, code, setting named by the user does not exist
    already_exists,        // a thing to be created is there already
    no_token,              // no token from any of its sources
    unsafe_token_file,     // token file readable by others, not a regular file, not ours
    token_rejected,        // Discord answered 401
    missing_permission,    // Discord answered 403, or a permission is known to be missing
    invites_without_uses,  // invites listed without their counters: Manage Server is missing
    missing_intent,        // the members intent is off in the developer portal
    guild_gone,            // the bot is not, or no longer, in the guild
    rate_limited,          // the wait would be longer than --max-wait
    network,               // unreachable, timed out, cut in the middle, TLS failure
    discord_unavailable,   // 5xx, or a page that is not JSON
    broken_protocol,       // an answer that breaks Discord's own rules: field missing, wrong type
    refused_by_discord,    // any other 4xx
    outcome_unknown,       // a change may or may not have happened, and looking did not settle it
    no_database,           // no database at this path
    foreign_database,      // the file is no invitectl database
    damaged_database,      // SQLite reports corruption
    newer_database,        // written by a newer version of this program
    disk_full,             // no space left
    database,              // any other storage failure
    lock_held,             // another run holds the lock
    refused,               // refused for safety: API base, missing confirmation
    interrupted,           // SIGINT or SIGTERM
    file,                  // a file cannot be read or written
    internal,              // a broken promise inside the program
};

class Error : public std::exception {
  public:
    // `what` happened, `why` (may be empty), and the `next` command or step (may be empty). Plain
    // sentences without a final full stop; names inside are raw, the renderer escapes them.
    Error(ErrorCode code, std::string what, std::string why = {}, std::string next = {});

    ErrorCode code() const noexcept { return code_; }
    const std::string& happened() const noexcept { return what_; }
    const std::string& why() const noexcept { return why_; }
    const std::string& next() const noexcept { return next_; }
    const char* what() const noexcept override { return what_.c_str(); }

  private:
    ErrorCode code_;
    std::string what_;
    std::string why_;
    std::string next_;
};

// The stable id, for example "E-AUTH-02".
std::string_view error_id(ErrorCode code);

}  // namespace invitectl
