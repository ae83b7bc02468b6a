// The reading ports on a simulated guild.
#include "tests/sim/memory_discord.hpp"

#include "invitectl/base/error.hpp"

#include "tests/sim/life.hpp"
#include "tests/sim/script.hpp"
#include <gtest/gtest.h>

namespace invitectl::sim {
namespace {

template <class Call>
ErrorCode refusal(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::internal;  // nothing was refused
}

TEST(MemoryDiscord, pages_cover_every_member_once_in_order) {
    LivingGuild living = living_guild({.seed = 2}, {});
    living.world->advance(240h);
    MemoryDiscord discord(*living.world, {.members_page = 7});
    UserId after{};
    std::size_t seen = 0;
    while (true) {
        const MemberPage page = discord.members(living.guild, after).value;
        for (const Member& member : page.members) {
            EXPECT_LT(after, member.person.id);
            after = member.person.id;
            ++seen;
        }
        if (page.complete) {
            break;
        }
        EXPECT_EQ(page.members.size(), 7U);
        EXPECT_EQ(page.last, after);
    }
    EXPECT_EQ(seen, living.world->guild(living.guild).members.size());
}

TEST(MemoryDiscord, the_audit_log_is_read_forward_page_by_page) {
    LivingGuild living = living_guild({.seed = 2}, {.joins_per_hour = 20});
    living.world->advance(240h);
    MemoryDiscord discord(*living.world, {.audit_page = 10});
    AuditEntryId after{};
    std::size_t seen = 0;
    bool complete = false;
    while (!complete) {
        const AuditPage page = discord.audit_entries(living.guild, after).value;
        for (const AuditEntry& entry : page.entries) {
            EXPECT_LT(after, entry.id);
            after = entry.id;
            ++seen;
        }
        complete = page.complete;
    }
    EXPECT_EQ(seen, living.world->guild(living.guild).audit.size());
    EXPECT_GT(seen, 50U);
}

TEST(MemoryDiscord, a_request_with_latency_looks_half_way) {
    Script guild;
    guild.invite("abc", "ana");
    guild.join("bob", "abc", guild.after(4s));
    guild.join("eve", "abc", guild.after(6s));
    MemoryDiscord discord(guild.world(), {.latency = 10s, .clock_error = 1s});
    const auto reading = discord.invites(guild.guild());
    EXPECT_EQ(reading.value.at(0).uses, 1);
    EXPECT_EQ(reading.bracket, (Bracket{guild.after(1s), guild.after(11s)}));
    EXPECT_EQ(guild.world().now(), guild.after(10s));
}

TEST(MemoryDiscord, missed_calls_fail_and_read_nothing) {
    Script guild;
    guild.invite("abc", "ana");
    MemoryDiscord discord(guild.world(), {.latency = 10s});
    discord.miss_next(1);
    EXPECT_EQ(refusal([&] { discord.invites(guild.guild()); }), ErrorCode::network);
    EXPECT_EQ(guild.world().now(), guild.after(0s));
    EXPECT_EQ(discord.invites(guild.guild()).value.size(), 1U);
    EXPECT_EQ(discord.calls(), 2);
}

TEST(MemoryDiscord, refuses_what_the_bot_may_not) {
    Script guild;
    guild.set_vanity("ours");
    MemoryDiscord discord(guild.world());
    const GuildId id = guild.guild();
    guild.world().set_bot_permissions(id, permission::kViewAuditLog);
    EXPECT_EQ(refusal([&] { discord.invites(id); }), ErrorCode::invites_without_uses);
    EXPECT_EQ(refusal([&] { discord.vanity(id); }), ErrorCode::missing_permission);
    guild.world().set_bot_permissions(id, 0);
    EXPECT_EQ(refusal([&] { discord.invites(id); }), ErrorCode::missing_permission);
    EXPECT_EQ(refusal([&] { discord.audit_entries(id, {}); }), ErrorCode::missing_permission);
    guild.world().set_members_intent(false);
    EXPECT_EQ(refusal([&] { discord.members(id, {}); }), ErrorCode::missing_intent);
    guild.world().set_bot_present(id, false);
    EXPECT_EQ(refusal([&] { discord.guild(id); }), ErrorCode::guild_gone);
    EXPECT_TRUE(discord.guilds().empty());
}

TEST(MemoryDiscord, a_guild_without_its_own_url_has_none) {
    Script guild;
    MemoryDiscord discord(guild.world());
    EXPECT_FALSE(discord.vanity(guild.guild()).value.has_value());
    guild.set_vanity("ours");
    guild.join_by_vanity("bob");
    ASSERT_TRUE(discord.vanity(guild.guild()).value.has_value());
    EXPECT_EQ(discord.vanity(guild.guild()).value->uses, 1);
    EXPECT_TRUE(discord.guild(guild.guild()).value.has_vanity);
}

TEST(MemoryDiscord, says_who_it_is_and_where) {
    Script guild({}, {.name = "Harbour"});
    MemoryDiscord discord(guild.world());
    EXPECT_EQ(discord.self().username, "invitectl");
    EXPECT_TRUE(discord.self().members_intent);
    ASSERT_EQ(discord.guilds().size(), 1U);
    EXPECT_EQ(discord.guilds().front().name, "Harbour");
    EXPECT_TRUE(permission::has(discord.guilds().front().permissions, permission::kManageGuild));
    EXPECT_EQ(discord.channels(guild.guild()).front().name, "general");
}

}  // namespace
}  // namespace invitectl::sim
