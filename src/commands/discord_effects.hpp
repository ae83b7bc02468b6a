// What commands that change something at Discord have in common.
#pragma once

#include "invitectl/cli/context.hpp"
#include "invitectl/workflow/invite_effects.hpp"

namespace invitectl::commands {

workflow::InvitePorts invite_ports(cli::Context& context);

// What there is to delete of these codes. Asks Discord about those that no reading has seen.
plan::Deletion deletion_of(cli::Context& context, const std::vector<InviteCode>& codes);
// Deletes what the plan says, after confirmation; in a dry run only prints it. partial where
// Discord refused some.
cli::ExitStatus delete_as_planned(cli::Context& context,
                                  const plan::Deletion& deletion,
                                  const std::string& reason);
// Asks before the invites of the plan are deleted. Throws Error(refused).
void confirm_deletion(cli::Context& context, const plan::Deletion& deletion);

}  // namespace invitectl::commands
