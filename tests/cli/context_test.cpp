// What commands are given, from a real database and real files.
#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/store/runs.hpp"

#include "tests/cli/desk.hpp"
#include <gtest/gtest.h>

#include <filesystem>

namespace invitectl::cli {
namespace {

using testing::read_file;
using testing::write_file;

class ContextTest : public ::testing::Test {
  protected:
    // Runs `does` as a command of these needs; its exit status.
    int during(
        std::function<void(Context&)> does,
        std::vector<std::string> words = {},
        Needs needs = {.guild = true, .range = true, .as_of = true, .discord = true, .lock = true},
        bool changes = true) {
        Command row = command(
            "do",
            [does = std::move(does)](Context& context) {
                does(context);
                return ExitStatus::ok;
            },
            needs);
        row.changes = changes;
        desk.commands = {row};
        words.insert(words.begin(), "do");
        return desk.type(words);
    }

    void make_database() {
        ASSERT_EQ(
            during([](Context& context) {
                sql::Connection& database = context.create_database();
                sql::Transaction transaction(database);
                for (const auto& [id, name, alias] : {std::tuple{100, "Harbour Lights", "harbour"},
                                                      std::tuple{200, "Book Club", "books"}}) {
                    Guild guild;
                    guild.id = GuildId{id};
                    guild.name = name;
                    store::add_guild(database, guild, alias, Instant{});
                }
                transaction.commit();
            }),
            0)
            << desk.said();
    }

    std::string chosen_guild(const std::vector<std::string>& words) {
        std::string alias;
        during([&alias](Context& context) { alias = context.guild().alias; }, words);
        return alias;
    }

    void configure(const std::string& text) {
        write_file(desk.folder.file("config.toml"), text);
        desk.environment["INVITECTL_CONFIG"] = desk.folder.file("config.toml");
    }

