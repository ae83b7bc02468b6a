#include "tests/sim/api_view_parts.hpp"
#include "tests/sim/api_views.hpp"
#include "tests/sim/audit_view.hpp"

namespace invitectl::sim {

using nlohmann::json;

namespace {

void add_invite_changes(json& changes, const AuditEntry& entry) {
    const AuditInvite& invite = *entry.invite;
    const bool created = entry.action == audit_action::kInviteCreate;
    const auto add = [&](const char* key, json value) {
        changes.push_back({{"key", key}, {created ? "new_value" : "old_value", std::move(value)}});
    };
    add("code", invite.code.text());
    add("channel_id", invite.channel->text());
    if (invite.inviter) {
        add("inviter_id", invite.inviter->text());
    }
    add("uses", *invite.uses);
    add("max_uses", *invite.max_uses);
    add("max_age", *invite.max_age);
    add("temporary", *invite.temporary);
}

json change_view(const ChangeState& change) {
    json view = {{"key", change.key}};
    if (change.before) {
        view["old_value"] = *change.before;
    }
    if (change.after) {
        view["new_value"] = *change.after;
    }
    for (const RoleState& role : change.roles) {
        view["new_value"].push_back({{"id", role.id.text()}, {"name", role.name}});
    }
    return view;
}

json entry_view(const AuditState& state) {
    const AuditEntry& entry = state.entry;
    json view = {{"id", entry.id.text()},
                 {"action_type", entry.action},
                 {"user_id", id_or_null(entry.actor)},
                 {"target_id", entry.target ? json(std::to_string(*entry.target)) : json(nullptr)}};
    json changes = json::array();
    if (entry.invite) {
        add_invite_changes(changes, entry);
    }
    for (const ChangeState& change : state.changes) {
        changes.push_back(change_view(change));
    }
    if (!changes.empty()) {
        view["changes"] = std::move(changes);
    }
    if (!entry.reason.empty()) {
        view["reason"] = entry.reason;
    }
    return view;
}

}  // namespace

json audit_view(const World& world,
                const GuildState& guild,
                const std::vector<const AuditState*>& entries) {
    json list = json::array();
    std::vector<AuditEntry> plain;
    for (const AuditState* state : entries) {
        list.push_back(entry_view(*state));
        plain.push_back(state->entry);
    }
    json users = json::array();
    for (const UserId user : people_in(guild, plain)) {
        if (const Person* person = world.find_user(user)) {
            users.push_back(user_view(*person));
        }
    }
    return {{"audit_log_entries", std::move(list)},
            {"users", std::move(users)},
            {"integrations", json::array()},
            {"webhooks", json::array()},
            {"guild_scheduled_events", json::array()},
            {"threads", json::array()},
            {"application_commands", json::array()},
            {"auto_moderation_rules", json::array()}};
}

}  // namespace invitectl::sim
