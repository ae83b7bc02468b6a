// Making and deleting invites at the simulated Discord: planned as done, done once, whatever dies.
#include "tests/end_to_end/site.hpp"
#include "tests/sim/cut_proxy.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <random>
#include <thread>

namespace invitectl::testing {
namespace {

class InviteEffects : public ::testing::Test {
  protected:
    InviteEffects() {
        site.guild.invite("old", "ben");
        site.guild.old_member("ana");
        site.init();
        site.pass(5min);
        site.must({"sync"});
        site.must({"source", "create", "Reddit ad"});
    }

    static std::string code_in(const std::string& out) {
        const std::string start = "https://discord.gg/";
        const auto at = out.find(start);
        return at == std::string::npos
                   ? ""
                   : out.substr(at + start.size(), out.find('\n', at) - at - start.size());
    }

    // Those of the bot, by how many uses they allow.
    std::multiset<std::int64_t> made_by_the_bot() {
        std::multiset<std::int64_t> uses;
        site.server.with_world([&](sim::World& world) {
            for (const auto& invite : world.guild(site.guild.guild()).invites) {
                if (invite.usable && invite.terms.inviter == world.bot()) {
                    uses.insert(invite.terms.max_uses);
                }
            }
        });
        return uses;
    }

    // Requests that change something, as the server received them since the last call.
    std::vector<std::string> changing_requests() {
        std::vector<std::string> seen;
        for (const sim::JournalLine& line : site.server.journal()) {
            if (line.method != "GET") {
                seen.push_back(line.method + " " + line.path);
            }
        }
        site.server.clear_journal();
        return seen;
    }

    std::vector<std::string> creation(int uses) {
        return {"invite",
                "create",
                "Reddit ad",
                "--channel",
                "general",
                "--max-uses",
                std::to_string(uses)};
    }

    std::size_t assigned() {
        const std::string codes = site.must({"source", "show", "Reddit ad", "--format", "ndjson"});
        return static_cast<std::size_t>(std::count(codes.begin(), codes.end(), '\n'));
    }

    // Marker roles need Manage Roles, which the bot is not asked to have otherwise.
    Site site{sim::GuildSpec{.bot_permissions = sim::kUsualBotPermissions | sim::kManageRoles}};
};

TEST_F(InviteEffects, what_discord_would_refuse_is_explained) {
    EXPECT_EQ(site.run({"invite", "create", "Reddit ad", "--channel", "nowhere"}).status, 2);
    EXPECT_EQ(
        site.run({"invite", "create", "Reddit ad", "--channel", "general", "--max-age", "61d"})
            .status,
        2);
    EXPECT_EQ(
        site.run({"invite", "create", "Reddit ad", "--channel", "general", "--max-uses", "101"})
            .status,
        2);
    site.must({"source", "retire", "Reddit ad"});
    EXPECT_EQ(site.run({"invite", "create", "Reddit ad", "--channel", "general"}).status, 6);
    EXPECT_TRUE(made_by_the_bot().empty());
}

TEST_F(InviteEffects, an_invite_of_somebody_else_needs_the_permission) {
    site.server.with_world([&](sim::World& world) {
        world.set_bot_permissions(site.guild.guild(),
                                  sim::kUsualBotPermissions & ~permission::kManageGuild);
    });
    const Finished refused = site.run({"invite", "delete", "old", "--yes"});
    EXPECT_EQ(refused.status, 4) << refused.err;
    EXPECT_FALSE(complaint_in(refused.err).next.empty()) << refused.err;
    bool there = false;
    site.server.with_world(
        [&](sim::World& world) { there = world.usable(site.guild.guild(), "old"); });
    EXPECT_TRUE(there);
    EXPECT_EQ(site.must({"history", "--limit", "1", "--columns", "action", "--no-headers"}),
              "source create\n");
}

using EffectScenario = InviteEffects;

TEST_F(EffectScenario, retire_source_keeps_history) {
    const std::string code = code_in(site.must(creation(5)));
    site.pass(3min);
    site.must({"sync"});
    site.server.with_world([&](sim::World&) { site.guild.join("bob", code); });
    for (int i = 0; i < 2; ++i) {
        site.pass(5min);
        site.must({"sync"});
    }
    const auto board = [&] {
        return site.must(
            {"leaderboard", "--by", "source", "--columns", "source,joins", "--no-headers"});
    };
    EXPECT_EQ(board(), "Reddit ad\t1\n");
    site.must({"source", "retire", "Reddit ad", "--delete-invites", "--yes"});
    EXPECT_TRUE(made_by_the_bot().empty());
    for (int i = 0; i < 2; ++i) {
        site.pass(5min);
        site.must({"sync"});
    }
    EXPECT_EQ(board(), "Reddit ad\t1\n");
    site.must({"reconcile", "--rebuild", "--verify"});
}

// The answer is lost after Discord did it.
TEST_F(InviteEffects, a_lost_answer_is_found_again) {
    sim::CutProxy proxy(site.server.port());
    site.use_base(proxy.base_url());
    for (int trial = 1; trial <= 6; ++trial) {
        sim::CutPlan plan;
        plan.kind = sim::CutPlan::Kind::cut_response;
        plan.bytes = 200U * static_cast<std::size_t>(trial);
        plan.connections = 1;
        proxy.set_plan(plan);
        for (int attempt = 0; attempt < 5; ++attempt) {
            if (site.run(creation(trial)).status == 0) {
                break;
            }
        }
    }
    const auto made = made_by_the_bot();
    EXPECT_EQ(made, (std::multiset<std::int64_t>{1, 2, 3, 4, 5, 6}));
}

// A sync finds out about what an interrupted run left open.
TEST_F(InviteEffects, sync_completes_what_was_left_open) {
    std::mt19937_64 random(7);
    for (int trial = 1; trial <= 8; ++trial) {
        Running run(site.launch(creation(trial)));
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 120'000));
        run.signal(SIGKILL);
        run.wait();
        site.pass(1min);
        site.must({"sync"});
    }
    const std::string codes =
        site.must({"source", "list", "--columns", "source,codes", "--no-headers"});
    EXPECT_NE(codes.find("Reddit ad\t" + std::to_string(made_by_the_bot().size()) + "\n"),
              std::string::npos)
        << codes;
}

}  // namespace
}  // namespace invitectl::testing
