// invite assign | unassign | credit | ignore: what people decide about codes.
#include "invitectl/base/error.hpp"
#include "invitectl/workflow/edits.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

std::optional<Instant> start_of(const std::optional<std::string>& from, cli::Context& context) {
    return from ? std::optional(context.time(*from)) : std::nullopt;
}

std::string counted_codes(const std::vector<InviteCode>& codes) {
    return counted(static_cast<std::int64_t>(codes.size()), "code");
}

void tell_strangers(cli::Context& context, const workflow::Assigned& assigned) {
    for (const InviteCode& code : assigned.never_seen) {
        context.tell("note: the code " + code.text() +
                     " has never been seen in this server; the decision stands all the same");
    }
}

void tell_decided(cli::Context& context,
                  const workflow::Assigned& assigned,
                  const std::string& done,
                  const std::string& what) {
    tell_strangers(context, assigned);
    context.tell(done + "; " + counted(assigned.joins, "join") +
                 (assigned.joins == 1 ? " has" : " have") + " another " + what + " now.");
}

struct AssignOptions {
    std::vector<std::string> codes;
    std::string source;
    std::optional<std::string> from;
};

void declare_assign(cli::OptionSet& set, AssignOptions& options) {
    set.positional("CODE", options.codes, "codes, or whole invite links").required();
    set.last_positional("SOURCE", options.source, "the source they belong to");
    set.option("--from", options.from, "TIME", "joins before this keep the source they had")
        .fallback("all history");
}

cli::ExitStatus run_assign(const AssignOptions& options, cli::Context& context) {
    const std::vector<InviteCode> codes = parse_codes(options.codes);
    const workflow::Assigned assigned = workflow::assign_codes(context.database(),
                                                               context.guild().guild.id,
                                                               codes,
                                                               options.source,
                                                               start_of(options.from, context),
                                                               author_of(context));
    tell_decided(context,
                 assigned,
                 "Assigned " + counted_codes(codes) + " to \"" + options.source + "\"",
                 "source");
    return cli::ExitStatus::ok;
}

struct UnassignOptions {
    std::vector<std::string> codes;
    std::optional<std::string> from;
};

void declare_unassign(cli::OptionSet& set, UnassignOptions& options) {
    set.positional("CODE", options.codes, "codes, or whole invite links").required();
    set.option("--from", options.from, "TIME", "joins before this keep the source they had")
        .fallback("all history");
}

cli::ExitStatus run_unassign(const UnassignOptions& options, cli::Context& context) {
    const std::vector<InviteCode> codes = parse_codes(options.codes);
    const workflow::Assigned assigned = workflow::unassign_codes(context.database(),
                                                                 context.guild().guild.id,
                                                                 codes,
                                                                 start_of(options.from, context),
                                                                 author_of(context));
    tell_decided(context, assigned, "Took " + counted_codes(codes) + " from any source", "source");
    return cli::ExitStatus::ok;
}

struct CreditOptions {
    std::vector<std::string> codes;
    std::optional<std::string> user;
    std::optional<std::string> from;
    bool maker = false;
};

void declare_credit(cli::OptionSet& set, CreditOptions& options) {
    set.positional("CODE", options.codes, "codes, or whole invite links").required();
    set.last_positional("USER", options.user, "whom to credit: id or name");
    set.option("--from", options.from, "TIME", "joins before this stay credited as they were")
        .fallback("all history");
    set.flag("--maker", options.maker, "credit whoever made the codes again; no USER then");
}

cli::ExitStatus run_credit(const CreditOptions& options, cli::Context& context) {
    std::vector<std::string> words = options.codes;
    const GuildId guild = context.guild().guild.id;
    std::optional<UserId> user;
    if (!options.maker) {
        if (!options.user) {
            throw Error(ErrorCode::usage,
                        "USER is missing",
                        "it takes a code and whom to credit",
                        "invitectl help invite credit");
        }
        user = user_named(context.database(), guild, *options.user);
    } else if (options.user) {
        words.push_back(*options.user);  // nobody is named then: the last word is a code too
    }
    const std::vector<InviteCode> codes = parse_codes(words);
    const workflow::Assigned assigned = workflow::credit_codes(context.database(),
                                                               guild,
                                                               codes,
                                                               user,
                                                               start_of(options.from, context),
                                                               author_of(context));
    const report::Names names = names_of(context.database(), guild);
    const std::string whom =
        user ? report::person_text(*user, names) + " (" + user->text() + ")" : "who made them";
    tell_decided(context, assigned, "Credited " + counted_codes(codes) + " to " + whom, "inviter");
    return cli::ExitStatus::ok;
}

