#include "discord/wire_guild.hpp"

#include "discord/json_fields.hpp"
#include "discord/wire_permissions.hpp"
#include <nlohmann/json.hpp>

namespace invitectl::discord {
namespace {

// https://discord.com/developers/docs/resources/guild#guild-object-system-channel-flags
constexpr std::int64_t kNoJoinMessages = 1 << 0;

GuildMembership read_membership(const Json& json) {
    GuildMembership guild;
    guild.id = id_field<GuildId>(json, "id");
    guild.name = text_field(json, "name");
    guild.permissions = permission_bits(json);
    return guild;
}

void read_feature(const Json& feature, Guild& guild) {
    guild.has_vanity = guild.has_vanity || feature == "VANITY_URL";
    guild.discoverable = guild.discoverable || feature == "DISCOVERABLE";
}

}  // namespace

Guild read_guild(std::string_view body) {
    const Json json = parse_strict(body);
    Guild guild;
    guild.id = id_field<GuildId>(json, "id");
    guild.name = text_field(json, "name");
    guild.owner = id_field<UserId>(json, "owner_id");
    guild.system_channel = maybe_id<ChannelId>(json, "system_channel_id");
    if ((maybe_integer(json, "system_channel_flags").value_or(0) & kNoJoinMessages) != 0) {
        guild.system_channel.reset();
    }
    guild.vanity_code = maybe_text(json, "vanity_url_code");
    with_field(json, "features", [&](const Json& list) {
        for_each(list, [&](const Json& feature) { read_feature(feature, guild); });
    });
    return guild;
}

std::vector<GuildMembership> read_memberships(std::string_view body, GuildId after) {
    std::vector<GuildMembership> guilds;
    for_each(parse_strict(body), [&](const Json& json) {
        guilds.push_back(read_membership(json));
        if (guilds.back().id <= after) {
            throw FieldError("is not beyond the page before");
        }
    });
    return guilds;
}

}  // namespace invitectl::discord
