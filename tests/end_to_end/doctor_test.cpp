// Each fault, injected alone, is named by exactly its check; a healthy set-up has none.
#include "invitectl/base/time_text.hpp"
#include "invitectl/cli/run.hpp"
#include "invitectl/discord/client.hpp"
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/render/render.hpp"
#include "invitectl/system/clock.hpp"
#include "invitectl/system/files.hpp"
#include "invitectl/system/host_inspector.hpp"
#include "invitectl/system/log.hpp"
#include "invitectl/system/run_lock.hpp"
#include "invitectl/system/token_source.hpp"
#include "invitectl/workflow/checkup.hpp"
#include "invitectl/workflow/self_test.hpp"

#include "commands/all.hpp"
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <sqlite3.h>
#include <sstream>
#include <sys/stat.h>

namespace invitectl::testing {
namespace {

using nlohmann::json;

// The real machine, save for what a test says of its disk.
class SomeDisk final : public HostInspector {
  public:
    explicit SomeDisk(std::optional<DiskFacts> disk) : disk_(std::move(disk)) {}

    std::optional<FileFacts> file(const std::string& path) override { return real_->file(path); }
    std::optional<DiskFacts> disk(const std::string& path) override {
        return disk_ ? disk_ : real_->disk(path);
    }
    std::optional<LockHolder> lock_holder(const std::string& database_path) override {
        return real_->lock_holder(database_path);
    }

  private:
    std::unique_ptr<HostInspector> real_ = system::host_inspector();
    std::optional<DiskFacts> disk_;
};

// This machine's clock, set wrong by so much.
class WrongClock final : public Clock {
  public:
    explicit WrongClock(Duration off) : off_(off) {}

    Instant now() override { return real_->now() + off_; }
    std::chrono::nanoseconds monotonic() override { return real_->monotonic(); }
    void sleep(std::chrono::nanoseconds duration) override { real_->sleep(duration); }

  private:
    std::unique_ptr<Clock> real_ = system::system_clock({});
    Duration off_;
};

// A set-up in which everything is right: a guild that was followed for a while, by a Discord that
// agrees about the time. The command runs in this process with the real adapters.
class Clinic : public ::testing::Test {
  protected:
    Clinic() {
        site.server.with_world(
            [](sim::World& world) { world.advance_to(system::system_clock({})->now() - 30min); });
        site.guild.invite("abc", "ana");
        site.guild.set_vanity("harbour");
        write_config("");
        site.must({"init", "--guild", site.guild.guild().text(), "--alias", "test"});
        for (int i = 0; i < 3; ++i) {
            site.pass(10min);
            site.must({"sync"});
        }
        // Runs lie ten minutes apart, as if cron had started them.
        spread_runs(10min);
    }

    void write_config(const std::string& more) const {
        write_file(site.file("config.toml"),
                   "db = \"guild.db\"\ntoken_file = \"token\"\napi_base = \"" +
                       site.server.base_url() + "\"\nallow_api_base = [\"" +
                       site.server.base_url() + "\"]\n" + more);
    }

    void sql(const std::string& script) const {
        sqlite3* connection = nullptr;
        ASSERT_EQ(sqlite3_open(site.database().c_str(), &connection), SQLITE_OK);
        char* message = nullptr;
        EXPECT_EQ(sqlite3_exec(connection, script.c_str(), nullptr, nullptr, &message), SQLITE_OK)
            << script << ": " << (message == nullptr ? "" : message);
        sqlite3_free(message);
        sqlite3_exec(connection, "PRAGMA wal_checkpoint(TRUNCATE)", nullptr, nullptr, nullptr);
        sqlite3_close(connection);
    }

    void spread_runs(Duration apart) const {
        const std::string gap = std::to_string(apart.count());
        const std::string now = std::to_string(to_micros(system::system_clock({})->now()));
        const std::string place =
            "(SELECT COUNT(*) FROM run AS later WHERE later.run_id > run.run_id)";
        sql("UPDATE run SET began = " + now + " - 60000000 - " + gap + " * " + place +
            ", ended = " + now + " - 59000000 - " + gap + " * " + place);
    }