struct IgnoreOptions {
    std::vector<std::string> codes;
    std::string scope = "log";
    bool undo = false;
};

void declare_ignore(cli::OptionSet& set, IgnoreOptions& options) {
    set.positional("CODE", options.codes, "codes, or whole invite links").required();
    set.option("--scope", options.scope, "WHERE", "one or more of log,board,xp");
    set.flag("--undo", options.undo, "take them in again there");
}

cli::ExitStatus run_ignore(const IgnoreOptions& options, cli::Context& context) {
    const std::vector<InviteCode> codes = parse_codes(options.codes);
    const IgnoreScope scope = parse_ignore_scope(options.scope);
    if (!scope.any()) {
        throw Error(ErrorCode::bad_value,
                    "no scope is named",
                    "it takes log, board or xp",
                    "leave --scope out for log");
    }
    const workflow::Assigned ignored = workflow::ignore_codes(context.database(),
                                                              context.guild().guild.id,
                                                              codes,
                                                              scope,
                                                              !options.undo,
                                                              author_of(context));
    tell_strangers(context, ignored);
    context.tell(counted_codes(codes) + (options.undo ? " taken in again: " : " ignored: ") +
                 to_text(scope) + ". Statistics by source always count them.");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command invite_assign() {
    return {.path = "invite assign",
            .group = cli::Group::sources,
            .summary = "Say which source invites belong to",
            .description =
                "Retroactive unless --from is given. The last word is the source; "
                "everything before it is a code or an invite link.",
            .examples = {{"invitectl invite assign abc123 \"Reddit ad\"", "for all history"},
                         {"invitectl invite assign https://discord.gg/abc123 def456 \"Reddit ad\" "
                          "--from 2026-08-01",
                          "two codes, from a day on"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_assign, run_assign)};
}

cli::Command invite_unassign() {
    return {.path = "invite unassign",
            .group = cli::Group::sources,
            .summary = "Take invites from their source again",
            .description =
                "For all history unless --from is given. The joins stay; they count as "
                "(unassigned) on a board by source.",
            .examples = {{"invitectl invite unassign abc123", "for all history"},
                         {"invitectl invite unassign def456 --from 2026-08-01", "from a day on"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_unassign, run_unassign)};
}

cli::Command invite_credit() {
    return {
        .path = "invite credit",
        .group = cli::Group::sources,
        .summary = "Say who is credited for invites",
        .description =
            "For personal invites that a bot made: Discord names the bot as inviter. Retroactive "
            "unless --from is given; invitectl undo takes it back.",
        .examples = {{"invitectl invite credit abc123 ana", "by user name"},
                     {"invitectl invite credit abc123 def456 1308388315686375505 --from "
                      "2026-08-01",
                      "two codes, by user id, from a day on"},
                     {"invitectl invite credit def456 --maker", "back to whoever made it"}},
        .needs = {.guild = true},
        .changes = true,
        .body = cli::body(declare_credit, run_credit)};
}

cli::Command invite_ignore() {
    return {
        .path = "invite ignore",
        .group = cli::Group::sources,
        .summary = "Leave invites out of announcements, boards or XP",
        .description =
            "log: joins by them are not announced. board: on boards by inviter, code and channel "
            "they earn no credit and stand in a row of their own, so that the sums still add up. "
            "xp: they earn none. Statistics by source always count them.",
        .examples = {{"invitectl invite ignore abc123", "not announced"},
                     {"invitectl invite ignore abc123 --scope log,board,xp", "nowhere"},
                     {"invitectl invite ignore abc123 --scope log,board,xp --undo",
                      "everywhere again"}},
        .needs = {.guild = true},
        .changes = true,
        .body = cli::body(declare_ignore, run_ignore)};
}

}  // namespace invitectl::commands
