// Making and deleting invites at Discord: an intent in the database, then the request, then what
// came of it. Whatever dies in between is looked into before anything is tried again, so that
// nothing is made twice and nothing that was made is lost. Runs hold the run lock.
#pragma once

#include "invitectl/base/error.hpp"
#include "invitectl/plan/invite_plan.hpp"
#include "invitectl/ports/invite_admin.hpp"
#include "invitectl/ports/readers.hpp"
#include "invitectl/ports/role_admin.hpp"
#include "invitectl/store/intents.hpp"
#include "invitectl/workflow/edit.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::workflow {

struct InvitePorts {
    InviteReader& reading;
    InviteAdmin& invites;
    RoleAdmin& roles;
};

struct Settled {
    std::vector<store::Intent> effective;  // took effect, as was found now
    std::vector<store::Intent> failed;     // did not
};
// Looks into what an interrupted run left open, and completes what took effect: the code is
// assigned, credited and written down as if nothing had happened. Sends no changing request.
Settled settle_intents(sql::Connection& database,
                       GuildId guild,
                       InvitePorts& ports,
                       const Author& author);
bool has_open_intents(sql::Connection& database, GuildId guild);

struct InviteRequest {
    plan::InviteWish wish;  // but for the source, which is named:
    std::string source;
    bool new_source = false;  // make it where it is not there
    std::string reason;       // for the audit log; empty: one is made up
};

// The source's id in the wish, and the role that is there already. Throws what create_invite would
// throw for the request, before anything is sent.
struct Prepared {
    plan::InviteWish wish;
    bool source_exists = true;
    std::optional<RoleId> role{};
};
Prepared prepare(sql::Connection& database,
                 GuildId guild,
                 InvitePorts& ports,
                 const InviteRequest& request);

struct CreatedInvite {
    InviteCode code;
    bool found_again = false;  // an interrupted run had made it
    store::Intent intent;
};
// Throws as the ports do; what is then uncertain stays open and is looked into by the next run.
CreatedInvite create_invite(sql::Connection& database,
                            GuildId guild,
                            InvitePorts& ports,
                            const InviteRequest& request,
                            const Author& author);

// Whoever asked has been told: the same wish from now on is another invite.
void note_told(sql::Connection& database, GuildId guild, CreatedInvite& created, Instant now);

// What is known of codes that are to be deleted. `listed_now` is asked for the invites that Discord
// lists, if at all, for codes that no reading has seen: they may be new, or another server's.
std::vector<plan::Doomed> doomed(sql::Connection& database,
                                 GuildId guild,
                                 const std::vector<InviteCode>& codes,
                                 const std::function<std::vector<Invite>()>& listed_now,
                                 Instant now);
// Codes of a source that still work.
std::vector<InviteCode> live_codes_of(sql::Connection& database,
                                      GuildId guild,
                                      SourceId source,
                                      Instant now);

struct DeletedInvites {
    std::vector<InviteCode> deleted;
    std::vector<InviteCode> gone;  // were gone already
    std::vector<std::pair<InviteCode, Error>> failed;
};
// One after the other; a code that Discord refuses to delete does not keep the others.
DeletedInvites delete_invites(sql::Connection& database,
                              GuildId guild,
                              InvitePorts& ports,
                              const std::vector<InviteCode>& codes,
                              const std::string& reason,
                              const Author& author);

}  // namespace invitectl::workflow
