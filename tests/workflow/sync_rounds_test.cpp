// Several polls in one run, against a simulated guild on its own clock.
#include "invitectl/base/error.hpp"
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/store/schema.hpp"
#include "invitectl/workflow/sync.hpp"

#include "tests/sim/memory_discord.hpp"
#include "tests/sim/script.hpp"
#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace invitectl::workflow {
namespace {

using namespace std::chrono_literals;

class NoLog final : public Log {
  public:
    void warning(std::string_view) override {}
    void info(std::string_view) override {}
    void debug(std::string_view) override {}
};

// The world's clock; can ask to stop when it reaches a time.
class WorldClock final : public Clock {
  public:
    WorldClock(sim::World& world, std::stop_source& stop) : world_(world), stop_(stop) {}
    Instant now() override { return world_.now(); }
    std::chrono::nanoseconds monotonic() override { return world_.now().time_since_epoch(); }
    void sleep(std::chrono::nanoseconds duration) override {
        world_.advance(std::chrono::ceil<Duration>(duration));
        if (stop_at && world_.now() >= *stop_at) {
            stop_.request_stop();
        }
    }
    std::optional<Instant> stop_at;

  private:
    sim::World& world_;
    std::stop_source& stop_;
};

// Counts the requests of each kind and lets some of them fail.
class CountingInvites final : public InviteReader {
  public:
    explicit CountingInvites(InviteReader& inner) : inner_(inner) {}
    Timed<std::vector<Invite>> invites(GuildId guild) override {
        ++count;
        if (const auto found = failures.find(count); found != failures.end()) {
            throw Error(found->second, "made to fail");
        }
        return inner_.invites(guild);
    }
    Timed<std::optional<Vanity>> vanity(GuildId guild) override { return inner_.vanity(guild); }
    Timed<std::optional<std::vector<UserId>>> target_users(const InviteCode& code) override {
        return inner_.target_users(code);
    }

    int count = 0;
    std::map<int, ErrorCode> failures;  // by the number of the request

  private:
    InviteReader& inner_;
};

class CountingMembers final : public MemberReader {
  public:
    explicit CountingMembers(MemberReader& inner) : inner_(inner) {}
    Timed<MemberPage> members(GuildId guild, UserId after) override {
        ++count;
        return inner_.members(guild, after);
    }
    Timed<std::optional<Member>> member(GuildId guild, UserId user) override {
        return inner_.member(guild, user);
    }
    int count = 0;

  private:
    MemberReader& inner_;
};

class SyncRounds : public ::testing::Test {
  protected:
    SyncRounds() : memory(script.world()), invites(memory), members(memory) {
        script.invite("abc", "ana");
        store::migrate(*database, *admin);
        sql::Transaction step(*database);
        store::add_guild(
            *database,
            {.id = script.guild(), .name = "G", .owner = UserId{1}, .system_channel = {}},
            "g",
            script.world().now());
        step.commit();
    }

    GuildSync poll(Duration every, Duration total) {
        return sync_in_rounds(*database,
                              discord,
                              clock,
                              log,
                              {script.guild()},
                              {every, total},
                              stop.get_token())
            .front();
    }

    std::int64_t runs(store::RunOutcome outcome) {
        std::int64_t found = 0;
        for (const store::Run& run : store::recent_runs(*database, 100)) {
            found += run.outcome == outcome ? 1 : 0;
        }
        return found;
    }

    sim::Script script;
    sim::MemoryDiscord memory;
    CountingInvites invites;
    CountingMembers members;
    std::stop_source stop;
    WorldClock clock{script.world(), stop};
    NoLog log;
    std::unique_ptr<DatabaseAdmin> admin = engine::sqlite_admin();
    std::unique_ptr<sql::Connection> database = admin->open(":memory:", OpenMode::create);
    Discord discord{invites, members, memory, memory, memory, memory};
};

TEST_F(SyncRounds, read_members_only_at_the_ends_while_nothing_moves) {
    const GuildSync result = poll(10s, 55s);
    EXPECT_FALSE(result.failure);
    EXPECT_EQ(invites.count, 5);  // 0, 10, 20, 40, 50
    EXPECT_EQ(members.count, 2);
    EXPECT_EQ(runs(store::RunOutcome::ok), 1);
}

TEST_F(SyncRounds, read_members_as_soon_as_a_counter_moves) {
    script.join("bob", "abc", script.world().now() + 15s);
    script.join("eve", "abc", script.world().now() + 27s);
    const GuildSync result = poll(10s, 55s);
    EXPECT_EQ(members.count, 4);
    EXPECT_EQ(result.collected->members->joined, 2);
    EXPECT_EQ(store::member_counts(*database, script.guild()).joins, 2);
    EXPECT_TRUE(result.reconciled);
}

TEST_F(SyncRounds, end_with_what_is_done_when_the_limit_asks_for_patience) {
    script.join("bob", "abc", script.world().now() + 5s);
    invites.failures = {{3, ErrorCode::rate_limited}};
    const GuildSync result = poll(10s, 55s);
    ASSERT_TRUE(result.failure);
    EXPECT_EQ(result.failure->code(), ErrorCode::rate_limited);
    EXPECT_EQ(invites.count, 3);
    EXPECT_EQ(store::member_counts(*database, script.guild()).joins, 1);
    EXPECT_EQ(runs(store::RunOutcome::failed), 1);
}

TEST_F(SyncRounds, try_again_after_what_may_pass) {
    invites.failures = {{2, ErrorCode::network}, {3, ErrorCode::discord_unavailable}};
    EXPECT_FALSE(poll(10s, 55s).failure);
    EXPECT_EQ(runs(store::RunOutcome::ok), 1);
}

TEST_F(SyncRounds, do_not_ask_again_with_a_rejected_token) {
    invites.failures = {{2, ErrorCode::token_rejected}};
    EXPECT_TRUE(poll(10s, 55s).failure);
    EXPECT_EQ(invites.count, 2);
}

TEST_F(SyncRounds, stop_between_two_rounds_when_asked_to) {
    clock.stop_at = script.world().now() + 20s;
    try {
        poll(10s, 55s);
        FAIL() << "went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::interrupted);
    }
    EXPECT_EQ(invites.count, 2);
    EXPECT_EQ(runs(store::RunOutcome::failed), 1);
}

}  // namespace
}  // namespace invitectl::workflow
