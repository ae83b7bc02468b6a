// A guild that lives by itself: the same for the same seed, and its books balance at every moment.
#include "tests/sim/audit_view.hpp"
#include "tests/sim/life.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace invitectl::sim {
namespace {

// Everything a door could show and all of the truth, as one text.
std::string told(const LivingGuild& living) {
    const GuildState& guild = living.world->guild(living.guild);
    std::string text;
    for (const TruthEntry& e : guild.truth.entries) {
        text += e.user.text() + ' ' + std::to_string(to_micros(e.joined_at)) + ' ' + e.code + ' ' +
                std::to_string(e.left_at ? to_micros(*e.left_at) : 0) + '\n';
    }
    for (const InviteState* invite : guild.listed) {
        text += invite->terms.code.text() + ' ' + std::to_string(invite->visible) + '\n';
    }
    for (const auto& [user, member] : guild.members) {
        text += member.person->username + member.person->display_name + '\n';
    }
    for (const AuditState& entry : guild.audit) {
        text += entry.entry.id.text() + ' ' + std::to_string(entry.entry.action) + '\n';
    }
    return text;
}

// Many of everything in few days.
LifeConfig busy() {
    LifeConfig life;
    life.joins_per_hour = 30;
    life.bots_per_day = 5;
    life.kick_share = 0.05;
    life.ban_share = 0.05;
    life.rejoin_share = 0.5;
    life.deletions_per_day = 10;
    life.passing_invites_per_day = 20;
    life.channel_deletions_per_month = 20;
    life.role_updates_per_day = 10;
    life.lag = {2s, 10s};
    return life;
}

LivingGuild lived(std::uint64_t seed, Duration how_long, const LifeConfig& life = busy()) {
    LivingGuild living = living_guild({.seed = seed}, life);
    living.world->advance(how_long);
    return living;
}

TEST(Life, the_same_seed_gives_the_same_world_however_the_clock_is_moved) {
    const LivingGuild at_once = lived(7, 72h);
    LivingGuild in_steps = living_guild({.seed = 7}, busy());
    for (int minute = 0; minute < 72 * 60; ++minute) {
        in_steps.world->advance(1min);
    }
    EXPECT_EQ(told(at_once), told(in_steps));
    EXPECT_NE(told(at_once), told(lived(8, 72h)));
}

TEST(Life, counters_show_exactly_the_uses_whose_lag_has_passed) {
    LivingGuild living = living_guild({.seed = 3}, busy());
    int behind = 0;
    for (int step = 0; step < 5000; ++step) {
        living.world->advance(97s);
        const GuildState& guild = living.world->guild(living.guild);
        if (step % 50 != 0) {
            for (const InviteState* invite : guild.listed) {
                behind += static_cast<int>(invite->uses - invite->visible);
                ASSERT_LE(invite->visible, invite->uses);
            }
            continue;
        }
        std::map<std::string, std::int64_t> due;
        for (const TruthEntry& e : guild.truth.entries) {
            if (e.counted_at && *e.counted_at <= living.world->now()) {
                ++due[e.code + '@' + std::to_string(e.inviter.value_or(UserId{}).value)];
            }
        }
        for (const InviteState* invite : guild.listed) {
            const auto key = invite->terms.code.text() + '@' +
                             std::to_string(invite->terms.inviter.value_or(UserId{}).value);
            ASSERT_EQ(invite->visible, invite->truth->initial_uses + due[key]) << key;
        }
        ASSERT_EQ(guild.vanity->visible,
                  guild.vanity->truth->initial_uses + due[guild.vanity->code.text() + "@0"]);
    }
    EXPECT_GT(behind, 0) << "the lag was never seen at work";
}

TEST(Life, uses_per_code_are_the_entries_by_it) {
    const LivingGuild living = lived(4, 240h);
    const Truth& truth = living.world->truth(living.guild);
    std::map<std::string, std::int64_t> entries;
    for (const TruthEntry& e : truth.entries) {
        if (e.way == Way::invite || e.way == Way::vanity) {
            ++entries[e.code];
        }
    }
    std::int64_t total = 0;
    for (const CodeTruth& code : truth.codes) {
        EXPECT_EQ(code.uses - code.initial_uses, entries[code.code]) << code.code;
        total += code.uses - code.initial_uses;
    }
    EXPECT_GT(total, 3000);
}

TEST(Life, no_lag_exceeds_its_bound) {
    const LivingGuild living = lived(5, 240h);
    Duration longest{0};
    for (const TruthEntry& e : living.world->truth(living.guild).entries) {
        if (e.counted_at) {
            longest = std::max(longest, *e.counted_at - e.joined_at);
        }
    }
    EXPECT_LE(longest, Duration{10s});
    EXPECT_GT(longest, Duration{5s});
}

TEST(Life, nobody_is_in_twice_and_members_are_the_open_entries) {
    const LivingGuild living = lived(6, 240h);
    const GuildState& guild = living.world->guild(living.guild);
    std::map<UserId, const TruthEntry*> latest;
    int rejoined = 0;
    for (const TruthEntry& e : guild.truth.entries) {
        const TruthEntry*& before = latest[e.user];
        EXPECT_EQ(e.rejoined, before != nullptr);
        if (before != nullptr) {
            ASSERT_TRUE(before->left_at.has_value());
            EXPECT_LE(*before->left_at, e.joined_at);
        }
        EXPECT_LE(e.user.created_at(), e.joined_at);
        rejoined += e.rejoined ? 1 : 0;
        before = &e;
    }
    std::size_t open = 0;
    for (const auto& [user, e] : latest) {
        open += e->left_at ? 0U : 1U;
        EXPECT_EQ(guild.members.contains(user), !e->left_at.has_value());
    }
    EXPECT_EQ(open, guild.members.size());
    EXPECT_GT(rejoined, 20);
}

TEST(Life, a_closed_guild_has_no_join_without_an_invite) {
    const auto nones = [](const LivingGuild& living) {
        return std::ranges::count_if(living.world->truth(living.guild).entries, [](const auto& e) {
            return !e.before_start && e.way == Way::none;
        });
    };
    EXPECT_EQ(nones(lived(9, 240h, closed(busy()))), 0);
    EXPECT_GT(nones(lived(9, 240h)), 100);
}

TEST(Life, shares_come_out_as_configured) {
    LifeConfig life;
    life.joins_per_hour = 20;
    const LivingGuild living = lived(10, 1000h, life);
    double joins = 0;
    double bounced = 0;
    double none = 0;
    for (const TruthEntry& e : living.world->truth(living.guild).entries) {
        if (e.before_start || e.way == Way::bot) {
            continue;
        }
        ++joins;
        none += e.way == Way::none ? 1 : 0;
        bounced += e.left_at && *e.left_at - e.joined_at < Duration{15min} ? 1 : 0;
    }
    EXPECT_NEAR(joins, 20000, 1500);
    EXPECT_NEAR(none / joins, 0.05, 0.01);
    EXPECT_NEAR(bounced / joins, 0.2, 0.015);
}

TEST(Life, the_log_has_every_kind_of_entry_in_order_and_forgets_after_45_days) {
    LivingGuild living = lived(11, 24h * 59);
    living.world->set_vanity(living.guild, "new-name");
    living.world->advance(24h);
    const GuildState& guild = living.world->guild(living.guild);
    std::map<int, int> kinds;
    for (const AuditState& entry : guild.audit) {
        ++kinds[entry.entry.action];
    }
    for (const int action : {1, 12, 20, 22, 23, 25, 28, 40, 42}) {
        EXPECT_GT(kinds[action], 0) << action;
    }
    const auto readable = audit_after(guild, AuditEntryId{0}, living.world->now(), 1'000'000);
    ASSERT_FALSE(readable.empty());
    EXPECT_LT(readable.size(), guild.audit.size());
    EXPECT_GE(readable.front()->entry.at(), living.world->now() - kAuditHorizon);
    EXPECT_TRUE(std::ranges::is_sorted(readable, {}, [](const auto* s) { return s->entry.id; }));
}

TEST(Life, twenty_thousand_joins_are_made_in_a_second) {
    LifeConfig life;
    life.joins_per_hour = 14;
    const auto began = std::chrono::steady_clock::now();
    const LivingGuild living = lived(12, 24h * 60, life);
    const auto took = std::chrono::steady_clock::now() - began;
    EXPECT_GT(living.world->truth(living.guild).entries.size(), 18'000U);
    // Ten times what it takes unoptimised on an idle machine, for machines that are not idle.
    EXPECT_LT(took, std::chrono::seconds{10});
}

TEST(Names, are_varied_and_some_are_hostile) {
    Random random(1);
    int empty = 0;
    int outside_ascii = 0;
    int control = 0;
    for (int i = 0; i < 5000; ++i) {
        const Names names = draw_names(random, {});
        empty += names.display_name.empty() ? 1 : 0;
        outside_ascii +=
            std::ranges::any_of(names.display_name, [](char c) { return c < 0; }) ? 1 : 0;
        control += std::ranges::any_of(names.display_name, [](char c) { return 0 <= c && c < 32; })
                       ? 1
                       : 0;
        EXPECT_TRUE(std::ranges::all_of(names.username, [](char c) { return c > 32; }));
    }
    EXPECT_GT(empty, 1000);
    EXPECT_GT(outside_ascii, 1000);
    EXPECT_GT(control, 5);
}

}  // namespace
}  // namespace invitectl::sim
