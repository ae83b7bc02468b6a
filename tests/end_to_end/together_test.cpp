// sync --all-guilds: up to eight requests under way across guilds, one limiter for all of them, and
// a run of its own for each guild.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sqlite3.h>
#include <sstream>

namespace invitectl::testing {
namespace {

using nlohmann::json;

constexpr int kGuilds = 10;  // more than go at once

class Together : public ::testing::Test {
  protected:
    // Time passes by itself, so that the journal says when requests came.
    Together() : site({}, {.token = "", .speed = 1}) {
        site.guild.invite("abc", "ana");
        site.init();
        for (int i = 1; i < kGuilds; ++i) {
            GuildId guild;
            site.server.with_world([&](sim::World& world) {
                guild = world.add_guild({.name = "Guild " + std::to_string(i)});
            });
            site.must({"guild", "add", guild.text(), "--alias", "g" + std::to_string(i)});
        }
        site.pass(5min);
        site.server.clear_journal();
    }

    void fault(sim::FaultKind kind, const std::string& route, int times, Duration delay) {
        sim::Fault made;
        made.kind = kind;
        made.route = route;
        made.times = times;
        made.delay = delay;
        site.server.add_fault(made);
    }

    // The only number that a query gives.
    std::int64_t number(const std::string& sql) const {
        sqlite3* connection = nullptr;
        EXPECT_EQ(sqlite3_open(site.database().c_str(), &connection), SQLITE_OK);
        std::int64_t found = -1;
        const auto keep = [](void* into, int, char** values, char**) {
            *static_cast<std::int64_t*>(into) = std::stoll(values[0]);
            return 0;
        };
        EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), keep, &found, nullptr), SQLITE_OK) << sql;
        sqlite3_close(connection);
        return found;
    }

    Site site;
};

TEST_F(Together, eight_guilds_are_read_at_once_and_each_has_its_run) {
    ASSERT_EQ(site.server.most_under_way(), 1) << "so far one after the other";
    fault(sim::FaultKind::slow, "guild", kGuilds, 1500ms);
    const std::int64_t before = number("SELECT MAX(run_id) FROM run");
    site.must({"sync", "--all-guilds"});
    EXPECT_EQ(site.server.most_under_way(), 8);
    const std::string sync = " FROM run WHERE command = 'sync' AND outcome = 'ok' AND run_id > " +
                             std::to_string(before);
    EXPECT_EQ(number("SELECT COUNT(*)" + sync), kGuilds);
    EXPECT_EQ(number("SELECT COUNT(DISTINCT guild_id)" + sync), kGuilds);
    // What was read for a guild belongs to its own run.
    EXPECT_EQ(number("SELECT COUNT(*) FROM poll"),
              number("SELECT COUNT(*) FROM poll JOIN run "
                     "USING (run_id, guild_id) WHERE "
                     "run.command = 'sync'"));
    EXPECT_GE(number("SELECT COUNT(DISTINCT guild_id) FROM poll"), kGuilds);
}

TEST_F(Together, a_limit_for_the_whole_bot_holds_all_of_them) {
    fault(sim::FaultKind::limited_global, "invites", 1, 9s);
    site.must({"sync", "--all-guilds"});
    const auto journal = site.server.journal();
    const auto limited = std::ranges::find(journal, 429, &sim::JournalLine::status);
    ASSERT_NE(limited, journal.end());
    EXPECT_EQ(std::ranges::count(journal, 429, &sim::JournalLine::status), 1);
    int after = 0;
    for (const sim::JournalLine& line : journal) {
        // What was under way already may still come in, late where the machine is busy.
        const bool meanwhile = line.at > limited->at + 5s && line.at < limited->at + 8900ms;
        EXPECT_FALSE(meanwhile) << line.path;
        after += line.at >= limited->at + 8900ms ? 1 : 0;
    }
    EXPECT_GT(after, kGuilds) << "and then they went on";
}

// Each guild's steps come in their order, and none under the name of another guild.
TEST_F(Together, progress_tells_the_guilds_apart) {
    fault(sim::FaultKind::slow, "", kGuilds * 3, 120ms);
    const Finished finished = site.run({"sync", "--all-guilds", "--progress", "json"});
    EXPECT_EQ(finished.status, 0);
    std::map<std::string, std::vector<std::string>> steps;
    std::istringstream lines(finished.err);
    for (std::string line; std::getline(lines, line);) {
        const json object = json::parse(line);
        auto& of_guild = steps[object["guild"].get<std::string>()];
        const auto step = object["step"].get<std::string>();
        if (of_guild.empty() || of_guild.back() != step) {
            of_guild.push_back(step);
        }
    }
    EXPECT_EQ(steps.size(), static_cast<std::size_t>(kGuilds)) << finished.err;
    for (const auto& [guild, told] : steps) {
        EXPECT_EQ(told, steps["g1"]) << guild;
        EXPECT_EQ(told.front(), "the server itself") << guild;
        EXPECT_EQ(told.back(), "working out who came how") << guild;
    }
}

}  // namespace
}  // namespace invitectl::testing
