// What a dry run shows is what is then done: for every command of the list, the requests of its
// plan are those that the simulated Discord receives when the same line is typed without -n.
#include "commands/all.hpp"
#include "test_paths.hpp"
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace invitectl::testing {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
    Lines lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::string without(std::string line, const std::string& word) {
    const auto at = line.find(word);
    return at == std::string::npos ? line : line.erase(at, word.size());
}

class DryRun : public ::testing::Test {
  protected:
    DryRun() {
        site.guild.invite("abc123", "ana");
        site.guild.invite("def456", "ben");
        site.must({"init", "--guild", site.guild.guild().text(), "--alias", "harbour"});
        site.pass(5min);
        site.server.with_world([&](sim::World&) {
            site.guild.join("bob", "abc123");
            site.guild.join("eve", "def456");
        });
        site.pass(5min);
        site.must({"sync"});
    }

    Finished type(const std::string& line, bool dry) {
        Launch launch = site.launch({});
        launch.environment["PATH"] = INVITECTL_BINARY_DIR ":/usr/bin:/bin";
        if (dry) {
            launch.environment["INVITECTL_DRY_RUN"] = "1";
        }
        launch.arguments = {"/bin/sh", "-c", "cd '" + site.file("") + "' && " + line};
        return testing::run(launch);
    }

    std::string channel_name(const std::string& id) {
        std::string name = id;
        site.server.with_world([&](sim::World& world) {
            for (const auto& channel : world.guild(site.guild.guild()).channels) {
                name = channel.id.text() == id ? "#" + channel.name : name;
            }
        });
        return name;
    }

    // The requests that changed something since the last call, in the words of a plan: the action,
    // and what it is done to where the path says so.
    Lines requests() {
        Lines done;
        for (const sim::JournalLine& line : site.server.journal()) {
            const std::string last = line.path.substr(line.path.rfind('/') + 1);
            if (line.method == "GET") {
                continue;
            }
            if (line.method == "POST" && last == "roles") {
                done.emplace_back("create role");
            } else if (line.method == "POST" && line.path.starts_with("/channels/") &&
                       last == "invites") {
                constexpr std::size_t kBefore = std::string_view("/channels/").size();
                done.push_back("create invite\t" + channel_name(line.path.substr(
                                                       kBefore, line.path.rfind('/') - kBefore)));
            } else if (line.method == "DELETE" && line.path.starts_with("/invites/")) {
                done.push_back("delete invite\t" + last);
            } else {
                done.push_back(line.method + " " + line.path);  // no plan has a word for it
            }
        }
        site.server.clear_journal();
        return done;
    }

    static bool has_plan(const cli::Command& command) {
        return command.tables && std::ranges::any_of(command.tables(), [](const auto& table) {
                   return table.name == "plan";
               });
    }

    // What the dry run of the line prints as its plan, in the same words.
    Lines plan(const cli::Command& command, const std::string& line) {
        const std::string more =
            has_plan(command) ? " --format tsv --no-headers --columns action,target" : "";
        Lines planned;
        for (std::string row : lines_of(type(line + more, true).out)) {
            if (!has_plan(command)) {
                break;
            }
            // The path of a role's making does not say its name.
            planned.push_back(row.starts_with("create role\t") ? "create role" : std::move(row));
        }
        return planned;
    }

    void expect_same(const cli::Command& command, const std::string& example) {
        const std::string dry = without(without(example, " --dry-run"), " --yes");
        const Lines planned = plan(command, dry);
        EXPECT_EQ(requests(), Lines{}) << "dry: " << dry;
        const Finished done = type(dry + (command.needs.confirm ? " --yes" : ""), false);
        EXPECT_EQ(requests(), planned) << dry << "\n" << done.out << done.err;
        seen.insert(planned.begin(), planned.end());
        if (!planned.empty()) {
            EXPECT_EQ(done.status, 0) << dry << "\n" << done.err;
        }
    }

    static const cli::Command& command_named(const std::vector<cli::Command>& all,
                                             const std::string& path) {
        return *std::ranges::find(all, path, &cli::Command::path);
    }

    Site site{sim::GuildSpec{.bot_permissions = sim::kUsualBotPermissions | sim::kManageRoles}};
    std::set<std::string> seen;  // every line of every plan
};

TEST_F(DryRun, plans_the_requests_that_every_example_then_makes) {
    int tried = 0;
    for (const cli::Command& command : commands::all()) {
        if (!command.changes) {
            continue;
        }
        for (const cli::Example& example : command.examples) {
            ++tried;
            expect_same(command, example.command);
        }
        // What examples of these take away.
        if (command.path == "guild remove") {
            const std::string id = site.guild.guild().text();
            site.run({"guild", "add", id, "--alias", "harbour"});
            site.run({"guild", "use", "harbour"});
            site.must({"settings", "set", "enabled", "on"});
            requests();
        }
        if (command.path.starts_with("config ")) {
            site.use_base(site.server.base_url());
        }
    }
    EXPECT_GT(tried, 40);
    EXPECT_TRUE(seen.contains("create invite\t#general"));
    EXPECT_TRUE(seen.contains("delete invite\tabc123"));
}

// Lines that have more to do than the examples, and those after which there is nothing to do.
TEST_F(DryRun, plans_roles_and_many_deletions_and_nothing_twice) {
    const auto all = commands::all();
    const auto expect = [&](const std::string& path, const std::string& rest, const Lines& wanted) {
        const cli::Command& command = command_named(all, path);
        const std::string line = "invitectl " + path + " " + rest;
        EXPECT_EQ(plan(command, line), wanted) << line;
        expect_same(command, line);
    };
    site.must({"source", "create", "Reddit ad"});
    const std::string marked = "'Reddit ad' --channel general --marker-role --max-uses ";
    expect("invite create", marked + "3", {"create role", "create invite\t#general"});
    expect("invite create", marked + "4", {"create invite\t#general"});
    expect("undo", "", {});  // the invite itself stays at Discord
    site.must({"invite", "assign", "abc123", "def456", "Reddit ad"});
    site.pass(5min);
    site.must({"sync"});
    requests();
    const Lines four = plan(command_named(all, "source retire"),
                            "invitectl source retire 'Reddit ad' --delete-invites");
    EXPECT_EQ(four.size(), 4U) << "whose creation was undone still gives the source's role";
    expect("source retire", "'Reddit ad' --delete-invites", four);
    site.pass(5min);
    site.must({"sync"});
    requests();
    expect("source retire", "'Reddit ad' --delete-invites", {});
    expect("undo", "", {});
    expect("invite delete", "abc123 def456", {});
}

}  // namespace
}  // namespace invitectl::testing
