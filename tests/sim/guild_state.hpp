// The state of one simulated guild. Changed by World alone; the doors read it.
#pragma once

#include "invitectl/domain/audit_entry.hpp"
#include "invitectl/domain/invite.hpp"
#include "invitectl/domain/person.hpp"

#include "tests/sim/config.hpp"
#include "tests/sim/random.hpp"
#include "tests/sim/truth.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace invitectl::sim {

struct MemberState {
    const Person* person = nullptr;  // owned by the world
    Instant joined_at;
    bool did_rejoin = false;
    bool pending = false;
    std::vector<RoleId> roles;
    std::size_t entry = 0;                   // index into Truth::entries
    bool unlisted = false;                   // left out of the list, as by a page that shifted
    std::optional<std::string> misstated{};  // the code members-search wrongly names
};

struct InviteState {
    InviteTerms terms;
    std::int64_t uses = 0;     // true
    std::int64_t visible = 0;  // what the list shows
    bool usable = true;
    std::vector<UserId> targets{};       // the only ones who may use it; empty: everybody
    std::optional<std::size_t> place{};  // index into GuildState::listed while the list shows it
    CodeTruth* truth = nullptr;
};

struct VanityState {
    InviteCode code;
    std::int64_t uses = 0;
    std::int64_t visible = 0;
    std::uint64_t epoch = 0;  // uses of an earlier code do not show in this one's counter
    CodeTruth* truth = nullptr;
};

struct Overwrite {
    std::int64_t id = 0;  // of a role (the guild's id: everyone) or a member
    bool of_role = true;
    std::uint64_t allow = 0;
    std::uint64_t deny = 0;
};

// Its id carries its time.
struct MessageState {
    MessageId id;
    int type = 0;  // 0 ordinary, 7 join message
    UserId author;
    std::string content;
    std::string nonce{};  // enforced
    bool rings = false;   // somebody is notified of it
};

struct ChannelState {
    ChannelId id;
    std::string name;
    int type = 0;
    std::vector<Overwrite> overwrites;
    std::deque<MessageState> messages;  // by id, oldest first
};

struct RoleState {
    RoleId id;
    std::string name;
    std::uint64_t permissions = 0;
    int position = 0;
    bool managed = false;
};

struct ChangeState {
    std::string key;
    std::optional<std::string> before;
    std::optional<std::string> after;
    std::vector<RoleState> roles;  // of $add and $remove
};

struct AuditState {
    AuditEntry entry;
    std::vector<ChangeState> changes;  // beside those that entry.invite says
};

// How members-search behaves here.
struct SearchState {
    bool offered = true;  // or 404
    bool indexed = true;  // or 202, until it is
    Duration lag{0};      // until it finds who joined
};

struct GuildState {
    GuildId id;
    std::string name;
    UserId owner;
    bool vanity_feature = false;
    bool discoverable = false;
    bool bot_present = true;
    bool join_messages = true;
    Duration join_message_delay_max{0};
    std::optional<ChannelId> system_channel;
    RoleId bot_role;

    std::vector<RoleState> roles;  // the first is everyone's, with the guild's id
    std::vector<ChannelState> channels;
    std::map<UserId, MemberState> members;
    std::unordered_set<UserId> former;
    std::unordered_set<UserId> banned;

    std::deque<InviteState> invites;  // every life of every code
    std::unordered_map<std::string, InviteState*> usable;
    std::vector<InviteState*> listed;  // in no order
    std::size_t most_invites = 1000;
    std::optional<VanityState> vanity;
    std::deque<AuditState> audit;  // by id, oldest first; doors show 45 days of it

    Lag lag;
    Random lag_random{0};
    SearchState search;
    Truth truth;

    const ChannelState* channel(ChannelId channel_id) const;
    const RoleState* role(RoleId role_id) const;
};

}  // namespace invitectl::sim
