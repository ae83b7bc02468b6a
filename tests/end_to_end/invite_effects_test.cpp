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

TEST_F(InviteEffects, the_plan_is_what_is_done) {
    changing_requests();
    const std::string before = site.contents();
    const std::vector<std::string> words = {"invite",
                                            "create",
                                            "Reddit ad",
                                            "--channel",
                                            "#general",
                                            "--max-age",
                                            "7d",
                                            "--marker-role"};
    std::vector<std::string> dry = words;
    dry.insert(dry.end(), {"--dry-run", "--columns", "action", "--no-headers"});
    EXPECT_EQ(site.must(dry), "create role\ncreate invite\n");
    EXPECT_TRUE(changing_requests().empty());
    EXPECT_EQ(site.contents(), before);

    const std::string code = code_in(site.must(words));
    EXPECT_EQ(changing_requests().size(), 2U);
    // The role is there now, and is used again.
    EXPECT_EQ(site.must(dry), "create invite\n");
    site.must(words);
    EXPECT_EQ(changing_requests().size(), 1U);

    EXPECT_EQ(
        site.must(
            {"invite", "delete", code, "--dry-run", "--columns", "action,target", "--no-headers"}),
        "delete invite\t" + code + "\n");
    EXPECT_TRUE(changing_requests().empty());
    const Finished unasked = site.run({"invite", "delete", code});
    EXPECT_EQ(unasked.status, 6) << unasked.err;
    EXPECT_TRUE(changing_requests().empty());
    site.must({"invite", "delete", code, "--yes"});
    EXPECT_EQ(changing_requests().size(), 1U);
    site.must({"invite", "delete", code, "--yes"});  // gone already: that is fine
}

TEST_F(InviteEffects, a_code_made_here_is_no_stranger_before_it_is_read) {
    const std::string code =
        code_in(site.must({"invite", "create", "Reddit ad", "--channel", "general"}));
    const std::string unread = site.must({"invite", "show", code});
    EXPECT_NE(unread.find("made by `invite create`"), std::string::npos) << unread;
    const Finished assigned = site.run({"invite", "assign", code, "Reddit ad"});
    EXPECT_EQ(assigned.status, 0) << assigned.err;
    EXPECT_EQ(assigned.err.find("never been seen"), std::string::npos) << assigned.err;
    site.pass(5min);
    site.must({"sync"});
    site.must({"invite", "show", code});
}

TEST_F(InviteEffects, a_new_source_is_made_on_the_way_or_not_at_all) {
    const std::vector<std::string> words = {
        "invite", "create", "Newsletter", "--channel", "general"};
    EXPECT_EQ(site.run(words).status, 2);
    std::vector<std::string> with_source = words;
    with_source.emplace_back("--new-source");
    site.server.with_world([&](sim::World& world) {
        world.set_bot_permissions(site.guild.guild(),
                                  sim::kUsualBotPermissions & ~sim::kCreateInvite);
        world.set_everyones_permissions(site.guild.guild(), sim::kViewChannel);
    });
    const Finished refused = site.run(with_source);
    EXPECT_EQ(refused.status, 4) << refused.err;
    EXPECT_NE(refused.err.find("Create Invite"), std::string::npos) << refused.err;
    EXPECT_EQ(
        site.must({"source", "list", "--columns", "source", "--no-headers"}).find("Newsletter"),
        std::string::npos);
    site.server.with_world([&](sim::World& world) {
        world.set_bot_permissions(site.guild.guild(), sim::kUsualBotPermissions);
    });
    site.pass(2h);  // what was refused is remembered for an hour
    const std::string code = code_in(site.must(with_source));
    EXPECT_EQ(site.must({"invite", "show", code, "--json"}).find("unassigned"), std::string::npos);
}

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

