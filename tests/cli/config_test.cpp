#include "invitectl/cli/config.hpp"

#include "invitectl/base/error.hpp"

#include <gtest/gtest.h>

#include <map>

namespace invitectl::cli {
namespace {

Environment environment(std::map<std::string, std::string> variables) {
    return [variables](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

Config parse(std::string_view text) {
    return parse_config(text, "/etc/x/config.toml", environment({{"HOME", "/users/ana"}}));
}

std::string refusal(std::string_view text) {
    try {
        parse(text);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::bad_config);
        return error.happened() + " / " + error.why();
    }
    return "accepted";
}

TEST(Config, every_key_is_read) {
    const Config config = parse(R"(
        # a comment
        db = "/var/lib/x.db"
        token_file = "~/token"
        token_command = ["pass", "show", "discord"]
        api_base = "http://127.0.0.1:1"
        allow_api_base = ["http://127.0.0.1:1", "http://[::1]:1"]
        clock = "server"
        tz = "Europe/Berlin"
        guild = "harbour"
        max_wait = "30s"
        lock_wait = "1m"
        color = "never"
        ascii = true
        names = "pseudonym"
        csv_safe = "off"
        progress = "json"
        log_format = "json"
        log_file = "log/invitectl.log"
        metrics_file = "~/invitectl.prom"
    )");
    EXPECT_EQ(config.db, "/var/lib/x.db");
    EXPECT_EQ(config.token_file, "/users/ana/token");
    EXPECT_EQ(config.token_command, (std::vector<std::string>{"pass", "show", "discord"}));
    EXPECT_EQ(config.api_base, "http://127.0.0.1:1");
    EXPECT_EQ(config.allow_api_base.size(), 2U);
    EXPECT_TRUE(config.server_clock);
    EXPECT_EQ(config.tz, "Europe/Berlin");
    EXPECT_EQ(config.guild, "harbour");
    EXPECT_EQ(config.max_wait, "30s");
    EXPECT_EQ(config.lock_wait, "1m");
    EXPECT_EQ(config.color, "never");
    EXPECT_EQ(config.ascii, true);
    EXPECT_EQ(config.names, "pseudonym");
    EXPECT_EQ(config.csv_safe, "off");
    EXPECT_EQ(config.progress, "json");
    EXPECT_EQ(config.log_format, "json");
    EXPECT_EQ(config.log_file, "/etc/x/log/invitectl.log");
    EXPECT_EQ(config.metrics_file, "/users/ana/invitectl.prom");
    for (const ConfigKey& key : config_keys()) {
        EXPECT_FALSE(config_values(config, key).empty()) << key.name;
        EXPECT_TRUE(config.places.contains(key.name)) << key.name;
        EXPECT_FALSE(key.meaning.empty());
    }
}

TEST(Config, no_key_is_needed) {
    const Config config = parse("");
    EXPECT_EQ(config.db, std::nullopt);
    EXPECT_FALSE(config.server_clock);
}

TEST(Config, paths_are_meant_from_the_file) {
    EXPECT_EQ(parse("db = \"data/x.db\"").db, "/etc/x/data/x.db");
}

TEST(Config, a_command_in_one_text_runs_in_a_shell) {
    EXPECT_EQ(parse("token_command = \"pass show discord | head -1\"").token_command,
              (std::vector<std::string>{"/bin/sh", "-c", "pass show discord | head -1"}));
}

TEST(Config, says_what_is_wrong_and_where) {
    EXPECT_EQ(refusal("\ntoken_flie = \"x\""),
              "the configuration /etc/x/config.toml is wrong at line 2 / token_flie is no key; did "
              "you mean token_file?");
    EXPECT_NE(refusal("zzzzzz = 1"), "accepted");
    EXPECT_NE(refusal("zzzzzz = \"1\"").find("there are: db,"), std::string::npos);
    EXPECT_NE(refusal("db = true").find("db must be a text in quotes"), std::string::npos);
    EXPECT_NE(refusal("ascii = \"true\"").find("without quotes"), std::string::npos);
    EXPECT_NE(refusal("color = \"blue\"").find("\"auto\", \"always\", \"never\""),
              std::string::npos);
    EXPECT_NE(refusal("names = \"nick\""), "accepted");
    EXPECT_NE(refusal("csv_safe = true"), "accepted");
    EXPECT_NE(refusal("progress = \"on\""), "accepted");
    EXPECT_NE(refusal("log_format = \"xml\""), "accepted");
    EXPECT_NE(refusal("log_file = \"\""), "accepted");
    EXPECT_NE(refusal("db = 5").find("db must be a text in quotes"), std::string::npos);
    EXPECT_NE(refusal("db = [\"a\"]").find("db must be a text in quotes"), std::string::npos);
    EXPECT_NE(refusal("db = \"\"").find("must not be empty"), std::string::npos);
    EXPECT_NE(refusal("db = \"a\"\ndb = \"b\"").find("line 2"), std::string::npos);
    EXPECT_NE(refusal("db = ").find("line 1"), std::string::npos);
    EXPECT_NE(refusal("[section]\ndb = \"a\""), "accepted");
    EXPECT_NE(refusal("tz = \"Europe/Nowhere\"").find("does not exist"), std::string::npos);
    EXPECT_NE(refusal("clock = \"sundial\""), "accepted");
    EXPECT_NE(refusal("token_command = []"), "accepted");
    EXPECT_NE(refusal("\xff = \"a\""), "accepted");
}

TEST(Config, the_servers_clock_is_for_this_machine_only) {
    const std::string clock = "clock = \"server\"\n";
    EXPECT_NE(refusal(clock), "accepted");
    EXPECT_NE(refusal(clock + "allow_api_base = [\"https://proxy.example\"]"), "accepted");
    EXPECT_NE(refusal(clock + "allow_api_base = [\"http://127.0.0.1\", \"https://proxy.example\"]"),
              "accepted");
    EXPECT_EQ(refusal(clock + "allow_api_base = [\"http://127.0.0.1\"]"), "accepted");
}

TEST(Config, reads_what_it_writes) {
    Config config;
    config.db = "/a \"b\"\\c\n\x01/ü.db";
    config.token_file = "/t";
    config.token_command = {"a", "b c"};
    config.api_base = "http://127.0.0.1:1";
    config.allow_api_base = {"http://127.0.0.1:1"};
    config.server_clock = true;
    config.tz = "UTC";
    config.guild = "harbour";
    const Config read = parse(format_config(config));
    EXPECT_EQ(read.db, config.db);
    EXPECT_EQ(read.token_file, config.token_file);
    EXPECT_EQ(read.token_command, config.token_command);
    EXPECT_EQ(read.api_base, config.api_base);
    EXPECT_EQ(read.allow_api_base, config.allow_api_base);
    EXPECT_EQ(read.server_clock, config.server_clock);
    EXPECT_EQ(read.tz, config.tz);
    EXPECT_EQ(read.guild, config.guild);
    config.db = "/a\xff";
    EXPECT_THROW(format_config(config), Error);
}

// --- changing one key ---------------------------------------------------------------------------

std::string set(std::string_view toml, const std::string& key, std::vector<std::string> values) {
    return set_in_config(
        toml, "/c.toml", find_config_key(key), values, environment({{"HOME", "/users/ana"}}));
}

std::string unset(std::string_view toml, const std::string& key) {
    return unset_in_config(toml, "/c.toml", find_config_key(key));
}

TEST(ConfigEdit, touches_nothing_but_the_value) {
    const std::string before =
        "# my settings\r\n\n  db   =  \"ü.db\"   # näher\ntz=\"UTC\"\n# end\n";
    EXPECT_EQ(set(before, "db", {"b \"x\".db"}),
              "# my settings\r\n\n  db   =  \"b \\\"x\\\".db\"   # näher\ntz=\"UTC\"\n# end\n");
    EXPECT_EQ(set(before, "guild", {"harbour"}), before + "guild = \"harbour\"\n");
    EXPECT_EQ(set("tz = 'UTC'", "guild", {"x"}), "tz = 'UTC'\nguild = \"x\"\n");
    EXPECT_EQ(set("", "ascii", {"on"}), "ascii = true\n");
    EXPECT_EQ(set("allow_api_base = [ # why\n  \"https://a.example\",\n]\ntz = \"UTC\"\n",
                  "allow_api_base",
                  {"https://b.example", "https://c.example"}),
              "allow_api_base = [\"https://b.example\", \"https://c.example\"]\ntz = \"UTC\"\n");
    EXPECT_EQ(set("tz = \"\"\"\nUTC\"\"\" # x", "tz", {"Europe/Berlin"}),
              "tz = \"Europe/Berlin\" # x");
}

TEST(ConfigEdit, takes_a_key_out_with_its_line) {
    EXPECT_EQ(unset("# a\ndb = \"x\" # b\n# c\ntz = \"UTC\"", "db"), "# a\n# c\ntz = \"UTC\"");
    EXPECT_EQ(unset("# a\ndb = \"x\"", "db"), "# a\n");
    EXPECT_EQ(unset("allow_api_base = [\n \"https://a.example\",\n]\n# z\n", "allow_api_base"),
              "# z\n");
    EXPECT_EQ(unset("tz = \"UTC\"\n", "db"), "tz = \"UTC\"\n");
}

TEST(ConfigEdit, refuses_what_a_key_cannot_be) {
    EXPECT_THROW(set("", "tz", {"Europe/Nowhere"}), Error);
    EXPECT_THROW(set("", "max_wait", {"soon"}), Error);
    EXPECT_THROW(set("", "ascii", {"perhaps"}), Error);
    EXPECT_THROW(set("", "db", {"a", "b"}), Error);
    EXPECT_THROW(set("", "clock", {"server"}), Error);
    EXPECT_THROW(set("broken", "tz", {"UTC"}), Error);
    EXPECT_THROW(find_config_key("tokenfile"), Error);
}

TEST(Config, default_places) {
    EXPECT_EQ(default_config_path(environment({{"HOME", "/users/ana"}})),
              "/users/ana/.config/invitectl/config.toml");
    EXPECT_EQ(default_database_path(environment({{"HOME", "/users/ana"}})),
              "/users/ana/.local/share/invitectl/invitectl.db");
    const auto set =
        environment({{"XDG_CONFIG_HOME", "/c"}, {"XDG_DATA_HOME", "relative"}, {"HOME", "/h"}});
    EXPECT_EQ(default_config_path(set), "/c/invitectl/config.toml");
    EXPECT_EQ(default_database_path(set), "/h/.local/share/invitectl/invitectl.db");
    EXPECT_THROW(default_config_path(environment({})), Error);
}

}  // namespace
}  // namespace invitectl::cli
