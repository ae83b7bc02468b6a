// Sources, labels and their history, typed at the real program.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace invitectl::testing {
namespace {

// Rows that only share in open joins have none of their own.
std::string with_joins(const std::string& rows) {
    std::istringstream lines(rows);
    std::string kept;
    for (std::string line; std::getline(lines, line);) {
        kept += line.ends_with("\t0") ? "" : line + "\n";
    }
    return kept;
}

// Two codes of ana, one of ben; carl came by abc for sure, eve and finn by abc or ghi.
class Decisions : public ::testing::Test {
  protected:
    Decisions() {
        site.guild.invite("abc", "ana");
        site.guild.invite("def", "ana");
        site.guild.invite("ghi", "ben");
        site.guild.old_member("olga");
        site.init();
        five_minutes([&] { site.guild.join("carl", "abc"); });
        five_minutes([&] {
            site.guild.join("eve", "abc");
            site.guild.join("finn", "ghi");
        });
        five_minutes([] {});
    }

    template <class Event>
    void five_minutes(Event event) {
        site.pass(2min);
        site.server.with_world([&](sim::World&) { event(); });
        site.pass(3min);
        site.must({"sync"});
    }

    // Until then both codes that eve and finn may have come by have no source, which is certain.
    void tell_sources_apart() {
        site.must({"source", "create", "Partner"});
        site.must({"invite", "assign", "ghi", "Partner"});
    }

    // What a board says, one line a row: "name joins".
    std::string board(const std::string& by, std::vector<std::string> more = {}) {
        std::vector<std::string> words = {
            "leaderboard", "--by", by, "--columns", by + ",joins", "--no-headers"};
        words.insert(words.end(), more.begin(), more.end());
        return with_joins(site.must(words));
    }

    std::string joins(const std::string& columns) {
        return site.must({"join", "recent", "--columns", columns, "--no-headers"});
    }

    // Refused with a complaint that says so, and nothing is changed.
    Complaint refused(const std::vector<std::string>& words, int status = 2) {
        const std::string before = site.contents();
        const Finished finished = site.run(words);
        std::string typed;
        for (const std::string& word : words) {
            typed += " " + word.substr(0, 60);
        }
        EXPECT_EQ(finished.status, status) << typed << "\n" << finished.err;
        EXPECT_EQ(finished.out, "") << typed;
        const Complaint complaint = complaint_in(finished.err);
        EXPECT_FALSE(complaint.error.empty()) << typed;
        EXPECT_FALSE(complaint.next.empty()) << typed << "\n" << finished.err;
        EXPECT_EQ(site.contents(), before) << typed;
        return complaint;
    }

