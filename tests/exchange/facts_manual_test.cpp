// The manual in man/ says what the program does. INVITECTL_UPDATE_MANUAL=1 writes it anew.
#include "tests/exchange/facts_manual.hpp"

#include "invitectl/store/facts.hpp"

#include "test_paths.hpp"
#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace invitectl::exchange {
namespace {

constexpr const char* kPage = INVITECTL_SOURCE_DIR "/man/invitectl-facts.5";
constexpr const char* kMandoc = "/usr/bin/mandoc";

TEST(FactsManual, is_what_the_description_gives) {
    if (std::getenv("INVITECTL_UPDATE_MANUAL") != nullptr) {
        std::ofstream(kPage) << facts_manual();
    }
    EXPECT_EQ(testing::read_file(kPage), facts_manual())
        << "run this test with INVITECTL_UPDATE_MANUAL=1";
}

TEST(FactsManual, names_every_table_and_field) {
    const std::string page = testing::read_file(kPage);
    for (const store::FactTable& table : store::fact_tables()) {
        const auto section = page.find("\n.Ss " + std::string(table.name) + "\n");
        ASSERT_NE(section, std::string::npos) << table.name;
        const std::string text = page.substr(section, page.find("\n.S", section + 4) - section);
        for (const store::FactColumn& column : table.columns) {
            EXPECT_NE(text.find("\n.It Va " + std::string(column.name) + "\n"), std::string::npos)
                << table.name << "." << column.name;
        }
    }
}

TEST(FactsManual, is_clean_by_mandoc) {
    if (!std::filesystem::exists(kMandoc)) {
        GTEST_SKIP() << "mandoc is not installed";
    }
    testing::Launch launch;
    launch.arguments = {kMandoc, "-Tlint", kPage};
    const testing::Finished finished = testing::run(launch);
    EXPECT_EQ(finished.status, 0) << finished.out << finished.err;
}

}  // namespace
}  // namespace invitectl::exchange
