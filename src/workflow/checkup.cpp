#include "invitectl/workflow/checkup.hpp"

#include <algorithm>
#include <array>

namespace invitectl::workflow {

namespace {

constexpr std::array kRows = {
    CheckRow{"config", "the configuration can be read and trusted"},
    CheckRow{"api-base", "the API base is one the token may be sent to"},
    CheckRow{"token", "there is a bot token"},
    CheckRow{"token-file", "nobody else can read the token"},
    CheckRow{"token-source", "the token comes from a file or a command"},
    CheckRow{"discord", "Discord can be reached"},
    CheckRow{"token-accepted", "Discord accepts the token"},
    CheckRow{"members-intent", "the bot may list members"},
    CheckRow{"bot-in-guild", "the bot is in the guild"},
    CheckRow{"manage-server", "the bot sees the use counters of invites"},
    CheckRow{"view-audit-log", "the bot sees deleted invites and kicks"},
    CheckRow{"create-invite", "the bot can make invites for sources"},
    CheckRow{"clock", "this machine's clock agrees with Discord's"},
    CheckRow{"read-invites", "the invites can be read"},
    CheckRow{"read-vanity", "the guild's own URL can be read"},
    CheckRow{"read-members", "the members can be read"},
    CheckRow{"read-audit-log", "the audit log can be read"},
    CheckRow{"database", "the database can be opened"},
    CheckRow{"schema", "the database is of this version"},
    CheckRow{"database-file", "nobody else can read the database"},
    CheckRow{"database-check", "the database is not damaged"},
    CheckRow{"disk-space", "there is room for the database to grow"},
    CheckRow{"file-system", "the database is on a local file system"},
    CheckRow{"encryption", "the disk is encrypted"},
    CheckRow{"lock", "no run hangs"},
    CheckRow{"requests", "Discord has not shut this machine out for a while"},
    CheckRow{"last-run", "the latest sync went well"},
    CheckRow{"schedule", "sync runs as often as it used to"},
    CheckRow{"readings", "the guild is among those that sync reads"},
    CheckRow{"counters", "counters move when people join"},
    CheckRow{"source-share", "no source swallows all joins"},
    CheckRow{"messages", "what is written can be read where it is to be"},
    CheckRow{"gaps", "nothing was lost to Discord's horizon"},
    CheckRow{"declarations", "the counters agree with what was declared"},
};

}  // namespace

std::span<const CheckRow> check_rows() {
    return kRows;
}

std::string_view to_text(Health health) {
    constexpr std::array<std::string_view, 5> kNames = {
        "ok", "note", "skipped", "warning", "failure"};
    return kNames.at(static_cast<std::size_t>(health));
}

Check failed_check(std::string_view id, std::string guild, const Error& error) {
    return {std::string(id),
            std::move(guild),
            Health::failure,
            error.happened(),
            error.why(),
            error.next()};
}

}  // namespace invitectl::workflow
