// invite delete | source retire: what is no longer in use.
#include "invitectl/base/error.hpp"
#include "invitectl/report/plan.hpp"
#include "invitectl/workflow/source_edits.hpp"

#include "commands/all.hpp"
#include "commands/discord_effects.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct DeleteOptions {
    std::vector<std::string> codes;
    std::string reason;
};

void declare_delete(cli::OptionSet& set, DeleteOptions& options) {
    set.positional("CODE", options.codes, "codes, or whole invite links").required();
    set.option("--reason", options.reason, "TEXT", "for the audit log of the server");
}

cli::ExitStatus run_delete(const DeleteOptions& options, cli::Context& context) {
    const auto codes = parse_codes(options.codes);
    const auto lock = context.lock_runs();
    const plan::Deletion deletion = deletion_of(context, codes);
    if (!deletion.alien.empty()) {
        throw Error(ErrorCode::not_found,
                    "there is no invite " + deletion.alien.front().text() + " in this server",
                    "no reading has seen it, and Discord does not list it now",
                    "invitectl invite list --state active");
    }
    if (!context.dry_run() && !deletion.codes.empty()) {
        confirm_deletion(context, deletion);
    }
    return delete_as_planned(context, deletion, options.reason);
}

struct RetireOptions {
    std::string name;
    bool delete_invites = false;
    std::string reason;
};

void declare_retire(cli::OptionSet& set, RetireOptions& options) {
    set.positional("SOURCE", options.name, "its name");
    set.flag("--delete-invites", options.delete_invites, "also delete its invites at Discord");
    set.option("--reason", options.reason, "TEXT", "for the audit log of the server");
}

cli::ExitStatus run_retire(const RetireOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    std::unique_ptr<HeldLock> lock;
    plan::Deletion deletion;
    const Source source = workflow::own_source(database, guild, options.name);
    if (options.delete_invites) {
        lock = context.lock_runs();
        deletion = deletion_of(context,
                               workflow::live_codes_of(database, guild, source.id, context.now()));
        if (!context.dry_run() && !deletion.codes.empty()) {
            confirm_deletion(context, deletion);
        }
    }
    // Typed again after an interruption, it goes on with the invites.
    if (!source.retired_at || !options.delete_invites) {
        workflow::retire_source(database, guild, options.name, author_of(context));
        context.tell("\"" + options.name + "\" takes no more codes; its history stays.");
    }
    return options.delete_invites ? delete_as_planned(context, deletion, options.reason)
                                  : cli::ExitStatus::ok;
}

}  // namespace

cli::Command invite_delete() {
    return {.path = "invite delete",
            .group = cli::Group::sources,
            .summary = "Delete invites at Discord",
            .description =
                "Asks first. What came by them stays as it is. Needs Manage Server, or Manage "
                "Channels where they lead.",
            .examples = {{"invitectl invite delete abc123 --dry-run", "what would be done"},
                         {"invitectl invite delete https://discord.gg/abc123 --yes",
                          "without being asked"}},
            .needs = {.guild = true, .table = true, .discord = true, .lock = true, .confirm = true},
            .changes = true,
            .body = cli::body(declare_delete, run_delete),
            .tables = [] { return std::vector{report::plan({})}; }};
}

cli::Command source_retire() {
    return {.path = "source retire",
            .group = cli::Group::sources,
            .summary = "Use a source no more; its history stays",
            .description =
                "It takes no more codes. Those it has keep bringing joins to it, unless "
                "--delete-invites deletes them at Discord, which asks first.",
            .examples = {{"invitectl source retire \"Reddit ad\" --delete-invites --dry-run",
                          "which invites would be deleted"},
                         {"invitectl source retire \"Reddit ad\"", "its invites stay"}},
            .needs = {.guild = true, .table = true, .discord = true, .lock = true, .confirm = true},
            .changes = true,
            .body = cli::body(declare_retire, run_retire),
            .tables = [] { return std::vector{report::plan({})}; }};
}

}  // namespace invitectl::commands
