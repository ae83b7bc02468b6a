#include "commands/discord_effects.hpp"

#include "invitectl/report/plan.hpp"

#include "commands/lookups.hpp"

namespace invitectl::commands {

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

cli::ExitStatus delete_as_planned(cli::Context& context,
                                  const plan::Deletion& deletion,
                                  const std::string& reason) {
    for (const InviteCode& code : deletion.gone) {
        context.tell("note: " + code.text() + " is gone already");
    }
    if (context.dry_run()) {
        context.print(report::plan(deletion.plan));
        return cli::ExitStatus::ok;
    }
    if (deletion.codes.empty()) {
        return cli::ExitStatus::ok;
    }
    workflow::InvitePorts ports = invite_ports(context);
    const auto deleted = workflow::delete_invites(context.database(),
                                                  context.guild().guild.id,
                                                  ports,
                                                  deletion.codes,
                                                  reason,
                                                  author_of(context));
    if (deleted.deleted.empty()) {
        throw deleted.failed.front().second;
    }
    context.tell("Deleted " + counted(static_cast<std::int64_t>(deleted.deleted.size()), "invite") +
                 "; the joins by them stay as they are.");
    for (const auto& [code, error] : deleted.failed) {
        context.tell("not deleted: " + code.text() + ": " + error.happened() +
                     (error.why().empty() ? "" : " (" + error.why() + ")"));
    }
    return deleted.failed.empty() ? cli::ExitStatus::ok : cli::ExitStatus::partial;
}

}  // namespace invitectl::commands
