#include "tests/sim/api_handlers.hpp"

#include "tests/sim/api_error.hpp"
#include "tests/sim/api_lookups.hpp"
#include "tests/sim/api_query.hpp"
#include "tests/sim/api_views.hpp"
#include "tests/sim/audit_view.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <optional>

namespace invitectl::sim {

using nlohmann::json;

namespace {

constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();

struct AuditFilter {
    std::int64_t before = kNoEnd;
    std::int64_t after = 0;
    std::optional<std::int64_t> user;
    std::optional<std::int64_t> target;
    std::int64_t action = 0;  // 0: every one
    bool forward = false;     // oldest first

    bool admits(const AuditEntry& entry) const {
        return after < entry.id.value && entry.id.value < before &&
               (!user || entry.actor == UserId{*user}) && (!target || entry.target == target) &&
               (action == 0 || entry.action == action);
    }
};

AuditFilter audit_filter(const ApiRequest& request) {
    const auto after = query_snowflake(request, "after");
    return {.before = query_snowflake(request, "before").value_or(kNoEnd),
            .after = after.value_or(0),
            .user = query_snowflake(request, "user_id"),
            .target = query_snowflake(request, "target_id"),
            .action = query_number(request, "action_type", 0, 1, 1000),
            .forward = after.has_value()};
}

}  // namespace

json get_me(const Call& call) {
    return me_view(call.world);
}
json get_application(const Call& call) {
    return application_view(call.world);
}

json get_my_guilds(const Call& call) {
    const auto before = query_snowflake(call.request, "before").value_or(kNoEnd);
    const auto after = query_snowflake(call.request, "after").value_or(0);
    const auto limit = query_number(call.request, "limit", 200, 1, 200);
    const bool counts = query_flag(call.request, "with_counts");
    json list = json::array();
    for (const auto& [id, guild] : call.world.guilds()) {
        if (guild->bot_present && after < id.value && id.value < before &&
            static_cast<std::int64_t>(list.size()) < limit) {
            list.push_back(membership_view(call.world, *guild, counts));
        }
    }
    return list;
}

json get_guild(const Call& call) {
    return guild_view(guild_of(call), query_flag(call.request, "with_counts"));
}

json get_roles(const Call& call) {
    const GuildState& guild = guild_of(call);
    json list = json::array();
    for (const RoleState& role : guild.roles) {
        list.push_back(role_view(role));
    }
    return list;
}

json get_channels(const Call& call) {
    const GuildState& guild = guild_of(call);
    json list = json::array();
    for (const ChannelState& channel : guild.channels) {
        list.push_back(channel_view(guild, channel));
    }
    return list;
}

// With View Audit Log alone the list comes without counters: 200, and nothing says that they are
// missing.
json get_invites(const Call& call) {
    const GuildState& guild = guild_of(call);
    const bool metadata = bot_may(call, guild, permission::kManageGuild);
    if (!metadata) {
        require(call, guild, permission::kViewAuditLog);
    }
    json list = json::array();
    for (const InviteState* invite : guild.listed) {
        list.push_back(invite_view(call.world, guild, *invite, metadata));
    }
    return list;
}

json get_vanity(const Call& call) {
    const GuildState& guild = guild_of(call);
    require(call, guild, permission::kManageGuild);
    if (!guild.vanity_feature) {
        throw ApiRefusal{missing_access()};
    }
    if (!guild.vanity) {
        return {{"code", nullptr}, {"uses", 0}};
    }
    return {{"code", guild.vanity->code.text()}, {"uses", guild.vanity->visible}};
}

json get_members(const Call& call) {
    const GuildState& guild = guild_of(call);
    const auto limit = query_number(call.request, "limit", 1, 1, 1000);
    const auto after = query_number(call.request, "after", 0, 0, kNoEnd);
    if (!call.world.members_intent()) {
        throw ApiRefusal{missing_access()};
    }
    json list = json::array();
    auto member = guild.members.upper_bound(UserId{after});
    for (; member != guild.members.end() && static_cast<std::int64_t>(list.size()) < limit;
         ++member) {
        list.push_back(member_view(member->second));
    }
    return list;
}

json get_member(const Call& call) {
    const GuildState& guild = guild_of(call);
    return member_view(member_of(call, guild));
}

json get_audit(const Call& call) {
    const GuildState& guild = guild_of(call);
    const AuditFilter filter = audit_filter(call.request);
    const auto limit = static_cast<std::size_t>(query_number(call.request, "limit", 50, 1, 100));
    require(call, guild, permission::kViewAuditLog);
    auto entries =
        audit_after(guild, AuditEntryId{filter.after}, call.world.now(), guild.audit.size());
    if (!filter.forward) {
        std::ranges::reverse(entries);
    }
    std::vector<const AuditState*> page;
    for (const AuditState* state : entries) {
        if (page.size() < limit && filter.admits(state->entry)) {
            page.push_back(state);
        }
    }
    return audit_view(call.world, guild, page);
}

// No JSON but a CSV, which goes out the way refusals do.
json get_target_users(const Call& call) {
    const std::string& code = call.ids.at(0);
    for (const auto& [id, guild] : call.world.guilds()) {
        const auto found = guild->usable.find(code);
        if (found == guild->usable.end() || !guild->bot_present) {
            continue;
        }
        require(call, *guild, permission::kManageGuild);
        if (found->second->targets.empty()) {
            throw ApiRefusal{error_answer(404, 10129, "Unknown invite target users")};
        }
        Answer csv{.body = "user_id\n", .content_type = "text/csv"};
        for (const UserId user : found->second->targets) {
            csv.body += user.text() + "\n";
        }
        throw ApiRefusal{csv};
    }
    throw ApiRefusal{error_answer(404, 10006, "Unknown Invite")};
}

}  // namespace invitectl::sim
