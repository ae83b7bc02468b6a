#include "invitectl/base/error.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace invitectl {
namespace {

TEST(Error, carries_its_three_sentences) {
    const Error error(ErrorCode::network, "cannot reach Discord", "no route", "try again");
    EXPECT_EQ(error.code(), ErrorCode::network);
    EXPECT_STREQ(error.what(), "cannot reach Discord");
    EXPECT_EQ(error.happened(), "cannot reach Discord");
    EXPECT_EQ(error.why(), "no route");
    EXPECT_EQ(error.next(), "try again");
}

TEST(Error, every_code_has_an_id_of_its_own) {
    const std::regex shape("E-[A-Z]+-[0-9]{2}");
    std::set<std::string> seen;
    for (int i = 0; i <= static_cast<int>(ErrorCode::internal); ++i) {
        const std::string id(error_id(static_cast<ErrorCode>(i)));
        EXPECT_TRUE(std::regex_match(id, shape)) << id;
        EXPECT_TRUE(seen.insert(id).second) << id << " stands for two codes";
    }
}

}  // namespace
}  // namespace invitectl
