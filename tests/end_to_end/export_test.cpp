// What `export` writes, against the raw tables and as files.
#include "test_paths.hpp"
#include "tests/end_to_end/site.hpp"
#include "tests/reconcile/campaign.hpp"
#include "tests/support/tracing.hpp"
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>
#include <sqlite3.h>
#include <sstream>
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
    static std::string random_history(int seed, int most_joins = 80) {
        const std::string path = site_->file("random" + std::to_string(seed) + ".db");
        std::filesystem::copy_file(
            site_->database(), path, std::filesystem::copy_options::overwrite_existing);
        const Finished filled =
            python("random_history.py", {path, std::to_string(seed), std::to_string(most_joins)});
        EXPECT_EQ(filled.status, 0) << filled.err;
        return path;
    }

    static std::unique_ptr<Site> site_;
};
std::unique_ptr<Site> Export::site_;
using Reports = Export;

// Facts and answers as no solver would give them, hostile names: every cell of joins, members and
// credits is what a plain reference works out, credits add up to the leaderboard, and the views say
// the same to the sqlite3 program.
TEST_F(Export, of_random_histories_is_what_a_plain_reference_says) {
    int joins = 0;
    const int first = reconcile::first_seed();
    const int seeds = reconcile::rounds(12);
    for (int seed = first; seed < first + seeds; ++seed) {
        SCOPED_TRACE(seed);
        const std::string path = random_history(seed);
        const Finished checked =
            python("export_reference.py", {INVITECTL_BINARY_DIR "/invitectl", path});
        ASSERT_EQ(checked.status, 0) << checked.out << checked.err;
        joins += std::atoi(checked.out.c_str());
        std::filesystem::remove(path);
    }
    EXPECT_GT(joins, seeds * 10);
}

// Boards, counts, costs, retention, activity, trees and briefings of the same histories, as of some
// day of theirs.
TEST_F(Reports, of_random_histories_are_what_counting_by_hand_gives) {
    int joins = 0;
    const int first = reconcile::first_seed();
    const int seeds = reconcile::rounds(10);
    for (int seed = first; seed < first + seeds; ++seed) {
        SCOPED_TRACE(seed);
        const std::string path = random_history(seed);
        const Finished checked =
            python("reports_reference.py",
                   {INVITECTL_BINARY_DIR "/invitectl", path, std::to_string(seed)});
        ASSERT_EQ(checked.status, 0) << checked.out << checked.err;
        joins += std::atoi(checked.out.c_str());
        std::filesystem::remove(path);
    }
    EXPECT_GT(joins, seeds * 10);
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
    }
    EXPECT_EQ(found.size(), 1U) << "the same person in every table";
}

// Every id of a person that the database holds is looked for in everything that is printed: rows,
// and the cursor that leads from page to page.
class NobodysId : public Export {
  protected:
    static std::set<std::string> ids_in(const std::string& path) {
        const Finished listed = testing::run(
            {.arguments =
                 {"/usr/bin/sqlite3",
                  "-readonly",
                  path,
                  "SELECT user_id FROM person UNION SELECT user_id FROM member_spell UNION "
                  "SELECT inviter_id FROM attribution UNION SELECT inviter_id FROM candidate "
                  "UNION SELECT inviter_id FROM invite UNION SELECT owner_id FROM source "
                  "UNION SELECT user_id FROM bonus"},
             .environment = {},
             .input = {}});
        EXPECT_EQ(listed.status, 0) << listed.err;
        std::set<std::string> ids;
        std::istringstream lines(listed.out);
        for (std::string line; std::getline(lines, line);) {
            if (!line.empty()) {
                ids.insert(line);
            }
        }
        return ids;
    }

    // Numbers of a text that are ids of somebody.
    static std::set<std::string> told(const std::string& text, const std::set<std::string>& ids) {
        std::set<std::string> found;
        const std::regex number("[0-9]{15,20}");
        for (std::sregex_iterator at(text.begin(), text.end(), number), end; at != end; ++at) {
            if (ids.contains(at->str())) {
                found.insert(at->str());
            }
        }
        return found;
    }

    static std::vector<std::vector<std::string>> listings() {
        return {{"export", "joins"},
                {"export", "invites"},
                {"export", "members"},
                {"export", "sources"},
                {"export", "credits"},
                {"member", "list"},
                {"join", "list"},
                {"leaderboard"},
                {"tree"},
                {"retention", "--by", "inviter"},
                {"stats", "--by", "inviter"},
                {"bonus", "list"},
                {"invite", "list"}};
    }
};

