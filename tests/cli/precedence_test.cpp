// Who is heard first: the command line, the environment, the user's file, the machine's file, the
// default. Every key, with every choice of who speaks.
#include "cli/global_options.hpp"
#include "tests/cli/desk.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

namespace invitectl::cli {
namespace {

using testing::write_file;

enum Layer { typed, variable, user, machine, layers };

// Four different values that the key can have, one for each layer.
std::vector<std::string> values_for(const ConfigKey& key) {
    if (key.name == "tz") {
        return {"Asia/Tokyo", "Europe/Berlin", "America/Lima", "Africa/Cairo"};
    }
    if (key.name == "color") {
        return {"never", "always", "never", "always"};
    }
    if (key.name == "names") {
        return {"full", "none", "pseudonym", "none"};
    }
    if (key.name == "csv_safe") {
        return {"on", "off", "on", "off"};
    }
    if (key.name == "progress") {
        return {"off", "json", "auto", "off"};
    }
    if (key.name == "log_format") {
        return {"text", "json", "text", "json"};
    }
    if (key.name == "ascii") {
        return {"true", "0", "true", "false"};
    }
    if (key.name.ends_with("_wait")) {
        return {"1s", "2s", "3s", "4s"};
    }
    if (key.name == "clock") {
        return {"", "", "system", "server"};
    }
    return {"/one", "/two", "/three", "/four"};
}

class Precedence : public ::testing::Test {
  protected:
    Precedence() {
        desk.environment["XDG_CONFIG_DIRS"] = desk.folder.file("etc") + ":/nonexistent";
        std::filesystem::create_directories(desk.folder.file("etc/invitectl"));
        std::filesystem::create_directories(desk.folder.file(".config/invitectl"));
        // It heeds every common option there is.
        Needs needs = heeds_everything().needs;
        desk.commands = {command(
            "do",
            [this](Context& context) {
                in_force = context.config_in_force();
                return ExitStatus::ok;
            },
            needs)};
        desk.commands.front().changes = true;
    }

    void write(Layer layer, const ConfigKey& key, const std::string& value) const {
        const std::string path = desk.folder.file(layer == user ? ".config/invitectl/config.toml"
                                                                : "etc/invitectl/config.toml");
        // So that no value is refused for what else there is.
        std::string text = "allow_api_base = [\"http://127.0.0.1\"]\n";
        if (key.name == "allow_api_base") {
            text.clear();
        }
        const std::string toml = key.name == "ascii" ? value
                                 : key.is_list       ? "[\"" + value + "\"]"
                                                     : "\"" + value + "\"";
        write_file(path, text + std::string(key.name) + " = " + toml + "\n");
    }

    void expect(const ConfigKey& key, unsigned speakers) {
        const auto values = values_for(key);
        std::vector<std::string> words = {"do"};
        desk.environment.erase(variable_name(key));
        for (const auto* file : {".config/invitectl/config.toml", "etc/invitectl/config.toml"}) {
            std::filesystem::remove(desk.folder.file(file));
        }
        std::string value = std::string(key.fallback);
        std::string origin = "default";
        for (const Layer layer : {machine, user, variable, typed}) {
            const bool possible = layer >= user || !key.flag.empty();
            const bool has_variable = key.flag != "--api-base";
            if ((speakers >> layer & 1U) == 0 || !possible ||
                (layer == variable && !has_variable)) {
                continue;
            }
            value = values[layer];
            if (layer == typed) {
                words.emplace_back(key.flag);
                if (key.name != "ascii") {
                    words.push_back(value);
                }
                origin = key.flag;
            } else if (layer == variable) {
                desk.environment[variable_name(key)] = value;
                origin = variable_name(key);
            } else {
                write(layer, key, value);
                origin = desk.folder.file(layer == user ? ".config" : "etc");
            }
        }
        ASSERT_EQ(desk.type(words), 0) << key.name << " " << speakers << "\n" << desk.said();
        const auto found = std::ranges::find_if(in_force, [&key](const Context::InForce& entry) {
            return entry.key->name == key.name;
        });
        ASSERT_NE(found, in_force.end());
        if (origin == "default" && key.fallback.empty()) {
            EXPECT_TRUE(found->values.empty() || found->origin == "default") << key.name;
            return;
        }
        EXPECT_TRUE(found->origin.starts_with(origin))
            << key.name << " " << speakers << ": " << found->origin << " instead of " << origin;
        ASSERT_EQ(found->values.size(), 1U) << key.name << " " << speakers;
        EXPECT_EQ(found->values.front(), value) << key.name << " " << speakers;
    }