    Site site;
};

using Scenario = Decisions;

TEST_F(Scenario, exact_name_grouping) {
    site.must({"source", "create", "Reddit ad"});
    for (const std::string& name : {std::string("reddit ad"), std::string("Reddit ad ")}) {
        const Finished made = site.run({"source", "create", name});
        EXPECT_EQ(made.status, 0);
        EXPECT_NE(made.err.find("warning: \"" + name + "\""), std::string::npos) << made.err;
        EXPECT_NE(made.err.find("\"Reddit ad\""), std::string::npos) << made.err;
    }
    site.must({"invite", "assign", "abc", "Reddit ad"});
    site.must({"invite", "assign", "ghi", "Reddit ad "});
    const std::string sources =
        site.must({"source", "list", "--columns", "source,codes", "--no-headers"});
    EXPECT_NE(sources.find("Reddit ad\t1\n"), std::string::npos) << sources;
    EXPECT_NE(sources.find("reddit ad\t0\n"), std::string::npos) << sources;
    EXPECT_NE(sources.find("Reddit ad \t1\n"), std::string::npos) << sources;
}

TEST_F(Scenario, null_source_join_recorded_then_labelled) {
    EXPECT_EQ(joins("user,verdict,source_verdict"),
              "finn\topen\tproved\neve\topen\tproved\ncarl\tproved\tproved\n");
    EXPECT_EQ(board("source"), "(unassigned)\t3\n");
    tell_sources_apart();
    EXPECT_EQ(joins("user,verdict,source_verdict"),
              "finn\topen\topen\neve\topen\topen\ncarl\tproved\tproved\n");
    site.must({"source", "create", "Friends"});
    EXPECT_EQ(board("source"), "(unassigned)\t1\n(open)\t2\n");
    site.must({"join", "label", "eve", "Friends", "--reason", "she told us"});
    EXPECT_EQ(board("source"), "Friends\t1\n(unassigned)\t1\n(open)\t1\n");
    EXPECT_EQ(joins("user,verdict,source_verdict"),
              "finn\topen\topen\neve\topen\tmanual\ncarl\tproved\tproved\n");
    const std::string history = site.must(
        {"history", "--limit", "1", "--columns", "action,subject,detail", "--no-headers"});
    EXPECT_EQ(history, "join label\t2\tas \"Friends\": she told us\n");
    site.must({"reconcile", "--rebuild", "--verify"});
    five_minutes([] {});
    EXPECT_EQ(board("source"), "Friends\t1\n(unassigned)\t1\n(open)\t1\n");
    site.must({"join", "unlabel", "eve"});
    EXPECT_EQ(board("source"), "(unassigned)\t1\n(open)\t2\n");
    site.must({"undo"});
    EXPECT_EQ(board("source"), "Friends\t1\n(unassigned)\t1\n(open)\t1\n");
}

TEST_F(Decisions, a_jump_of_a_source_names_the_edit_that_takes_it_back) {
    const auto a_dozen_join = [&](const std::string& name) {
        for (int i = 1; i <= 12; ++i) {
            five_minutes([&] { site.guild.join(name + std::to_string(i), "abc"); });
        }
        five_minutes([] {});
    };
    const auto undo = [&] {
        return site.must(
            {"coverage", "--where", "section=jumps", "--columns", "undo", "--no-headers"});
    };
    a_dozen_join("early");
    site.pass(std::chrono::days{20});
    site.must({"sync"});
    a_dozen_join("late");
    EXPECT_EQ(undo(), "");
    site.must({"source", "create", "Reddit ad"});
    site.must({"invite", "assign", "abc", "Reddit ad"});
    const std::string entry =
        site.must({"history", "--limit", "1", "--columns", "entry", "--no-headers"});
    EXPECT_EQ(undo(), "invitectl undo " + entry);
    site.must({"undo", entry.substr(0, entry.find('\n'))});
    EXPECT_EQ(undo(), "");
}

TEST_F(Scenario, specific_invite_never_attributed) {
    const auto finding = [&](const std::string& code) {
        return site.must({"invite", "show", code, "--format", "json"});
    };
    EXPECT_NE(finding("def").find("unmoved"), std::string::npos);
    EXPECT_NE(finding("ghi").find("all_open"), std::string::npos);
    EXPECT_NE(
        refused({"invite", "show", "https://discord.gg/nowhere"}).error.find("never been seen"),
        std::string::npos);
    EXPECT_NE(finding("abc").find("unassigned"), std::string::npos);
    EXPECT_EQ(finding("abc").find("unmoved"), std::string::npos);

    tell_sources_apart();
    site.must({"source", "create", "Newsletter"});
    site.must({"invite", "assign", "nowhere", "Newsletter"});
    EXPECT_NE(finding("nowhere").find("unseen"), std::string::npos);
    EXPECT_EQ(board("source"), "(unassigned)\t1\n(open)\t2\n");
    site.must({"invite", "assign", "https://discord.com/invite/abc", "Newsletter"});
    EXPECT_EQ(board("source"), "Newsletter\t1\n(open)\t2\n");
    EXPECT_EQ(finding("abc").find("unassigned"), std::string::npos);
    site.must({"invite", "ignore", "abc"});
    EXPECT_NE(finding("abc").find("ignored"), std::string::npos);
}

TEST_F(Scenario, ignored_team_code_not_logged_still_in_stats) {
    site.must({"source", "create", "Team"});
    site.must({"invite", "assign", "abc", "Team"});
    // Not announced, which is what boards and statistics know nothing of.
    site.must({"invite", "ignore", "abc"});
    EXPECT_NE(site.must({"invite", "show", "abc"}).find("left out of: log."), std::string::npos);
    EXPECT_EQ(board("code"), "abc\t1\n(open)\t2\n");
    site.must({"invite", "ignore", "abc", "--scope", "board"});
    EXPECT_EQ(board("code"), "(open)\t2\n(ignored code)\t1\n");
    EXPECT_EQ(board("inviter"), "(open)\t2\n(ignored code)\t1\n");
    EXPECT_EQ(board("source"), "Team\t1\n(open)\t2\n");
    EXPECT_EQ(with_joins(site.must(
                  {"stats", "--by", "source", "--columns", "source,joins", "--no-headers"})),
              "Team\t1\n(open)\t2\n");
    site.must({"invite", "ignore", "abc", "--scope", "log,board", "--undo"});
    EXPECT_EQ(board("code"), "abc\t1\n(open)\t2\n");
}

TEST_F(Decisions, boards_count_labels_apart) {
    tell_sources_apart();
    site.must({"source", "create", "Friends"});
    site.must({"join", "label", "eve", "Friends"});
    EXPECT_EQ(board("source"), "Friends\t1\n(unassigned)\t1\n(open)\t1\n");
    EXPECT_EQ(board("source", {"--without-manual"}), "(unassigned)\t1\n(open)\t1\n(labelled)\t1\n");
    EXPECT_EQ(
        site.must({"leaderboard", "--by", "source", "--columns", "source,manual", "--no-headers"}),
        "Friends\t1\nPartner\t0\n(unassigned)\t0\n(open)\t0\n");
    EXPECT_EQ(board("source", {"--certain-only"}), "Friends\t1\n(unassigned)\t1\n(open)\t1\n");
    site.must({"join", "label", "olga", "Friends"});
    EXPECT_EQ(site.must({"leaderboard",
                         "--by",
                         "source",
                         "--columns",
                         "source,joins,labelled_before",
                         "--no-headers"}),
              "Friends\t1\t1\nPartner\t0\t0\n(unassigned)\t1\t0\n(open)\t1\t0\n");
}

TEST_F(Decisions, credit_moves_joins_to_another_inviter_and_back) {
    EXPECT_EQ(board("inviter"), "ana\t1\n(open)\t2\n");
    site.must({"invite", "credit", "abc", "ghi", "olga"});
    // Whoever of the two brought whom, olga is credited with both.
    EXPECT_EQ(board("inviter"), "olga\t3\n");
    site.must({"reconcile", "--rebuild", "--verify"});
    site.must({"invite", "credit", "abc", "ghi", "--maker"});
    EXPECT_EQ(board("inviter"), "ana\t1\n(open)\t2\n");
    site.must({"source", "create", "Friends"});
    site.must({"invite", "assign", "abc", "Friends"});
    site.must({"source", "set", "Friends", "--owner", "ben"});
    EXPECT_EQ(board("inviter"), "ben\t3\n");
    site.must({"undo"});
    EXPECT_EQ(board("inviter"), "ana\t1\n(open)\t2\n");
}

TEST_F(Decisions, labels_take_codes_users_files_and_pipes) {
    tell_sources_apart();
    site.must({"source", "create", "Friends"});
    site.must({"join", "label", "eve", "Friends", "--code", "ghi"});
    EXPECT_EQ(joins("user,code,inviter,verdict").substr(0, 30).find("finn"), 0U);
    EXPECT_NE(joins("user,code,inviter,verdict").find("eve\tghi\tben\tmanual\n"),
              std::string::npos);
    // The label says nothing about finn, who stays open between the two.
    EXPECT_NE(joins("user,code,inviter,verdict").find("finn\t\t\topen\n"), std::string::npos);
    write_file(site.file("list"), "# who said so\n1  carl\n\nfinn\n");
    site.must({"join", "label", "--from-file", site.file("list"), "Friends"});
    EXPECT_EQ(board("source"), "Friends\t3\n");
    Launch piped = site.launch({"join", "unlabel", "-"});
    piped.input = "carl\neve\n";
    EXPECT_EQ(testing::run(piped).status, 0);
    EXPECT_EQ(board("source"), "Friends\t1\n(unassigned)\t1\n(open)\t1\n");
}

TEST_F(Decisions, members_from_before_tracking_are_labelled_outside_the_sums) {
    tell_sources_apart();
    site.must({"source", "create", "Friends"});
    const Finished labelled = site.run({"join", "label", "olga", "Friends"});
    EXPECT_EQ(labelled.status, 0);
    EXPECT_NE(labelled.err.find("before tracking"), std::string::npos) << labelled.err;
    EXPECT_NE(site.must({"member", "list", "--columns", "user,source", "--no-headers"})
                  .find("olga\tFriends\n"),
              std::string::npos);
    EXPECT_NE(board("source").find("(open)\t2\n"), std::string::npos);
    EXPECT_EQ(board("source").find("Friends\t1"), std::string::npos);
}

TEST_F(Decisions, invite_list_filters) {
    site.must({"source", "create", "Friends"});
    site.must({"invite", "assign", "abc", "Friends"});
    const auto codes = [&](std::vector<std::string> filter) {
        std::vector<std::string> words = {"invite", "list", "--columns", "code", "--no-headers"};
        words.insert(words.end(), filter.begin(), filter.end());
        return site.must(words);
    };
    EXPECT_EQ(codes({"--source", "Friends"}), "abc\n");
    EXPECT_EQ(codes({"--inviter", "ben"}), "ghi\n");
    EXPECT_EQ(codes({"--unassigned", "--sort", "code"}), "def\nghi\n");
    EXPECT_EQ(codes({"--state", "deleted"}), "");
    EXPECT_EQ(codes({"--channel", "#general", "--inviter", "ana", "--sort", "code"}), "abc\ndef\n");
    refused({"invite", "list", "--channel", "nowhere"});
}

TEST_F(Decisions, what_a_source_cost) {
    site.must({"source", "create", "Friends"});
    site.must({"invite", "assign", "abc", "Friends"});
    site.must({"source",
               "set",
               "Friends",
               "--cost",
               "100",
               "--from",
               "2026-08-01",
               "--to",
               "2026-08-11",
               "--tag",
               "paid"});
    site.must({"source",
               "set",
               "Friends",
               "--cost",
               "2.50",
               "--from",
               "2026-08-11",
               "--to",
               "2026-08-12"});
    const auto costs = [&](std::vector<std::string> more) {
        std::vector<std::string> words = {"source",
                                          "list",
                                          "--tag",
                                          "paid",
                                          "--columns",
                                          "source,cost,cost_per_join",
                                          "--no-headers"};
        words.insert(words.end(), more.begin(), more.end());
        return site.must(words);
    };
    EXPECT_EQ(costs({}), "Friends\t102.5\t102.5\n");
    EXPECT_EQ(costs({"--since", "2026-08-10", "--until", "2026-08-12"}), "Friends\t12.5\t\n");
    site.must(
        {"source", "set", "Friends", "--cost", "50", "--from", "2026-08-01", "--to", "2026-08-11"});
    EXPECT_EQ(costs({}), "Friends\t52.5\t52.5\n");
}

TEST_F(Decisions, rename_merge_retire_reopen_and_undo) {
    site.must({"source", "create", "Friends"});
    site.must({"source", "create", "Family"});
    site.must({"invite", "assign", "abc", "Friends"});
    const std::string start = board("source");
    site.must({"source", "rename", "Friends", "Mates"});
    EXPECT_NE(board("source").find("Mates\t1"), std::string::npos);
    const Finished merged = site.run({"source", "merge", "Mates", "Family"});
    EXPECT_EQ(merged.status, 0);
    EXPECT_NE(merged.err.find("1 code and 1 join"), std::string::npos) << merged.err;
    EXPECT_NE(board("source").find("Family\t1"), std::string::npos);
    site.must({"reconcile", "--rebuild", "--verify"});
    refused({"invite", "assign", "def", "Mates"}, 6);
    site.must({"undo"});
    site.must({"undo"});
    EXPECT_EQ(board("source"), start);
}

TEST_F(Decisions, bad_input_is_explained_and_changes_nothing) {
    site.must({"source", "create", "Friends"});
    const Complaint unknown = refused({"invite", "assign", "abc", "friends"});
    EXPECT_NE(unknown.why.find("\"Friends\""), std::string::npos) << unknown.why;
    refused({"source", "create", ""});
    refused({"source", "create", "  "});
    refused({"source", "create", std::string(10'000, 'x')});
    refused({"source", "create", "a\x1b[31mb"});
    refused({"source", "create", "a\u202Eb"});
    refused({"source", "create", "Friends"});
    refused({"source", "rename", "Friends", "a\u2066b"});
    refused({"source", "rename", "Friends", "Friends"});
    refused({"source", "rename", "vanity", "mine"}, 6);
    refused({"source", "merge", "Friends", "Friends"}, 6);
    refused({"source", "merge", "none", "Friends"}, 6);
    refused({"source", "reopen", "Friends"}, 6);
    refused({"source", "set", "Friends"});
    refused({"source", "set", "Friends", "--cost", "much"});
    refused(
        {"source", "set", "Friends", "--cost", "1", "--from", "2026-08-02", "--to", "2026-08-01"});
    refused({"source", "set", "Friends", "--tag", "two words"});
    refused({"invite", "assign", "abc", "Friends", "--from", "2099-01-01"});
    refused({"invite", "assign", "a/b", "Friends"});
    refused({"invite", "credit", "abc"});
    refused({"invite", "credit", "abc", "nobody"});
    refused({"invite", "ignore", "abc", "--scope", "logs"});
    refused({"join", "label", "999", "Friends"});
    refused({"join", "label", "1", "Freinds"});
    refused({"join", "label", "1", "none", "--code", "abc"});
    refused({"join", "label", "1", "999", "Friends"});
    refused({"join", "label", "--from-file", "/nowhere/list", "Friends"}, 1);
    refused({"join", "unlabel", "1"});
    refused({"member", "show", "nobody"});
    refused({"member", "exclude", "ana", "--as", "staff"});
    refused({"undo", "99"});
    refused({"undo", "soon"});
    // A code of another server is accepted: it may come. It is said.
    const Finished stranger = site.run({"invite", "assign", "elsewhere", "Friends"});
    EXPECT_EQ(stranger.status, 0);
    EXPECT_NE(stranger.err.find("never been seen"), std::string::npos) << stranger.err;
}

}  // namespace
}  // namespace invitectl::testing