    Desk desk;
};

TEST_F(ContextTest, opens_nothing_it_is_not_asked_for) {
    EXPECT_EQ(during([](Context&) {}), 0);
    EXPECT_TRUE(std::filesystem::is_empty(desk.folder.path()));
}

TEST_F(ContextTest, the_database_is_where_it_is_said_to_be) {
    std::string path;
    const auto look = [&path](Context& context) { path = context.database_path(); };
    during(look);
    EXPECT_EQ(path, desk.folder.path() + "/.local/share/invitectl/invitectl.db");
    configure("db = \"below/x.db\"");
    during(look);
    EXPECT_EQ(path, desk.folder.file("below/x.db"));
    desk.environment["INVITECTL_DB"] = "/from/environment";
    during(look);
    EXPECT_EQ(path, "/from/environment");
    during(look, {"--db", "/from/option"});
    EXPECT_EQ(path, "/from/option");
}

TEST_F(ContextTest, a_missing_database_is_said_to_be_missing) {
    EXPECT_EQ(during([](Context& context) { context.database(); }), 10);
    EXPECT_NE(desk.said().find("invitectl init"), std::string::npos);
    make_database();
    EXPECT_EQ(during([](Context& context) { context.create_database(); }), 2);
}

TEST_F(ContextTest, reading_cannot_write) {
    make_database();
    const auto write = [](Context& context) { context.database().execute("DELETE FROM guild"); };
    EXPECT_EQ(during(write, {}, {}, false), 1);
    EXPECT_EQ(chosen_guild({}), "harbour");
}

TEST_F(ContextTest, guilds_are_found_by_what_people_call_them) {
    make_database();
    EXPECT_EQ(chosen_guild({}), "harbour");
    EXPECT_EQ(chosen_guild({"-g", "books"}), "books");
    EXPECT_EQ(chosen_guild({"-g", "200"}), "books");
    EXPECT_EQ(chosen_guild({"-g", "Book Club"}), "books");
    configure("guild = \"books\"");
    EXPECT_EQ(chosen_guild({}), "books");
    EXPECT_EQ(chosen_guild({"-g", "harbour"}), "harbour");
    EXPECT_EQ(during([](Context& context) { context.guild(); }, {"-g", "boks"}), 2);
    EXPECT_NE(desk.said().find("did you mean \"books\"?"), std::string::npos);
}

TEST_F(ContextTest, a_configuration_that_is_named_must_exist_and_be_ours) {
    const auto look = [](Context& context) { context.config(); };
    EXPECT_EQ(during(look), 0);
    EXPECT_EQ(during(look, {"--config", desk.folder.file("missing")}), 2);
    EXPECT_EQ(during(look, {"--config", desk.folder.file("missing")}, {.fresh = true}), 0);
    write_file(desk.folder.file("shared"), "", 0666);
    EXPECT_EQ(during(look, {"--config", desk.folder.file("shared")}), 6);
}

TEST_F(ContextTest, times_are_relative_to_the_moment_reports_speak_of) {
    Instant from;
    Instant until;
    const auto look = [&](Context& context) {
        from = context.range().from;
        until = context.range().until;
    };
    EXPECT_EQ(during(look, {"--as-of", "2026-08-26T12:00:00Z", "--since", "7d"}), 0);
    EXPECT_EQ(format_rfc3339(from), "2026-08-19T12:00:00Z");
    EXPECT_EQ(until, Instant::max());
    EXPECT_EQ(during(look, {"--since", "2026-08-02", "--until", "2026-08-01"}), 2);
    EXPECT_EQ(during(look, {"--since", "2026-08-02", "--until", "2026-08-02"}), 2);
    EXPECT_EQ(during(look, {"--since", "whenever"}), 2);
}

TEST_F(ContextTest, a_local_server_can_set_the_clock) {
    make_database();
    const Instant read_at = *parse_rfc3339("2030-01-02T03:04:05Z");
    EXPECT_EQ(during([read_at](Context& context) {
                  sql::Connection& database = context.database();
                  sql::Transaction transaction(database);
                  store::record_poll(database,
                                     GuildId{100},
                                     store::PollKind::invites,
                                     {read_at, read_at},
                                     "ok",
                                     store::begin_run(database, "sync", read_at, "host", 1));
                  transaction.commit();
              }),
              0)
        << desk.said();
    Instant now;
    const auto look = [&now](Context& context) { now = context.now(); };
    EXPECT_EQ(during(look), 0);
    EXPECT_NE(now, read_at);
    configure("clock = \"server\"\nallow_api_base = [\"http://127.0.0.1:1\"]");
    EXPECT_EQ(during(look), 0) << desk.said();
    EXPECT_EQ(now, read_at);
}

TEST_F(ContextTest, only_one_run_at_a_time) {
    EXPECT_EQ(during([this](Context& context) {
                  const auto held = context.lock_runs();
                  Desk second;
                  second.environment = desk.environment;
                  second.commands = desk.commands;
                  EXPECT_EQ(second.type({"do"}), 11);
                  EXPECT_NE(second.said().find("\"invitectl do\""), std::string::npos)
                      << second.said();
              }),
              0)
        << desk.said();
    EXPECT_EQ(during([](Context& context) { context.lock_runs(); }, {"--lock-wait", "soon"}), 2);
}

class Connecting : public ContextTest {
  protected:
    Connecting() {
        write_file(desk.folder.file("token"), "abc.def");
        desk.host.factories.discord = [this](
                                          const DiscordOptions& options, Clock&, Log&) -> Discord {
            seen = options;
            throw Error(ErrorCode::network, "no network in this test");
        };
    }

    int connect(std::vector<std::string> words) {
        seen.reset();
        return during([](Context& context) { context.discord(); }, std::move(words));
    }

    std::optional<DiscordOptions> seen;
};

TEST_F(Connecting, goes_to_discord_with_the_token_found) {
    EXPECT_EQ(connect({"--token-file", desk.folder.file("token"), "--max-wait", "30s"}), 5);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->api_base, kDiscordApiBase);
    EXPECT_EQ(seen->token.reveal(), "abc.def");
    EXPECT_EQ(seen->longest_wait, std::chrono::seconds{30});
}

TEST_F(Connecting, goes_elsewhere_only_if_option_and_configuration_agree) {
    const std::string token = desk.folder.file("token");
    EXPECT_EQ(connect({"--token-file", token, "--api-base", "http://127.0.0.1:1/api"}), 6);
    EXPECT_FALSE(seen);
    desk.environment["INVITECTL_API_BASE"] = "https://evil.example";
    EXPECT_EQ(connect({"--token-file", token}), 5);
    EXPECT_EQ(seen->api_base, kDiscordApiBase);  // the environment alone changes nothing
    configure("allow_api_base = [\"http://127.0.0.1:1/api\"]");
    EXPECT_EQ(connect({"--token-file", token, "--api-base", "http://127.0.0.1:1/api"}), 5);
    EXPECT_EQ(seen->api_base, "http://127.0.0.1:1/api");
    EXPECT_EQ(connect({"--token-file", token, "--api-base", "http://127.0.0.1:2/api"}), 6);
}

TEST_F(Connecting, needs_a_token) {
    EXPECT_EQ(connect({}), 4);
    EXPECT_FALSE(seen);
    configure("token_file = \"token\"");
    EXPECT_EQ(connect({}), 5);
    EXPECT_EQ(connect({"--max-wait", "forever"}), 2);
}

// --- asking -------------------------------------------------------------------------------------

class Asking : public ContextTest {
  protected:
    int confirming(Danger danger, const std::vector<std::string>& words = {}) {
        done = false;
        return during(
            [this, danger](Context& context) {
                context.confirm({danger, "delete 3 invites", "Harbour Lights"});
                done = true;
            },
            words,
            {.confirm = true, .cap = 10});
    }