    static std::string variable_name(const ConfigKey& key) {
        Option option;
        option.names = key.flag.empty() ? "--none" : std::string(key.flag);
        return option.environment();
    }

    Desk desk;
    std::vector<Context::InForce> in_force;
};

TEST_F(Precedence, holds_for_every_key_and_every_choice_of_speakers) {
    for (const ConfigKey& key : config_keys()) {
        if (key.name == "clock" || key.name == "token_command") {
            continue;  // only in files, and read in a way of their own
        }
        for (unsigned speakers = 0; speakers < 1U << layers; ++speakers) {
            expect(key, speakers);
        }
    }
}

// Options without a key say something about this one call, or who is asked.
bool is_about_one_call(const std::string& option) {
    static const std::set<std::string> kThese = {
        "--json",    "--format",  "--columns", "--sort",     "--where",  "--no-headers",
        "--limit",   "--after",   "--since",   "--until",    "--as-of",  "--exit-code",
        "--dry-run", "--yes",     "--max",     "--no-input", "--config", "--all-guilds",
        "--quiet",   "--verbose", "--help",    "--version",
    };
    return kThese.contains(option);
}

// Every common option there is: a key of its name unless it is about one call, a variable unless it
// guards something, and each heard before the next.
TEST_F(Precedence, every_common_option_has_its_key_and_its_variable) {
    const std::set<std::string> guards = {"--yes", "--api-base", "--help", "--version"};
    OptionSet set;
    GlobalOptions unused;
    declare_globals(set, unused, heeds_everything());
    int keys = 0;
    for (const Option& option : set.options()) {
        const std::string name = option.long_name();
        const auto key = std::ranges::find(config_keys(), name, &ConfigKey::flag);
        EXPECT_EQ(key == config_keys().end(), is_about_one_call(name)) << name;
        EXPECT_EQ(option.environment().empty(), guards.contains(name)) << name;
        if (key == config_keys().end()) {
            continue;
        }
        ++keys;
        std::string spelt = name.substr(2);
        std::ranges::replace(spelt, '-', '_');
        EXPECT_EQ(key->name, spelt);
        std::ranges::transform(spelt, spelt.begin(), [](unsigned char c) {
            return static_cast<char>(std::toupper(c));
        });
        if (!option.environment().empty()) {
            EXPECT_EQ(option.environment(), "INVITECTL_" + spelt);
        }
        EXPECT_EQ(option.default_text.empty() ? std::string(key->fallback) : option.default_text,
                  key->fallback)
            << name << ": help and the configuration name another default";
        expect(*key, (1U << layers) - 1);
    }
    const auto with_flag = std::ranges::count_if(
        config_keys(), [](const ConfigKey& key) { return !key.flag.empty(); });
    EXPECT_EQ(keys, with_flag);
}

TEST_F(Precedence, a_file_that_is_named_stands_alone) {
    const std::string named = desk.folder.file("named.toml");
    write_file(named, "guild = \"named\"\n");
    write(user, find_config_key("max_wait"), "3s");
    write(machine, find_config_key("lock_wait"), "4s");
    EXPECT_EQ(desk.type({"do", "--config", named}), 0) << desk.said();
    for (const Context::InForce& entry : in_force) {
        EXPECT_TRUE(entry.origin.empty() || entry.origin == "default" || entry.key->name == "guild")
            << entry.key->name << " " << entry.origin;
    }
    EXPECT_EQ(desk.type({"do"}), 0) << desk.said();
    for (const Context::InForce& entry : in_force) {
        if (entry.key->name == "max_wait" || entry.key->name == "lock_wait") {
            EXPECT_NE(entry.origin, "default") << entry.key->name;
        }
    }
}

}  // namespace
}  // namespace invitectl::cli
