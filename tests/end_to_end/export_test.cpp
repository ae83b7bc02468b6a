// What `export` writes, against the raw tables and as files.
#include "test_paths.hpp"
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <sys/stat.h>

namespace invitectl::testing {
namespace {

constexpr const char* kPython = "/usr/bin/python3";
constexpr const char* kAsOf = "2100-01-01T00:00:00Z";

Finished python(const std::string& script, std::vector<std::string> words) {
    words.insert(words.begin(), {kPython, INVITECTL_SOURCE_DIR "/tests/end_to_end/" + script});
    return testing::run({.arguments = std::move(words),
                         .environment = {{"PYTHONDONTWRITEBYTECODE", "1"},
                                         {"LC_ALL", "C.UTF-8"},
                                         {"PATH", "/usr/bin:/bin"},
                                         {"HOME", "/nonexistent"}},
                         .input = {}});
}

class Export : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        site_ = std::make_unique<Site>(sim::GuildSpec{.name = "=Harbour"});
        site_->init();
    }
    static void TearDownTestSuite() { site_.reset(); }

    // A copy of the empty guild with a random history.
    static std::string random_history(int seed) {
        const std::string path = site_->file("random" + std::to_string(seed) + ".db");
        std::filesystem::copy_file(
            site_->database(), path, std::filesystem::copy_options::overwrite_existing);
        const Finished filled = python("random_history.py", {path, std::to_string(seed)});
        EXPECT_EQ(filled.status, 0) << filled.err;
        return path;
    }

    static int seeds() {
        const char* asked = std::getenv("INVITECTL_EXPORT_SEEDS");
        constexpr int kUsual = 12;
        return asked == nullptr ? kUsual : std::atoi(asked);
    }

    static std::unique_ptr<Site> site_;
};
std::unique_ptr<Site> Export::site_;

// Facts and answers as no solver would give them, hostile names: every cell of joins, members and
// credits is what a plain reference works out, credits add up to the leaderboard, and the views say
// the same to the sqlite3 program. INVITECTL_EXPORT_SEEDS=1000 for a long run.
TEST_F(Export, of_random_histories_is_what_a_plain_reference_says) {
    int joins = 0;
    for (int seed = 1; seed <= seeds(); ++seed) {
        SCOPED_TRACE(seed);
        const std::string path = random_history(seed);
        const Finished checked =
            python("export_reference.py", {INVITECTL_BINARY_DIR "/invitectl", path});
        ASSERT_EQ(checked.status, 0) << checked.out << checked.err;
        joins += std::atoi(checked.out.c_str());
        std::filesystem::remove(path);
    }
    EXPECT_GT(joins, seeds() * 10);
}

TEST_F(Export, as_of_a_moment_gives_the_same_bytes_again) {
    const std::string path = random_history(101);
    for (const auto* what : {"joins", "invites", "members", "sources", "credits"}) {
        for (const auto* names : {"full", "pseudonym", "none"}) {
            const std::vector<std::string> words = {
                "export", what, "--db", path, "--as-of", kAsOf, "--names", names};
            const std::string once = site_->must(words);
            EXPECT_EQ(once, site_->must(words));
            EXPECT_TRUE(once.starts_with("guild_id,")) << once;
        }
    }
}

// Neither an id nor a name; joins and members of one person still go together.
TEST_F(Export, pseudonyms_name_nobody_and_link_the_tables) {
    Site site;
    site.guild.invite("abc", "ana_the_inviter");
    site.init();
    site.pass(5min);
    site.server.with_world([&](sim::World&) { site.guild.join("bob_the_joiner", "abc"); });
    site.pass(5min);
    site.must({"sync"});
    std::set<std::string> found;
    for (const auto* what : {"joins", "members", "credits"}) {
        const std::string text = site.must({"export", what, "--names", "pseudonym"});
        EXPECT_EQ(text.find("ana_the"), std::string::npos);
        EXPECT_EQ(text.find("bob_the"), std::string::npos);
        const std::string people = site.must({"export",
                                              what,
                                              "--names",
                                              "pseudonym",
                                              "--columns",
                                              "user_id",
                                              "--no-headers",
                                              "--where",
                                              "join>0"});
        // One line for each share of a credit.
        EXPECT_TRUE(std::regex_match(people, std::regex("(member-[0-9a-z]{12}\r\n)\\1*")))
            << people;
        found.insert(people.substr(0, people.find('\r')));
        // The ids that are left are those of guild, source, join and channel.
        const std::string hidden = site.must(
            {"export", what, "--names", "pseudonym", "--where", "join>0", "--format", "ndjson"});
        const std::string full = site.must({"export",
                                            what,
                                            "--where",
                                            "join>0",
                                            "--columns",
                                            "user_id,inviter_id",
                                            "--no-headers"});
        for (const std::string& id :
             {full.substr(0, full.find(',')),
              full.substr(full.find(',') + 1, full.find('\r') - full.find(',') - 1)}) {
            EXPECT_TRUE(id.empty() || id.size() > 15U) << full;
            EXPECT_TRUE(id.empty() || hidden.find(id) == std::string::npos) << hidden;
        }
    }
    EXPECT_EQ(found.size(), 1U) << "the same person in every table";
}