TEST_F(NobodysId, is_in_what_says_pseudonyms_or_none) {
    const std::string path = random_history(105, 400);
    const std::set<std::string> ids = ids_in(path);
    ASSERT_GT(ids.size(), 20U);
    for (const std::vector<std::string>& listing : listings()) {
        const auto run = [&](const std::vector<std::string>& more) {
            std::vector<std::string> words = listing;
            words.insert(words.end(), {"--db", path, "--format", "ndjson"});
            if (listing.front() != "bonus") {  // which speaks of no time
                words.insert(words.end(), {"--as-of", kAsOf});
            }
            words.insert(words.end(), more.begin(), more.end());
            const Finished finished = site_->run(words);
            EXPECT_EQ(finished.status, 0) << listing.front() << ": " << finished.err;
            return finished;
        };
        SCOPED_TRACE(listing.front() + " " + listing.back());
        EXPECT_FALSE(told(run({"--limit", "0"}).out, ids).empty()) << "there are some to hide";
        for (const auto* names : {"pseudonym", "none"}) {
            const Finished cut = run({"--limit", "1", "--names", names});
            EXPECT_EQ(told(cut.err, ids), std::set<std::string>{}) << cut.err;
            EXPECT_EQ(told(run({"--limit", "0", "--names", names}).out, ids),
                      std::set<std::string>{});
        }
    }
}

TEST_F(NobodysId, is_needed_to_turn_pages) {
    const std::string path = random_history(105, 400);
    for (const std::vector<std::string>& listing :
         {std::vector<std::string>{"member", "list"}, {"tree"}, {"export", "credits"}}) {
        SCOPED_TRACE(listing.front());
        const auto page = [&](const std::vector<std::string>& more) {
            std::vector<std::string> words = listing;
            words.insert(
                words.end(),
                {"--db", path, "--as-of", kAsOf, "--format", "ndjson", "--names", "pseudonym"});
            words.insert(words.end(), more.begin(), more.end());
            return site_->run(words);
        };
        const std::string all = page({"--limit", "0"}).out;
        const std::regex next("the next ones: --after ([^,]+),");
        std::set<std::string> lines;
        std::size_t turned = 0;
        std::vector<std::string> words = {"--limit", "3"};
        for (bool more = true; more && turned < 1000; ++turned) {
            const Finished one = page(words);
            ASSERT_EQ(one.status, 0) << one.err;
            std::istringstream rows(one.out);
            for (std::string line; std::getline(rows, line);) {
                EXPECT_NE(all.find(line + "\n"), std::string::npos) << line;
                lines.insert(line);
            }
            std::smatch cursor;
            more = std::regex_search(one.err, cursor, next);
            words = {"--limit", "3", "--after", cursor.str(1)};
        }
        EXPECT_GT(turned, 2U);
        EXPECT_EQ(lines.size(), static_cast<std::size_t>(std::count(all.begin(), all.end(), '\n')));
    }
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

// Users of all joins in the columns made nothing, then half of the file gone.
TEST_F(Export, a_check_finds_what_is_not_as_its_rows_say) {
    const std::string path = random_history(107, 9000);
    site_->must({"reconcile", "--db", path});
    EXPECT_EQ(site_->must({"db", "check", "--db", path, "--no-headers"}), "");
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &connection), SQLITE_OK);
    sqlite3_exec(connection,
                 "UPDATE segment_column SET bytes = X'000000000000000000' WHERE name = 5",
                 nullptr,
                 nullptr,
                 nullptr);
    EXPECT_EQ(sqlite3_changes(connection), 1);
    sqlite3_close(connection);
    const Finished differing = site_->run({"db", "check", "--db", path, "--columns", "part,place"});
    EXPECT_EQ(differing.status, 1) << differing.err;
    EXPECT_NE(differing.out.find("columns\tjoin=1\n"), std::string::npos) << differing.out;
    EXPECT_NE(differing.err.find("next: invitectl reconcile --rebuild"), std::string::npos);
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    EXPECT_EQ(site_->run({"db", "check", "--db", path}).status, 12);
}