    // Discord's clock stands still by itself.
    void keep_time() {
        const Instant now = system::system_clock({})->now();
        site.server.with_world(
            [now](sim::World& world) { world.advance_to(std::max(now, world.now())); });
    }

    // What doctor says, by --json, and its exit status.
    json examine(const std::vector<std::string>& more = {}) {
        keep_time();
        std::vector<std::string> words = {"doctor", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        out.str("");
        err.str("");
        status = static_cast<int>(cli::run(words, commands::all(), host));
        json found = json::parse(out.str(), nullptr, false);
        EXPECT_FALSE(found.is_discarded()) << out.str() << err.str();
        return found.is_discarded() ? json::array() : found;
    }

    // Ids of the checks that are not well.
    std::vector<std::string> complaints() {
        std::vector<std::string> found;
        for (const json& check : examine()) {
            if (check["status"] == "warning" || check["status"] == "failure") {
                found.push_back(check["check"]);
                EXPECT_FALSE(check["what"].is_null());
                EXPECT_TRUE(check["next"].is_string()) << check;
            }
        }
        return found;
    }

    void expect_named(const std::string& id, const std::string& fault) {
        EXPECT_EQ(complaints(), std::vector<std::string>{id}) << fault << "\n" << out.str();
    }

    Site site;
    std::map<std::string, std::string> variables = {{"HOME", site.file("")},
                                                    {"INVITECTL_CONFIG", site.file("config.toml")}};
    std::optional<DiskFacts> disk;
    Duration clock_off{0};
    std::ostringstream out;
    std::ostringstream err;
    std::istringstream in;
    int status = 0;
    cli::Environment environment = [this](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    cli::Host host = {
        .streams = {.out = out, .err = err},
        .environment = environment,
        .factories = {.database_admin = engine::sqlite_admin,
                      .discord = discord::open_discord,
                      .clock = [this](std::stop_token) -> std::unique_ptr<Clock> {
                          return std::make_unique<WrongClock>(clock_off);
                      },
                      .log = system::open_log,
                      .run_lock = system::file_run_lock,
                      .token_source =
                          [this](const TokenPlaces& places) {
                              return system::token_source(places, environment, in);
                          },
                      .files = system::private_files,
                      .terminal = {},
                      .machine = [this]() -> std::unique_ptr<HostInspector> {
                          return std::make_unique<SomeDisk>(disk);
                      },
                      .renderer = render::render,
                      .chart_renderer = {},
                      .page_renderer = {},
                      .login_name = [] { return std::string("ana"); }},
    };
};

TEST_F(Clinic, a_healthy_set_up_has_no_complaint) {
    EXPECT_EQ(complaints(), std::vector<std::string>{}) << out.str();
    EXPECT_EQ(status, 0);
    EXPECT_EQ(err.str(), "");
}

// The address that help and README print asks for everything that the daily commands need.
TEST_F(Clinic, a_bot_invited_by_our_address_lacks_nothing) {
    site.server.with_world([&](sim::World& world) {
        world.set_bot_permissions(site.guild.guild(), permission::kAskedFor);
        world.set_everyones_permissions(site.guild.guild(), 0);
    });
    EXPECT_EQ(complaints(), std::vector<std::string>{}) << out.str();
    site.server.with_world([&](sim::World&) { site.guild.join("bob", "abc"); });
    site.must({"sync"});
    const std::string code =
        site.must({"invite", "create", "Reddit ad", "--new-source", "--channel", "general"});
    site.must({"source", "retire", "Reddit ad", "--delete-invites", "--yes"});
    site.must({"poll", "messages"});
    for (const sim::JournalLine& line : site.server.journal()) {
        EXPECT_LT(line.status, 400) << line.method << " " << line.path;
    }
}

TEST_F(Clinic, every_check_is_made_or_skipped) {
    std::set<std::string> made;
    for (const json& check : examine()) {
        made.insert(check["check"].get<std::string>());
    }
    for (const workflow::CheckRow& row : workflow::check_rows()) {
        EXPECT_TRUE(made.contains(std::string(row.id))) << row.id;
    }
    EXPECT_EQ(made.size(), workflow::check_rows().size());
}

struct Injection {
    std::string id;
    std::string fault;
    std::function<void()> inject;
    std::function<void()> mend;
};

// The faults of the machine, of Discord and of the books, one after the other on one set-up.
TEST_F(Clinic, each_fault_is_named_by_exactly_its_check) {
    const std::string database = site.database();
    const std::string sound = site.file("sound.db");
    std::filesystem::copy_file(database, sound);
    const auto restore = [&] {
        std::filesystem::remove(database + "-wal");
        std::filesystem::remove(database + "-shm");
        std::filesystem::copy_file(
            sound, database, std::filesystem::copy_options::overwrite_existing);
        ::chmod(database.c_str(), 0600);
    };
    const auto world = [&](const std::function<void(sim::World&)>& change) {
        site.server.with_world(change);
    };
    // Neither the bot's own role has it nor everyone.
    const auto permissions = [&](std::uint64_t without) {
        world([&](sim::World& w) {
            w.set_bot_permissions(site.guild.guild(), sim::kUsualBotPermissions & ~without);
            w.set_everyones_permissions(site.guild.guild(),
                                        (sim::kViewChannel | sim::kCreateInvite) & ~without);
        });
    };
    const auto fault = [&](sim::FaultKind kind, const std::string& route) {
        sim::Fault made;
        made.kind = kind;
        made.route = route;
        made.times = -1;
        site.server.add_fault(made);
    };
    const auto clear = [&] { site.server.clear_faults(); };
    const auto plain_config = [&] { write_config(""); };
    const std::string token = read_file(site.file("token"));
    const std::string now = std::to_string(to_micros(system::system_clock({})->now()));
    std::unique_ptr<HeldLock> held;
    const auto clock = system::system_clock({});

    const std::vector<Injection> injections = {
        {"config", "an unknown key", [&] { write_config("tokn_file = \"x\"\n"); }, plain_config},
        {"api-base",
         "a base that is not allowed",
         [&] {
             write_file(site.file("config.toml"),
                        "db = \"guild.db\"\ntoken_file = \"token\"\napi_base = "
                        "\"https://example.org/api\"\n");
         },
         plain_config},
        {"token",
         "no token",
         [&] {
             write_file(site.file("config.toml"),
                        "db = \"guild.db\"\napi_base = \"" + site.server.base_url() +
                            "\"\nallow_api_base = [\"" + site.server.base_url() + "\"]\n");
         },
         plain_config},
        {"token-file",
         "others may read the token",
         [&] { ::chmod(site.file("token").c_str(), 0644); },
         [&] { ::chmod(site.file("token").c_str(), 0600); }},
        {"token-source",
         "the token in the environment",
         [&] { variables["DISCORD_TOKEN"] = token.substr(0, token.size() - 1); },
         [&] { variables.erase("DISCORD_TOKEN"); }},
        {"discord",
         "nobody answers",
         [&] {
             write_file(site.file("config.toml"),
                        "db = \"guild.db\"\ntoken_file = \"token\"\napi_base = "
                        "\"http://127.0.0.1:9/api/v10\"\nallow_api_base = "
                        "[\"http://127.0.0.1:9/api/v10\"]\n");
         },
         plain_config},
        {"token-accepted", "401", [&] { fault(sim::FaultKind::unauthorized, ""); }, clear},
        {"members-intent",
         "the intent is off",
         [&] { world([](sim::World& w) { w.set_members_intent(false); }); },
         [&] { world([](sim::World& w) { w.set_members_intent(true); }); }},
        {"bot-in-guild",
         "the bot was removed",
         [&] { world([&](sim::World& w) { w.set_bot_present(site.guild.guild(), false); }); },
         [&] { world([&](sim::World& w) { w.set_bot_present(site.guild.guild(), true); }); }},
        {"manage-server",
         "no Manage Server",
         [&] { permissions(permission::kManageGuild); },
         [&] { permissions(0); }},
        {"view-audit-log",
         "no View Audit Log",
         [&] { permissions(permission::kViewAuditLog); },
         [&] { permissions(0); }},
        {"create-invite",
         "no Create Invite",
         [&] { permissions(permission::kCreateInvite); },
         [&] { permissions(0); }},
        {"clock",
         "a clock two minutes ahead",
         [&] { clock_off = 2min; },
         [&] { clock_off = Duration{0}; }},
        {"read-invites",
         "invites refused",
         [&] { fault(sim::FaultKind::missing_access, "invites"); },
         clear},
        {"read-vanity",
         "the URL refused",
         [&] { fault(sim::FaultKind::missing_access, "vanity"); },
         clear},
        {"read-members",
         "members refused",
         [&] { fault(sim::FaultKind::missing_access, "members"); },
         clear},
        {"read-audit-log",
         "the audit log refused",
         [&] { fault(sim::FaultKind::missing_access, "audit"); },
         clear},
        {"database", "no database", [&] { std::filesystem::remove(database); }, restore},
        {"schema", "a newer database", [&] { sql("PRAGMA user_version = 9999"); }, restore},
        {"database-file",
         "others may read the database",
         [&] { ::chmod(database.c_str(), 0644); },
         restore},
        {"database-check",
         "an index that lacks its rows",
         [&] {
             sql("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT "
                 "rootpage FROM sqlite_schema WHERE name = 'journal') WHERE name = 'invite_gone'");
         },
         restore},
        {"disk-space",
         "a full disk",
         [&] { disk = DiskFacts{.free_bytes = 1'000'000, .kind = "ext4"}; },
         [&] { disk.reset(); }},
        {"file-system",
         "a network file system",
         [&] { disk = DiskFacts{.free_bytes = 1LL << 40, .kind = "nfs", .network = true}; },
         [&] { disk.reset(); }},
        {"lock",
         "a run that hangs",
         [&] {
             WrongClock yesterday(-24h);
             held = system::file_run_lock(database, yesterday, {})->take("invitectl sync", 0s);
         },
         [&] { held.reset(); }},
        {"requests",
         "a refusal that is remembered",
         [&] {
             sql("INSERT INTO request_memory VALUES ('GET /guilds/{guild}/members 1', " + now +
                 ", " + now + " + 3600000000, 1, 'Missing Access')");
         },
         restore},
        {"last-run",
         "the latest run failed",
         [&] {
             sql("UPDATE run SET outcome = 'failed', detail = 'E-NET-02 cut' WHERE run_id = "
                 "(SELECT MAX(run_id) FROM run)");
         },
         restore},
        {"schedule",
         "cron stopped",
         [&] { sql("UPDATE run SET began = began - 7200000000, ended = ended - 7200000000"); },
         restore},
        {"counters",
         "joins without counter movement",
         [&] {
             for (int i = 1; i <= 5; ++i) {
                 sql("INSERT INTO member_spell (guild_id, user_id, joined_at, join_id, first_sweep,"
                     " bot, did_rejoin, pending) VALUES (" +
                     site.guild.guild().text() + ", " + std::to_string(i) + ", " + now + ", " +
                     std::to_string(1000 + i) + ", 1, 0, 0, 0)");
             }
         },
         restore},
        {"gaps",
         "a stretch of the audit log lost",
         [&] {
             sql("INSERT INTO gap (guild_id, kind, gap_from, gap_until, reason) VALUES (" +
                 site.guild.guild().text() + ", 3, " + now + " - 1000000, " + now + ", 'horizon')");
         },
         restore},
        {"declarations",
         "a declaration withdrawn",
         [&] {
             const std::string row =
                 "INSERT INTO calibration (guild_id, calibration_id, valid_from, valid_until, "
                 "lag_bound, clock_bound, closed, no_ghosts, lag_scale, no_invite_rate, "
                 "bounce_share, bounce_tau, made_at, origin, note) VALUES (" +
                 site.guild.guild().text() + ", ";
             const std::string bounds = ", NULL, NULL, 5000000, 1500000, ";
             const std::string rates = ", 0, 300000, 0.02, 0.15, 180000000, " + now;
             sql(row + "91" + bounds + "1" + rates + ", 'user', '')");
             sql(row + "92" + bounds + "0" + rates + ", 'program', 'contradicted')");
         },
         restore},
    };
    EXPECT_GE(injections.size(), 20U);
    for (const Injection& injection : injections) {
        injection.inject();
        expect_named(injection.id, injection.fault);
        injection.mend();
        EXPECT_EQ(complaints(), std::vector<std::string>{}) << "after " << injection.fault << "\n"
                                                            << out.str();
    }
}

// Cron runs sync without --all-guilds, so the second guild is forgotten.
TEST_F(Clinic, a_guild_that_sync_leaves_out_is_named) {
    GuildId second;
    site.server.with_world(
        [&](sim::World& world) { second = world.add_guild({.name = "Second"}); });
    site.must({"guild", "add", second.text(), "--alias", "second"});
    site.must({"sync", "-g", "second"});
    for (int i = 0; i < 6; ++i) {
        site.must({"sync"});
    }
    spread_runs(10min);
    expect_named("readings", "a guild that sync leaves out");
    EXPECT_EQ(status, 1);
}

// A source that suddenly has everything: as when all codes were assigned to the wrong one.
TEST_F(Clinic, a_source_that_swallows_everything_is_named) {
    const auto join_by = [&](const std::string& name, const char* code) {
        site.server.with_world([&](sim::World&) { site.guild.join(name, code); });
        site.pass(10min);
        site.must({"sync"});
    };
    site.server.with_world([&](sim::World&) { site.guild.invite("def", "ben"); });
    site.must({"settings", "set", "closed", "on"});
    site.must({"sync"});
    for (int i = 0; i < 12; ++i) {
        join_by("early" + std::to_string(i), i % 2 == 0 ? "abc" : "def");
    }
    site.pass(std::chrono::days{8});
    for (int i = 0; i < 12; ++i) {
        join_by("late" + std::to_string(i), i % 2 == 0 ? "abc" : "def");
    }
    site.pass(20min);
    site.must({"sync"});
    site.must({"source", "create", "Everything"});
    site.must({"invite", "assign", "abc", "def", "Everything"});
    write_config("clock = \"server\"\n");
    spread_runs(10min);
    sql("UPDATE assignment SET made_at = (SELECT MAX(ended) FROM poll)");
    expect_named("source-share", "all codes assigned to one source");
    EXPECT_EQ(status, 0) << "a warning fails nothing";
}

TEST_F(Clinic, a_failure_ends_it_with_1) {
    site.server.with_world([](sim::World& world) { world.set_members_intent(false); });
    examine();
    EXPECT_EQ(status, 1);
}

TEST_F(Clinic, the_self_test_passes) {
    const json checks = examine({"--self"});
    EXPECT_EQ(status, 0) << out.str();
    EXPECT_EQ(checks.size(), 1U);
}

TEST(SelfTest, notices_every_vector_that_is_wrong) {
    const auto admin = engine::sqlite_admin();
    const auto vectors = workflow::self_test_vectors(*admin);
    EXPECT_GE(vectors.size(), 30U);
    EXPECT_TRUE(workflow::run_vectors(vectors).empty());
    for (const workflow::Vector& vector : vectors) {
        workflow::Vector mutated = vector;
        mutated.work = [work = vector.work] {
            std::string given = work();
            given.back() = static_cast<char>(given.back() ^ 1);
            return given;
        };
        EXPECT_EQ(workflow::run_vectors({&mutated, 1}).size(), 1U) << vector.name;
    }
}

}  // namespace
}  // namespace invitectl::testing
