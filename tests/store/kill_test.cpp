// A process killed at any instant leaves whole steps behind and nothing in between.
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/history.hpp"
#include "invitectl/store/runs.hpp"

#include "tests/engine/temporary_folder.hpp"
#include "tests/store/store_test.hpp"

#include <cstdlib>
#include <signal.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace invitectl::store {
namespace {

constexpr GuildId kGuild{1000};

class KillTest : public testing::Test {
  protected:
    const engine::TemporaryFolder folder;
    const std::string path = folder.file("test.db");
    const std::unique_ptr<DatabaseAdmin> admin = engine::sqlite_admin();

    void create() {
        const auto connection = admin->open(path, OpenMode::create);
        migrate(*connection, *admin);
        sql::Transaction transaction(*connection);
        add_guild(*connection, {kGuild, "Home", UserId{1}, false, false, {}}, "home", at(0));
        transaction.commit();
    }

    // Syncs for ever; member and use number n come together in step n.
    [[noreturn]] void sync_for_ever() {
        const auto connection = admin->open(path, OpenMode::write);
        for (int step = first_step(*connection);; ++step) {
            const auto commit = [&](const std::function<void()>& write) {
                sql::Transaction transaction(*connection);
                write();
                transaction.commit();
            };
            commit([&] { begin_run(*connection, "sync", at(step), "host", ::getpid()); });
            Invite invite{.terms = {.code = code("abc"),
                                    .channel = {},
                                    .inviter = {},
                                    .created_at = at(-9),
                                    .expires_at = {},
                                    .roles = {}},
                          .uses = step,
                          .inviter = {}};
            commit([&] { record_invites(*connection, kGuild, {{invite}, looked(step)}); });
            commit([&] { begin_or_resume_sweep(*connection, kGuild, at(step)); });
            Timed<MemberPage> page{{{}, UserId{step}, true}, looked(step)};
            for (int user = 1; user <= step; ++user) {
                page.value.members.push_back(member_of(user, user));
            }
            commit([&] {
                if (!begin_or_resume_sweep(*connection, kGuild, at(step)).complete) {
                    stage_page(*connection, kGuild, page);
                }
            });
            commit([&] { promote_sweep(*connection, kGuild); });
        }
    }
    static int first_step(sql::Connection& connection) {
        const auto latest = latest_reading(connection, kGuild, Stream::invites);
        return latest ? static_cast<int>((latest->bracket.began - at(0)).count() / 1'000'000) + 1
                      : 1;
    }

    void kill_a_sync_after(std::chrono::microseconds delay) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            try {
                sync_for_ever();
            } catch (...) {
                ::_exit(1);
            }
        }
        std::this_thread::sleep_for(delay);
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status)) << "the sync ended by itself";
    }

    static std::int64_t number(sql::Connection& connection, const char* query) {
        const auto answer = connection.prepare(query);
        return answer->step() ? answer->integer(0) : -1;
    }
};

TEST_F(KillTest, killed_syncs_lose_and_double_nothing) {
    create();
    constexpr unsigned kSeed = 7;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    std::srand(kSeed);
    for (int round = 0; round < 25; ++round) {
        kill_a_sync_after(std::chrono::microseconds{5'000 + std::rand() % 40'000});
        const auto connection = admin->open(path, OpenMode::write);
        const auto check = connection->prepare("PRAGMA integrity_check");
        ASSERT_TRUE(check->step());
        EXPECT_EQ(check->text(0), "ok");
        EXPECT_EQ(number(*connection, "SELECT COUNT(*) FROM pragma_foreign_key_check"), 0);
        EXPECT_EQ(number(*connection,
                         "SELECT COUNT(*) FROM invite WHERE last_uses <> first_uses +"
                         " (SELECT COALESCE(SUM(uses_after - uses_before), 0) FROM use_change)"),
                  0)
            << "the counter is what its movements add up to";
        EXPECT_EQ(number(*connection, "SELECT COALESCE(MAX(number), 0) - COUNT(*) FROM reading"), 0)
            << "numbers follow one another";
        EXPECT_EQ(number(*connection,
                         "SELECT COALESCE(MAX(join_id), 0) - COUNT(join_id) FROM member_spell"),
                  0);
        EXPECT_EQ(
            number(*connection, "SELECT COUNT(*) FROM member_spell WHERE leave_latest IS NOT NULL"),
            0)
            << "nobody left in this story";
    }
    const auto connection = admin->open(path, OpenMode::read);
    EXPECT_GT(number(*connection, "SELECT COUNT(*) FROM member_spell"), 5);
}

}  // namespace
}  // namespace invitectl::store
