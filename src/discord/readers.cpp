#include "discord/readers.hpp"

#include "discord/answers.hpp"
#include "discord/wire_application.hpp"
#include "discord/wire_audit_log.hpp"
#include "discord/wire_channel.hpp"
#include "discord/wire_error.hpp"
#include "discord/wire_guild.hpp"
#include "discord/wire_invite.hpp"
#include "discord/wire_member.hpp"
#include "discord/wire_member_search.hpp"
#include "discord/wire_message.hpp"
#include "discord/wire_target_users.hpp"
#include "discord/wire_vanity.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace invitectl::discord {
namespace {

Bracket bracket_of(const Request& request, const Response& response) {
    if (!response.bracket) {
        throw Error(
            ErrorCode::broken_protocol,
            fmt::format("{}: the answer has no readable Date header", label_of(request.endpoint)),
            "without it nothing tells when the answer was true");
    }
    return *response.bracket;
}

template <class Read>
auto understood(const Request& request, const Response& response, Read read)
    -> Timed<decltype(read(response.body))> {
    require_data(request, response);
    const Bracket bracket = bracket_of(request, response);
    return {read_body(request, response, read), bracket};
}

}  // namespace

template <class Read>
auto Readers::ask(const Request& request, Read read) {
    return understood(request, transport_.send(request), read);
}

Timed<std::vector<Invite>> Readers::invites(GuildId guild) {
    return ask(ask_invites(guild), read_invites);
}

Timed<std::optional<Vanity>> Readers::vanity(GuildId guild) {
    const Request request = ask_vanity(guild);
    const Response response = transport_.send(request);
    if (says_no_vanity(response)) {
        return {std::nullopt, bracket_of(request, response)};
    }
    return understood(request, response, read_vanity);
}

Timed<std::optional<std::vector<UserId>>> Readers::target_users(const InviteCode& code) {
    const Request request = ask_target_users(code);
    const Response response = transport_.send(request);
    if (says_no_targets(response)) {
        return {std::nullopt, bracket_of(request, response)};
    }
    return understood(request, response, [](std::string_view body) {
        return std::optional(read_target_users(body));
    });
}

Timed<MemberPage> Readers::members(GuildId guild, UserId after) {
    return ask(ask_members(guild, after), [after](std::string_view body) {
        return read_member_page(body, after, kMembersPage);
    });
}

Timed<std::optional<Member>> Readers::member(GuildId guild, UserId user) {
    const Request request = ask_member(guild, user);
    const Response response = transport_.send(request);
    const std::int64_t code = refusal_code(response);
    if (response.status == 404 &&
        (code == api_code::kUnknownMember || code == api_code::kUnknownUser)) {
        return {std::nullopt, bracket_of(request, response)};
    }
    return understood(request, response, read_one_member);
}

Timed<AuditPage> Readers::audit_entries(GuildId guild, AuditEntryId after) {
    return ask(ask_audit_log(guild, after),
               [after](std::string_view body) { return read_audit_page(body, after, kAuditPage); });
}

BotIdentity Readers::self() {
    Person bot = ask(ask_self(), read_self).value;
    const bool members_intent = ask(ask_application(), read_members_intent).value;
    return {.id = bot.id, .username = std::move(bot.username), .members_intent = members_intent};
}

std::vector<GuildMembership> Readers::guilds() {
    std::vector<GuildMembership> all;
    for (GuildId after;;) {
        const auto page = ask(ask_my_guilds(after), [after](std::string_view body) {
                              return read_memberships(body, after);
                          }).value;
        for (const GuildMembership& guild : page) {
            after = std::max(after, guild.id);
        }
        all.insert(all.end(), page.begin(), page.end());
        if (page.size() < kMyGuildsPage) {
            return all;
        }
    }
}

Timed<Guild> Readers::guild(GuildId guild) {
    return ask(ask_guild(guild), read_guild);
}

std::vector<Channel> Readers::channels(GuildId guild) {
    return ask(ask_channels(guild), read_channels).value;
}

Timed<SourcePage> Readers::stated_sources(GuildId guild,
                                          Instant since,
                                          const std::optional<SearchPlace>& after) {
    return ask(ask_member_search(guild, since, after),
               [](std::string_view body) { return read_source_page(body, kSearchPage); });
}

Timed<MessagePage> Readers::messages(ChannelId channel, MessageId after) {
    return ask(ask_messages(channel, after), [after](std::string_view body) {
        return read_message_page(body, after, kMessagesPage);
    });
}

}  // namespace invitectl::discord