// A bot that may delete invites in several servers must not be led to another one's.
TEST_F(InviteEffects, a_code_of_another_server_is_left_alone) {
    GuildId other;
    site.server.with_world([&](sim::World& world) {
        other = world.add_guild({.name = "Other", .bot_permissions = sim::kUsualBotPermissions});
        sim::InviteSpec spec;
        spec.code = "theirs";
        spec.inviter = world.guild(other).owner;
        world.add_invite(other, spec);
    });
    changing_requests();
    const Finished refused = site.run({"invite", "delete", "theirs", "--yes"});
    EXPECT_EQ(refused.status, 2) << refused.err;
    EXPECT_NE(refused.err.find("theirs"), std::string::npos);
    const Finished planned = site.run({"invite", "delete", "theirs", "old", "--dry-run"});
    EXPECT_EQ(planned.status, 2) << planned.out;
    // Neither does one that was given to a source by hand take it along.
    site.must({"invite", "assign", "theirs", "old", "Reddit ad"});
    const Finished retired =
        site.run({"source", "retire", "Reddit ad", "--delete-invites", "--yes"});
    EXPECT_EQ(retired.status, 0) << retired.err;
    EXPECT_NE(retired.err.find("theirs is no invite of this server"), std::string::npos)
        << retired.err;
    EXPECT_EQ(changing_requests(), std::vector<std::string>{"DELETE /invites/old"});
    // One that was made since the latest reading is found in Discord's list.
    site.server.with_world([&](sim::World&) { site.guild.invite("fresh", "ben"); });
    site.must({"invite", "delete", "fresh", "--yes"});
    EXPECT_EQ(changing_requests(), std::vector<std::string>{"DELETE /invites/fresh"});
    const Finished again = site.run({"invite", "delete", "fresh", "--yes"});
    EXPECT_EQ(again.status, 2) << "nobody here knows it any more\n" << again.err;
}

using EffectScenario = InviteEffects;

TEST_F(EffectScenario, bot_created_invite_credits_promoter) {
    const auto board = [&] {
        return site.must({"leaderboard", "--columns", "inviter,joins", "--no-headers"});
    };
    const auto came = [&](const std::string& name, const std::string& code) {
        site.pass(3min);
        site.must({"sync"});
        site.server.with_world([&](sim::World&) { site.guild.join(name, code); });
        site.pass(5min);
        site.must({"sync"});
        site.pass(5min);
        site.must({"sync"});
    };
    const std::string uncredited = code_in(site.must(creation(10)));
    came("bob", uncredited);
    EXPECT_EQ(board(), "(made by a bot)\t1\n");
    std::vector<std::string> words = creation(11);
    words.insert(words.end(), {"--credit", "ana"});
    came("carl", code_in(site.must(words)));
    EXPECT_EQ(board(), "ana\t1\n(made by a bot)\t1\n");
    site.must({"source", "set", "Reddit ad", "--owner", "ben"});
    // Equals come by their ids, which differ from world to world.
    const std::string both = board();
    EXPECT_TRUE(both == "ana\t1\nben\t1\n" || both == "ben\t1\nana\t1\n") << both;
}

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

// Killed at random and typed again until it has said the link: each invite is there once. A run
// killed after that is not typed again: another would be another invite.
TEST_F(InviteEffects, killed_anywhere_nothing_is_lost_or_doubled) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    constexpr int kTrials = 15;
    int killed = 0;
    for (int trial = 1; trial <= kTrials; ++trial) {
        for (int attempt = 0;; ++attempt) {
            Running run(site.launch(creation(trial)));
            if (attempt < 2) {
                std::this_thread::sleep_for(std::chrono::microseconds(random() % 150'000));
                run.signal(SIGKILL);
            }
            const Finished finished = run.wait();
            killed += finished.status == 128 + SIGKILL ? 1 : 0;
            if (!code_in(finished.out).empty()) {
                break;
            }
            ASSERT_NE(finished.status, 0) << "done without a word";
            ASSERT_LT(attempt, 5) << finished.err;
        }
    }
    EXPECT_GT(killed, 3);
    const auto made = made_by_the_bot();
    EXPECT_EQ(made.size(), static_cast<std::size_t>(kTrials));
    for (int trial = 1; trial <= kTrials; ++trial) {
        EXPECT_EQ(made.count(trial), 1U) << trial;
    }
    const std::string sources =
        site.must({"source", "list", "--columns", "source,codes", "--no-headers"});
    EXPECT_NE(sources.find("Reddit ad\t15\n"), std::string::npos) << sources;
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
