#include "cli/topic_texts.hpp"

#include "invitectl/domain/guild.hpp"

#include "cli/wrap.hpp"

namespace invitectl::cli {
namespace {

constexpr int kNameColumn = 14;

std::string row(const std::string& name, const std::string& meaning) {
    return wrapped(meaning, kNameColumn, "  " + name);
}

std::string command_line(const std::string& command) {
    return "  " + command + "\n";
}

}  // namespace

std::string attribution_topic() {
    return "ATTRIBUTION\n" +
           wrapped(
               "Discord counts the uses of each invite and tells when each member joined; it does "
               "not tell who came by which invite. Two readings of the counters and the joins "
               "between them leave some explanations and rule out the rest.",
               2) +
           "\n" + row("manual", "a person said so") +
           row("stated", "Discord said so; only with the setting members_search") +
           row("stamped", "the member holds the role that marks a source") +
           row("proved", "holds in every explanation of the counters") +
           row("likely", "has a probability of at least 0.9") +
           row("open", "several candidates, each with its probability") +
           row("unknown", "no invite could have brought this person") + "\n" +
           wrapped(
               "Code, inviter and source each have a verdict: two codes of one inviter leave the "
               "code open and the inviter certain. The column `verdict` is the one on the code. "
               "Boards credit likely joins and better; the rest stands in the row (open), so that "
               "the rows always add up to the joins.\n\n"
               "Little can be proved as long as people may also join without an invite. If nobody "
               "can, say so once:",
               2) +
           "\n" + command_line("invitectl settings set closed on") + "\n" +
           wrapped("Why one join was attributed as it was, and how sure all answers are:", 2) +
           "\n" + command_line("invitectl join show 1 --explain") +
           command_line("invitectl coverage");
}

std::string privacy_topic() {
    return "PRIVACY\n" +
           wrapped(
               "Everything is kept in one SQLite file on this machine, readable by its owner "
               "alone. Nothing is sent anywhere but to Discord: there is no telemetry and no check "
               "for updates.",
               2) +
           "\n" +
           row("kept",
               "ids, user names, when members joined and left, which invites exist "
               "and how often they were used, what the audit log says of kicks, "
               "bans, bots and invites") +
           row("never kept", "the text of messages, the bot's token, raw answers of Discord") +
           "\n" +
           wrapped(
               "The token is read from a file, a command or systemd's credentials, never from the "
               "command line, and is shown nowhere. To stop following a server and delete what is "
               "stored of it:",
               2) +
           "\n" + command_line("invitectl guild remove GUILD") + command_line("invitectl db path");
}

std::string scheduling_topic() {
    return "SCHEDULING\n" +
           wrapped(
               "`invitectl sync` reads once and ends. Let cron run it; a run that succeeds prints "
               "nothing, so cron mails only trouble (crontab -e):",
               2) +
           "\n" + command_line("*/5 * * * * invitectl sync --all-guilds") + "\n" +
           wrapped(
               "The shorter the interval, the fewer people join between two readings, and the more "
               "can be told apart. Cron starts nothing more often than each minute; one run may "
               "poll several times:",
               2) +
           "\n" + command_line("* * * * * invitectl sync --every 10s --for 55s") + "\n" +
           wrapped(
               "Only one run works at a time: another ends at once with exit code 11, or waits as "
               "long as --lock-wait says. A run that was killed loses nothing; the next one goes "
               "on. What other intervals would tell apart, and what the runs did:",
               2) +
           "\n" + command_line("invitectl coverage") + command_line("invitectl run list --failed");
}

std::string permissions_topic() {
    return "PERMISSIONS\n" +
           wrapped(
               "The bot needs the Server Members Intent (developer portal, Bot) and these "
               "permissions in the server:",
               2) +
           "\n" +
           wrapped("without it Discord hides how often invites were used", 28, "  Manage Server") +
           wrapped("tells deleted invites from expired ones, and kicks from leaves",
                   28,
                   "  View Audit Log") +
           wrapped("only to create invites", 28, "  Create Invite") +
           wrapped("join messages tell who came and went between two readings",
                   28,
                   "  View Channels,") +
           wrapped("and who writes when, where that is switched on", 28, "  Read Message History") +
           wrapped("only to kick or ban", 28, "  Kick Members, Ban Members") +
           wrapped("only to hand out roles", 28, "  Manage Roles") + "\n" +
           wrapped(
               "The first is a must, the second next to it; to invite the bot with the first five, "
               "open this address with the application's id in it (Discord's page lets you take "
               "any of them away):",
               2) +
           "\n" + "  " + invitation_url("ID") + "\n" + "\n" +
           wrapped("`invitectl init` says what is missing before anything is written.", 2);
}

}  // namespace invitectl::cli