    bool done = false;
};

TEST_F(Asking, nobody_is_asked_without_a_terminal) {
    EXPECT_EQ(confirming(Danger::mild), 0);
    EXPECT_TRUE(done);
    for (const Danger danger : {Danger::moderate, Danger::severe}) {
        EXPECT_EQ(confirming(danger), 6);
        EXPECT_FALSE(done);
        EXPECT_NE(desk.said().find("--yes"), std::string::npos) << desk.said();
        EXPECT_EQ(confirming(danger, {"--yes"}), 0);
        EXPECT_TRUE(done);
    }
    EXPECT_TRUE(desk.seat.asked.empty());
}

TEST_F(Asking, a_moderate_act_takes_a_yes) {
    desk.seat = {.attended = true, .answers = {"y", "n", ""}};
    EXPECT_EQ(confirming(Danger::moderate), 0);
    EXPECT_EQ(confirming(Danger::moderate), 6);
    EXPECT_EQ(confirming(Danger::moderate), 6);
    EXPECT_EQ(confirming(Danger::moderate), 6);  // the end of input
    EXPECT_EQ(desk.seat.asked.size(), 4U);
    EXPECT_EQ(desk.seat.asked.front(), "About to delete 3 invites. Go on? [y/N] ");
}

TEST_F(Asking, a_severe_act_takes_the_name) {
    desk.seat = {.attended = true, .answers = {"y", "harbour lights", "Harbour Lights"}};
    EXPECT_EQ(confirming(Danger::severe), 6);
    EXPECT_EQ(confirming(Danger::severe), 6);
    EXPECT_EQ(confirming(Danger::severe), 0);
}

TEST_F(Asking, a_severe_act_takes_a_name_as_it_is_shown) {
    const std::string name = "Harbour \xE2\x80\xAELights\\u{5c}";  // turns the reading order
    const auto confirming_name = [&] {
        return during(
            [&](Context& context) {
                context.confirm({Danger::severe, "delete all", name});
            },
            {},
            {.confirm = true});
    };
    desk.seat = {.attended = true,
                 .answers = {"Harbour Lights", "Harbour \\u{202e}Lights\\u{5c}u{5c}", name}};
    EXPECT_EQ(confirming_name(), 6);
    EXPECT_EQ(confirming_name(), 0);
    EXPECT_EQ(confirming_name(), 0);
    EXPECT_NE(desk.seat.asked.front().find("Type \"Harbour \\u{202e}Lights\\u{5c}u{5c}\""),
              std::string::npos)
        << desk.seat.asked.front();
}

TEST_F(Asking, is_forbidden_by_no_input) {
    desk.seat = {.attended = true, .answers = {"y"}};
    EXPECT_EQ(confirming(Danger::moderate, {"--no-input"}), 6);
    EXPECT_TRUE(desk.seat.asked.empty());
    desk.environment["INVITECTL_NO_INPUT"] = "1";
    EXPECT_EQ(confirming(Danger::moderate), 6);
    desk.environment.erase("INVITECTL_NO_INPUT");
    desk.environment["INVITECTL_YES"] = "1";  // --yes has no twin: it guards something
    EXPECT_EQ(confirming(Danger::severe, {"--no-input"}), 6);
}

TEST_F(Asking, a_cap_holds_until_it_is_raised) {
    const auto touching = [this](std::size_t targets, const std::vector<std::string>& words) {
        return during([targets](Context& context) { context.check_cap(targets, "members"); },
                      words,
                      {.confirm = true, .cap = 10});
    };
    EXPECT_EQ(touching(10, {}), 0);
    EXPECT_EQ(touching(11, {}), 6);
    EXPECT_NE(desk.said().find("--max 11"), std::string::npos);
    EXPECT_EQ(touching(11, {"--max", "11"}), 0);
    EXPECT_EQ(touching(5, {"--max", "4"}), 6);
}

TEST(Danger, grows_with_the_number_of_targets) {
    EXPECT_EQ(danger_of(1, Danger::moderate), Danger::moderate);
    EXPECT_EQ(danger_of(kFewTargets, Danger::moderate), Danger::moderate);
    EXPECT_EQ(danger_of(kFewTargets + 1, Danger::moderate), Danger::severe);
    EXPECT_EQ(danger_of(1, Danger::severe), Danger::severe);
}

// --- dry run ------------------------------------------------------------------------------------

TEST_F(ContextTest, a_dry_run_sees_what_it_writes_and_leaves_nothing) {
    make_database();
    const std::string path = desk.folder.file(".local/share/invitectl/invitectl.db");
    const std::string before = read_file(path);
    ASSERT_FALSE(before.empty());
    const auto choose_books = [](Context& context) {
        sql::Transaction step(context.database());
        store::make_default(context.database(), GuildId{200});
        step.commit();
        context.tell(context.guild().alias);
    };
    EXPECT_EQ(during(choose_books, {"--dry-run"}), 0);
    EXPECT_EQ(desk.said(), "dry run: books\ndry run: nothing was changed\n");
    EXPECT_EQ(read_file(path), before);
    EXPECT_EQ(chosen_guild({}), "harbour");
    EXPECT_EQ(during(choose_books), 0);
    EXPECT_EQ(chosen_guild({}), "books");
}

TEST_F(ContextTest, a_dry_run_goes_on_after_a_step_that_failed) {
    make_database();
    EXPECT_EQ(during(
                  [](Context& context) {
                      try {
                          sql::Transaction step(context.database());
                          store::make_default(context.database(), GuildId{200});
                          throw Error(ErrorCode::internal, "half-way");
                      } catch (const Error&) {
                          context.tell(context.guild().alias);
                      }
                      sql::Transaction step(context.database());
                      store::make_default(context.database(), GuildId{200});
                      step.commit();
                      context.tell(context.guild().alias);
                  },
                  {"-n"}),
              0);
    EXPECT_NE(desk.said().find("dry run: harbour\ndry run: books\n"), std::string::npos)
        << desk.said();
    EXPECT_EQ(chosen_guild({}), "harbour");
}

// --- all guilds ---------------------------------------------------------------------------------

TEST_F(ContextTest, all_guilds_have_their_turn_and_one_table) {
    make_database();
    const Needs needs = {.guild = true, .each_guild = true, .table = true};
    const auto print_alias = [](Context& context) {
        report::Table table;
        table.name = "aliases";
        table.columns = {report::column("alias", "alias", report::Type::text, "the short name")};
        table.rows = report::rows_of({{{context.guild().alias}}});
        context.print(std::move(table));
    };
    EXPECT_EQ(during(print_alias, {"--all-guilds"}, needs, false), 0) << desk.said();
    EXPECT_EQ(desk.shown(), "guild\talias\nharbour\tharbour\nbooks\tbooks\n");
    EXPECT_EQ(during(print_alias, {"--all-guilds", "--columns", "alias"}, needs, false), 0);
    EXPECT_EQ(desk.shown(), "alias\nharbour\nbooks\n");
    EXPECT_EQ(during(print_alias, {"--all-guilds", "-g", "books"}, needs, false), 2);
}

TEST_F(ContextTest, a_guild_that_fails_does_not_keep_the_others_from_their_turn) {
    make_database();
    EXPECT_EQ(during(
                  [](Context& context) {
                      if (context.guild().alias == "harbour") {
                          throw Error(ErrorCode::guild_gone, "the bot is not there");
                      }
                      context.tell("did " + context.guild().alias);
                  },
                  {"--all-guilds"},
                  {.guild = true, .each_guild = true},
                  false),
              3);
    EXPECT_EQ(desk.said(), "harbour: error: the bot is not there (E-GUILD-02)\ndid books\n");
}

}  // namespace
}  // namespace invitectl::cli
