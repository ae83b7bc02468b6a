#include "commands/discord_effects.hpp"

#include "invitectl/report/plan.hpp"

#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

void tell_of(cli::Context& context, const std::vector<InviteCode>& codes, const std::string& what) {
    for (const InviteCode& code : codes) {
        context.tell("note: " + code.text() + what);
    }
}

}  // namespace

workflow::InvitePorts invite_ports(cli::Context& context) {
    DiscordChanges& changes = context.discord_changes();
    return {context.discord().invites, changes.invites, changes.roles};
}

void confirm_deletion(cli::Context& context, const plan::Deletion& deletion) {
    std::string action = "delete " +
                         counted(static_cast<std::int64_t>(deletion.plan.size()), "invite") +
                         " at Discord:";
    constexpr std::size_t kNamed = 10;
    for (std::size_t i = 0; i < std::min(deletion.plan.size(), kNamed); ++i) {
        action +=
            (i == 0 ? " " : ", ") + deletion.plan[i].target + " (" + deletion.plan[i].detail + ")";
    }
    action += deletion.plan.size() > kNamed ? " and more" : "";
    context.confirm({.danger = cli::danger_of(deletion.plan.size(), cli::Danger::moderate),
                     .action = action,
                     .name = context.guild().guild.name});
}

plan::Deletion deletion_of(cli::Context& context, const std::vector<InviteCode>& codes) {
    const GuildId guild = context.guild().guild.id;
    return plan::deletion(workflow::doomed(
        context.database(),
        guild,
        codes,
        [&] {
            Discord& discord = context.discord();
            context.progress().begin("invites");
            return discord.invites.invites(guild).value;
        },
        context.now()));
}

cli::ExitStatus delete_as_planned(cli::Context& context,
                                  const plan::Deletion& deletion,
                                  const std::string& reason) {
    tell_of(context, deletion.gone, " is gone already");
    tell_of(context, deletion.alien, " is no invite of this server and stays as it is");
    if (context.dry_run()) {
        context.print(report::plan(deletion.plan));
        return cli::ExitStatus::ok;
    }
    if (deletion.codes.empty()) {
        return cli::ExitStatus::ok;
    }
    workflow::InvitePorts ports = invite_ports(context);
    context.progress().begin("deleting invites");
    const auto deleted = workflow::delete_invites(context.database(),
                                                  context.guild().guild.id,
                                                  ports,
                                                  deletion.codes,
                                                  reason,
                                                  author_of(context));
    if (deleted.deleted.empty() && deleted.gone.empty()) {
        throw deleted.failed.front().second;
    }
    tell_of(context, deleted.gone, " was gone already");
    if (!deleted.deleted.empty()) {
        context.tell("Deleted " +
                     counted(static_cast<std::int64_t>(deleted.deleted.size()), "invite") +
                     "; the joins by " + (deleted.deleted.size() == 1 ? "it" : "them") +
                     " stay as they are.");
    }
    for (const auto& [code, error] : deleted.failed) {
        context.tell("not deleted: " + code.text() + ": " + error.happened() +
                     (error.why().empty() ? "" : " (" + error.why() + ")"));
    }
    return deleted.failed.empty() ? cli::ExitStatus::ok : cli::ExitStatus::partial;
}

}  // namespace invitectl::commands
