// What was to be done at Discord, and what came of it.
#pragma once

#include "invitectl/plan/invite_plan.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace invitectl::store {

using IntentId = std::int64_t;  // 1, 2, 3 … per guild

enum class IntentState {
    open,    // written down; whether the request took effect is not known yet
    done,    // it did
    failed,  // it did not
    untold,  // it did, and whoever asked has not been told yet
};

struct Intent {
    IntentId id = 0;  // given by the store
    plan::Action action = plan::Action::create_invite;
    IntentState state = IntentState::open;
    Instant made_at;
    std::string author;
    plan::InviteWish wish{};           // of create_invite; of create_role the role's name
    std::optional<InviteCode> code{};  // what was made, or is to be deleted
    std::optional<RoleId> role{};      // what was made, or the invite gives
    std::string reason{};              // for the audit log
    std::optional<Instant> ended_at{};
    std::string outcome{};  // in words
};

IntentId add_intent(sql::Connection& connection, GuildId guild, const Intent& intent);
// What came of it: state, code, role, when and in which words.
void end_intent(sql::Connection& connection, GuildId guild, const Intent& intent);

// Open ones and those nobody was told of, by number.
std::vector<Intent> unfinished_intents(sql::Connection& connection, GuildId guild);
// Codes that some request is known to have made.
std::set<InviteCode> codes_made(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