// Export of many rows, killed at the n-th of the calls that write, sync, link or rename.
class TracedExport : public Export {
  protected:
    TracedExport() : path_(random_history(103, 3000)) {
        folder_ = site_->file("killed");
        trace_ = site_->file("killed.trace");
    }

    void SetUp() override {
        if (!can_trace()) {
            GTEST_SKIP() << "strace needs root here, or sudo without a password";
        }
    }

    std::string target() const { return folder_ + "/joins.json"; }

    Finished run_killed(int call, const std::string& other_faults = "") {
        Launch launch = site_->launch(words_);
        launch.arguments.insert(launch.arguments.end(),
                                {"--db", path_, "--as-of", kAsOf, "-o", target()});
        std::vector<std::string> options = {
            "-qq",
            "-y",
            "-s",
            "0",
            "-e",
            "trace=write,writev,pwrite64,openat,fsync,linkat,link,rename"};
        if (call > 0) {
            options.insert(
                options.end(),
                {"-e",
                 "inject=write,fsync,linkat,link,rename:signal=KILL:when=" + std::to_string(call)});
        }
        if (!other_faults.empty()) {
            options.insert(options.end(), {"-e", other_faults});
        }
        return testing::run(traced(launch, options, trace_));
    }

    // Bytes that the traced run wrote to files of the folder.
    std::size_t bytes_written() const {
        std::size_t bytes = 0;
        const std::string text = read_file(trace_);
        const std::regex write("write\\([0-9]+<" + folder_ + "/[^>]*>.* = ([0-9]+)\n");
        for (std::sregex_iterator at(text.begin(), text.end(), write), end; at != end; ++at) {
            bytes += std::stoul(at->str(1));
        }
        return bytes;
    }

    void begin_anew(bool with_old_file) const {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directory(folder_);
        if (with_old_file) {
            write_file(target(), "old");
        }
    }

    std::vector<std::string> names_left() const {
        std::vector<std::string> left;
        for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
            left.push_back(entry.path().filename().string());
        }
        return left;
    }

    // The file's own name holds all of it or what was there before; how often a kill met a part.
    int kill_everywhere(bool with_old_file,
                        std::size_t most_names,
                        const std::string& other_faults = "") {
        begin_anew(false);
        EXPECT_EQ(run_killed(0).status, 0);
        const std::string whole = read_file(target());
        EXPECT_EQ(bytes_written(), whole.size());
        int in_the_middle = 0;
        bool ended = false;
        for (int call = 1; !ended && call < 300; ++call) {
            SCOPED_TRACE(call);
            begin_anew(with_old_file);
            ended = run_killed(call, other_faults).status == 0;
            const std::size_t written = bytes_written();
            in_the_middle += !ended && written > 0 && written < whole.size() ? 1 : 0;
            const std::string text = read_file(target());
            EXPECT_TRUE(text == whole || text == (with_old_file ? "old" : ""))
                << text.size() << " of " << whole.size() << " bytes";
            EXPECT_LE(names_left().size(), most_names);
        }
        EXPECT_TRUE(ended);
        EXPECT_EQ(read_file(target()), whole);
        return in_the_middle;
    }

    std::vector<std::string> words_ = {"export", "joins", "--json", "--force"};
    std::string path_;
    std::string folder_;
    std::string trace_;
};

TEST_F(TracedExport, leaves_no_part_of_a_file) {
    EXPECT_GE(kill_everywhere(false, 1), 5);
}

// While it takes the place of another, the new one may have a name beside it, whole.
TEST_F(TracedExport, leaves_the_old_file_or_the_new_one) {
    EXPECT_GE(kill_everywhere(true, 2), 5);
}

// A part may stay under a name that nobody asked for, and is in no one's way later.
TEST_F(TracedExport, on_a_file_system_where_every_file_has_a_name) {
    begin_anew(false);
    ASSERT_EQ(run_killed(0).status, 0);
    const std::string text = read_file(trace_);
    const std::size_t nameless = text.find("O_TMPFILE");
    ASSERT_NE(nameless, std::string::npos) << "the tests' folder knows nameless files";
    const std::string before = text.substr(0, nameless);
    const std::regex opening("(^|\n)openat\\(");
    const auto nth = std::distance(std::sregex_iterator(before.begin(), before.end(), opening),
                                   std::sregex_iterator());
    EXPECT_GE(
        kill_everywhere(true, 2, "inject=openat:error=EOPNOTSUPP:when=" + std::to_string(nth)), 5);
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
