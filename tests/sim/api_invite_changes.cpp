// Creating and deleting invites.
#include "tests/sim/api_body.hpp"
#include "tests/sim/api_error.hpp"
#include "tests/sim/api_lookups.hpp"
#include "tests/sim/api_query.hpp"
#include "tests/sim/api_views.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace invitectl::sim {

using nlohmann::json;

namespace {

constexpr int kCategory = 4;
constexpr std::int64_t kLongestAge = 5'184'000;
constexpr std::int64_t kDefaultAge = 86'400;
constexpr std::int64_t kMostUses = 100;
constexpr std::size_t kMostRoles = 250;

const InviteState& listed(const GuildState& guild, const std::string& code) {
    return **std::ranges::find_if(
        guild.listed, [&](const InviteState* i) { return i->terms.code.text() == code; });
}

// Nobody gives a role that does not stand below their own highest.
std::vector<RoleId> roles_to_grant(const Call& call, const GuildState& guild, const json& body) {
    std::vector<RoleId> roles;
    for (const std::int64_t id : body_ids(body, "role_ids", kMostRoles)) {
        const RoleState* role = guild.role(RoleId{id});
        if (role == nullptr) {
            throw ApiRefusal{error_answer(400, 50028, "Invalid role")};
        }
        require(call, guild, kManageRoles);
        if (role->position >= rank_of(guild, call.world.bot())) {
            throw ApiRefusal{missing_permissions()};
        }
        roles.push_back(role->id);
    }
    return roles;
}

// A file with a heading line and one id a line.
std::vector<UserId> targets_in(const Call& call, const GuildState& guild) {
    std::vector<UserId> targets;
    const auto part = call.request.parts.find("target_users_file");
    if (part == call.request.parts.end()) {
        return targets;
    }
    require(call, guild, permission::kManageGuild);
    std::istringstream lines(part->second);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (!line.empty() && line.back() == '\r') {
            line.pop_back();
        }
        const auto id = parse_snowflake(line);
        if (number == 1 ? line != "user_id" : !id.has_value()) {
            throw ApiRefusal{
                {.status = 400,
                 .body = json{{"target_users_file",
                               json::array({"Line " + std::to_string(number) + ": bad value"})}}
                             .dump()}};
        }
        if (id) {
            targets.push_back(UserId{*id});
        }
    }
    return targets;
}

const InviteState* similar(const Call& call, const GuildState& guild, const InviteSpec& spec) {
    for (const InviteState* invite : guild.listed) {
        const InviteTerms& terms = invite->terms;
        if (terms.inviter == call.world.bot() && terms.channel == spec.channel &&
            terms.max_uses == spec.max_uses && terms.temporary == spec.temporary &&
            terms.max_age == std::chrono::floor<std::chrono::seconds>(spec.max_age).count() &&
            terms.roles == spec.roles && invite->targets == spec.targets) {
            return invite;
        }
    }
    return nullptr;
}

}  // namespace

json create_invite(const Call& call) {
    const Place place = place_of(call);
    if (place.guild == nullptr || place.channel->type == kCategory) {
        throw ApiRefusal{error_answer(400, 50024, "Cannot execute action on this channel type")};
    }
    const GuildState& guild = *place.guild;
    const json body = body_of(call.request);
    InviteSpec spec;
    spec.inviter = call.world.bot();
    spec.channel = place.channel->id;
    spec.max_age = std::chrono::seconds{body_number(body, "max_age", kDefaultAge, 0, kLongestAge)};
    spec.max_uses = body_number(body, "max_uses", 0, 0, kMostUses);
    spec.temporary = body_flag(body, "temporary");
    spec.reason = reason_of(call.request);
    const bool unique = body_flag(body, "unique");
    require_in(call, place, kCreateInvite);
    spec.roles = roles_to_grant(call, guild, body);
    spec.targets = targets_in(call, guild);
    const InviteState* there = unique ? nullptr : similar(call, guild, spec);
    if (there == nullptr && guild.listed.size() >= guild.most_invites) {
        throw ApiRefusal{error_answer(
            400,
            30016,
            "Maximum number of invites reached (" + std::to_string(guild.most_invites) + ")")};
    }
    const std::string code =
        there != nullptr ? there->terms.code.text() : call.world.add_invite(guild.id, spec).text();
    return invite_view(call.world, guild, listed(guild, code), true);
}

json delete_invite(const Call& call) {
    const std::string& code = call.ids.at(0);
    for (const auto& [id, guild] : call.world.guilds()) {
        const auto found = guild->usable.find(code);
        if (!guild->bot_present || found == guild->usable.end()) {
            continue;
        }
        const InviteState& invite = *found->second;
        const ChannelState* channel = guild->channel(*invite.terms.channel);
        const bool allowed =
            bot_may(call, *guild, permission::kManageGuild) ||
            (channel != nullptr &&
             permission::has(channel_permissions(*guild, *channel, call.world.bot()),
                             kManageChannels));
        if (!allowed) {
            throw ApiRefusal{missing_permissions()};
        }
        json view = invite_view(call.world, *guild, invite, true);
        call.world.delete_invite(id, code, call.world.bot(), reason_of(call.request));
        return view;
    }
    throw ApiRefusal{error_answer(404, 10006, "Unknown Invite")};
}

}  // namespace invitectl::sim
