// The whole life of a campaign, as the README tells it.
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

class Campaign : public ::testing::Test {
  protected:
    Campaign() {
        site.guild.invite("old", "ben");
        site.guild.old_member("ana");
        site.init();
        five_minutes([] {});
    }

    template <class Event>
    void five_minutes(Event event) {
        site.pass(2min);
        site.server.with_world([&](sim::World&) { event(); });
        site.pass(3min);
        site.must({"sync"});
    }

    // The code of the link that a command printed.
    static std::string code_in(const std::string& out) {
        const std::string start = "https://discord.gg/";
        const auto at = out.find(start);
        return at == std::string::npos
                   ? ""
                   : out.substr(at + start.size(), out.find('\n', at) - at - start.size());
    }

    std::string board(const std::string& by) {
        return with_joins(
            site.must({"leaderboard", "--by", by, "--columns", by + ",joins", "--no-headers"}));
    }

    std::vector<std::string> invites_of_the_bot() {
        std::vector<std::string> codes;
        site.server.with_world([&](sim::World& world) {
            for (const auto& invite : world.guild(site.guild.guild()).invites) {
                if (invite.usable && invite.terms.inviter == world.bot()) {
                    codes.push_back(invite.terms.code.text());
                }
            }
        });
        return codes;
    }

    Site site;
};

TEST_F(Campaign, from_the_first_link_to_what_a_kept_member_cost) {
    site.must({"source", "create", "Reddit ad"});
    const std::string made = site.must({"invite",
                                        "create",
                                        "Reddit ad",
                                        "--channel",
                                        "general",
                                        "--max-age",
                                        "30d",
                                        "--credit",
                                        "ana"});
    const std::string code = code_in(made);
    ASSERT_FALSE(code.empty()) << made;
    five_minutes([&] { site.guild.join("bob", code); });
    five_minutes([&] {
        site.guild.join("carl", code);
        site.guild.join("dora", "old");
    });
    five_minutes([&] { site.guild.join("eve", code); });
    five_minutes([] {});
    EXPECT_EQ(board("source"), "Reddit ad\t2\n(open)\t2\n");
    EXPECT_EQ(board("inviter"), "ana\t2\n(open)\t2\n");

    // Carl says that he came by the advert; then only one is left for dora, but that is his word.
    site.must({"join", "label", "carl", "Reddit ad", "--reason", "said so"});
    EXPECT_EQ(board("source"), "Reddit ad\t3\n(open)\t1\n");

    site.must({"source", "create", "Reddit summer"});
    site.must({"source", "rename", "Reddit ad", "Reddit"});
    site.must({"invite", "assign", "old", "Reddit summer"});
    site.must({"source", "merge", "Reddit summer", "Reddit"});
    EXPECT_EQ(board("source"), "Reddit\t4\n");
    site.must({"undo"});
    EXPECT_EQ(board("source"), "Reddit\t3\n(open)\t1\n");
    site.must({"source", "set", "Reddit", "--cost", "120"});

    // Bob leaves; the others stay for more than a week.
    five_minutes([&] { site.guild.leave("bob"); });
    site.pass(std::chrono::days{8});
    site.must({"sync"});
    EXPECT_EQ(site.must({"source",
                         "list",
                         "--columns",
                         "source,joins,retained,cost,cost_per_join,cost_per_retained",
                         "--where",
                         "source=Reddit",
                         "--no-headers"}),
              "Reddit\t3\t2\t120\t40\t60\n");

    site.must({"source", "retire", "Reddit", "--delete-invites", "--yes"});
    EXPECT_TRUE(invites_of_the_bot().empty());
    five_minutes([] {});
    EXPECT_EQ(board("source"), "Reddit\t3\n(open)\t1\n");
    EXPECT_EQ(
        site.must(
            {"invite", "list", "--source", "Reddit", "--columns", "code,state", "--no-headers"}),
        code + "\tdeleted\n");
    site.must({"reconcile", "--rebuild", "--verify"});
    site.must({"undo"});  // it is reopened; the invite stays deleted
    EXPECT_EQ(site.run({"invite", "assign", "old", "Reddit"}).status, 0);
}

}  // namespace
}  // namespace invitectl::testing