TEST_F(Export, a_file_is_new_whole_and_private) {
    const std::string path = random_history(102);
    const std::string file = site_->file("joins.csv");
    const auto words = [&](const std::vector<std::string>& more) {
        std::vector<std::string> all = {"export", "joins", "--db", path, "--as-of", kAsOf};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    const Finished written = site_->run(words({"-o", file}));
    EXPECT_EQ(written.status, 0) << written.err;
    EXPECT_EQ(written.out, "");
    EXPECT_TRUE(std::regex_search(written.err, std::regex("^[0-9]+ rows? written to ")));
    EXPECT_EQ(read_file(file), site_->must(words({})));
    EXPECT_EQ(site_->must(words({"-o", "-"})), read_file(file));
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);

    const Finished again = site_->run(words({"-o", file, "--limit", "1"}));
    EXPECT_EQ(again.status, 2);
    EXPECT_EQ(read_file(file), site_->must(words({})));
    site_->must(words({"-o", file, "--limit", "1", "--force"}));
    const std::string short_one = read_file(file);
    EXPECT_EQ(std::count(short_one.begin(), short_one.end(), '\n') >= 2, true);
    EXPECT_LT(short_one.size(), site_->must(words({})).size());
    EXPECT_NE(site_->run(words({"-o", site_->file("nowhere/joins.csv")})).status, 0);
}

// Killed at every write, the folder holds the whole file or none, and an old one stays.
TEST_F(Export, killed_anywhere_it_leaves_no_part_of_a_file) {
    const std::string path = random_history(103);
    const std::string folder = site_->file("killed");
    for (const bool is_there : {false, true}) {
        int killed = 0;
        bool ended = false;
        for (int call = 1; !ended && call < 200; ++call) {
            SCOPED_TRACE(call);
            std::filesystem::remove_all(folder);
            std::filesystem::create_directory(folder);
            const std::string file = folder + "/credits.json";
            if (is_there) {
                write_file(file, "old");
            }
            Launch launch = site_->launch({"export",
                                           "credits",
                                           "--json",
                                           "--db",
                                           path,
                                           "--force",
                                           "--as-of",
                                           kAsOf,
                                           "-o",
                                           file});
            launch.arguments.insert(
                launch.arguments.begin(),
                {"/usr/bin/strace",
                 "-f",
                 "-qq",
                 "-o",
                 "/dev/null",
                 "-e",
                 "inject=write,fsync,fdatasync,rename,link,linkat,unlink:signal=KILL:when=" +
                     std::to_string(call)});
            const Finished finished = testing::run(launch);
            ended = finished.status == 0;
            killed += ended ? 0 : 1;
            std::vector<std::string> left;
            for (const auto& entry : std::filesystem::directory_iterator(folder)) {
                left.push_back(entry.path().filename().string());
            }
            const std::string text = std::filesystem::exists(file) ? read_file(file) : "";
            const bool whole = text.ends_with("]\n") && text.starts_with("[\n");
            EXPECT_TRUE(whole || text == (is_there ? "old" : "")) << text.substr(0, 80);
            // While it takes the place of another, the new one may have a name beside it, whole.
            EXPECT_LE(left.size(), is_there ? 2U : 1U);
        }
        EXPECT_TRUE(ended);
        EXPECT_GE(killed, 2);
    }
}

TEST_F(Export, formats_say_the_same) {
    const std::string path = random_history(104);
    const auto lines = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words = {
            "export", "joins", "--db", path, "--as-of", kAsOf, "--columns", "join,user_id"};
        words.insert(words.end(), more.begin(), more.end());
        const std::string text = site_->must(words);
        return std::count(text.begin(), text.end(), '\n');
    };
    const auto rows = lines({"--no-headers"});
    ASSERT_GT(rows, 2);
    EXPECT_EQ(lines({"--format", "csv"}), rows + 1);
    EXPECT_EQ(lines({"--format", "tsv"}), rows + 1);
    EXPECT_EQ(lines({"--format", "ndjson"}), rows);
    EXPECT_EQ(lines({"--limit", "2"}), 3);
    EXPECT_EQ(lines({"--until", "2020-01-01"}), 1);
}

}  // namespace
}  // namespace invitectl::testing
