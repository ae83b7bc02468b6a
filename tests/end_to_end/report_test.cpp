// report html in a real browser: nothing runs that a name brought along, nothing is asked for from
// outside, and the same moment gives the same bytes.
#include "tests/end_to_end/browser.hpp"
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

namespace invitectl::testing {
namespace {

struct Names {
    std::string inviter;
    std::string joiner;
    std::string source;
};

const Names kBenign{"ana", "bob", "Reddit"};
const Names kHostile{"<img src=x onerror=alert(1)>",
                     "</script><script>document.title='owned'</script>",
                     "\"><svg onload=alert(2)>"};

// Some days of a guild, the same whatever people are called.
class Reported : public ::testing::Test {
  protected:
    static void live(Site& site, sim::Script& guild, sim::HttpDiscord& server, const Names& names) {
        guild.invite("abc", names.inviter);
        site.init();
        site.must({"source", "create", names.source});
        site.must({"invite", "assign", "abc", names.source});
        for (int day = 0; day < 12; ++day) {
            site.pass(23h);
            server.with_world(
                [&](sim::World&) { guild.join(names.joiner + std::to_string(day), "abc"); });
            site.pass(1h);
            site.must({"sync"});
        }
    }
};

TEST_F(Reported, in_a_browser_names_are_names) {
    std::vector<std::size_t> counts;
    for (const Names& names : {kBenign, kHostile}) {
        Site site;
        live(site, site.guild, site.server, names);
        const std::string page = site.file("report.html");
        site.must({"report", "html", "--names", "full", "-o", page});
        const Finished seen = Browser(site.file("")).dom(page);
        EXPECT_EQ(seen.err.find("CONSOLE"), std::string::npos) << seen.err;
        EXPECT_EQ(seen.out.find("<title>owned"), std::string::npos);
        // The script ran, so the policy knows its hash.
        EXPECT_NE(seen.out.find("aria-sort"), std::string::npos);
        counts.push_back(elements(seen.out));
    }
    EXPECT_EQ(counts[0], counts[1]);
}

TEST_F(Reported, the_same_moment_gives_the_same_bytes_and_names_nobody) {
    Site site;
    live(site, site.guild, site.server, {"ana_the_inviter", "bob_the_joiner", "Reddit"});
    const std::string once = site.must({"report", "html", "--as-of", "2026-12-01"});
    EXPECT_EQ(once, site.must({"report", "html", "--as-of", "2026-12-01"}));
    EXPECT_EQ(once.find("ana_the_inviter"), std::string::npos);
    EXPECT_TRUE(std::regex_search(once, std::regex("member-[0-9a-z]{12}")));
    EXPECT_NE(once.find("Reddit"), std::string::npos);
    // No id of anybody: ids have 17 digits and more before any point.
    EXPECT_FALSE(std::regex_search(once, std::regex("(^|[^.0-9])[0-9]{17}")));
}

TEST_F(Reported, a_file_is_replaced_only_when_told) {
    Site site;
    site.init();
    const std::string page = site.file("report.html");
    site.must({"report", "html", "-o", page});
    EXPECT_NE(site.run({"report", "html", "-o", page}).status, 0);
    site.must({"report", "html", "-o", page, "--force"});
}

}  // namespace
}  // namespace invitectl::testing
