// Settings as a file, back to their defaults, and what is said of wrong ones.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

namespace invitectl::testing {
namespace {

class SettingsTest : public ::testing::Test {
  protected:
    SettingsTest() {
        site.guild.invite("abc", "ana");
        site.init();
    }

    std::string values() {
        return site.must({"settings", "list", "--columns", "key,value", "--no-headers"});
    }

    // `text` through standard input.
    Finished import(const std::string& text) {
        Launch launch = site.launch({"settings", "import", "-"});
        launch.input = text;
        return testing::run(launch);
    }

    Site site;
};

TEST_F(SettingsTest, export_and_import_give_the_same_settings) {
    site.must({"settings", "set", "retain_days", "14"});
    site.must({"settings", "set", "members_search", "on"});
    const std::string before = values();
    const std::string file = site.must({"settings", "export"});
    EXPECT_NE(file.find("\nretain_days = 14\n"), std::string::npos) << file;
    EXPECT_NE(file.find("\nclosed = true\n"), std::string::npos) << file;
    EXPECT_NE(file.find("\n# fake_threshold = 600\n"), std::string::npos) << file;
    site.must({"settings", "reset", "--all"});
    EXPECT_NE(values(), before);
    EXPECT_EQ(import(file).status, 0);
    EXPECT_EQ(values(), before);
}

TEST_F(SettingsTest, import_takes_all_or_nothing) {
    const std::string before = site.contents();
    const Finished wrong = import("retain_days = 14\nfake_threshold = 90000\n");
    EXPECT_EQ(wrong.status, 2);
    const Complaint range = complaint_in(wrong.err);
    EXPECT_NE(range.error.find("line 2"), std::string::npos) << range.error;
    EXPECT_NE(range.why.find("from 0 to 86400"), std::string::npos) << range.why;
    const Finished unknown = import("retain_day = 14\n");
    EXPECT_EQ(unknown.status, 2);
    EXPECT_NE(unknown.err.find("the nearest is retain_days"), std::string::npos) << unknown.err;
    EXPECT_EQ(import("retain_days = 1.5\n").status, 2);
    EXPECT_EQ(import("retain_days = [\n").status, 2);
    EXPECT_EQ(import("retain_days = \"yes\"\n").status, 2);
    EXPECT_EQ(site.contents(), before);
}

TEST_F(SettingsTest, times_are_read_in_a_file_as_on_the_command_line) {
    EXPECT_EQ(import("fake_threshold = \"15m\"\nenabled = true\n").status, 0);
    EXPECT_EQ(site.must({"settings", "get", "fake_threshold"}), "900\n");
}

TEST_F(SettingsTest, reset_puts_back_what_is_named) {
    site.must({"settings", "set", "retain_days", "14"});
    site.must({"settings", "set", "fake_threshold", "900"});
    site.must({"settings", "reset", "retain_days"});
    EXPECT_EQ(site.must({"settings", "get", "retain_days"}), "7\n");
    EXPECT_EQ(site.must({"settings", "get", "fake_threshold"}), "900\n");
    EXPECT_EQ(site.must({"settings", "get", "closed"}), "on\n");
    site.must({"settings", "reset", "closed"});
    EXPECT_EQ(site.must({"settings", "get", "closed"}), "off\n");
    EXPECT_EQ(site.run({"settings", "reset"}).status, 2);
    EXPECT_EQ(site.run({"settings", "reset", "closd"}).status, 2);
}

TEST_F(SettingsTest, list_says_where_a_value_comes_from) {
    site.must({"settings", "set", "retain_days", "14"});
    const std::string origins =
        site.must({"settings", "list", "--columns", "key,set_by", "--no-headers"});
    EXPECT_NE(origins.find("retain_days\tuser\n"), std::string::npos) << origins;
    EXPECT_NE(origins.find("fake_threshold\t\n"), std::string::npos) << origins;
}

}  // namespace
}  // namespace invitectl::testing
