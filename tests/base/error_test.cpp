#include "invitectl/base/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace invitectl {
namespace {

// "E-AUTH-02"
bool has_id_shape(const std::string& id) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto last = id.rfind('-');
    const std::string area = id.size() > 5 && last > 2 ? id.substr(2, last - 2) : "";
    const std::string number = last == std::string::npos ? "" : id.substr(last + 1);
    return id.starts_with("E-") && !area.empty() && std::ranges::all_of(area, capital) &&
           number.size() == 2 && std::ranges::all_of(number, digit);
}

TEST(Error, carries_its_three_sentences) {
    const Error error(ErrorCode::network, "cannot reach Discord", "no route", "try again");
    EXPECT_EQ(error.code(), ErrorCode::network);
    EXPECT_STREQ(error.what(), "cannot reach Discord");
    EXPECT_EQ(error.happened(), "cannot reach Discord");
    EXPECT_EQ(error.why(), "no route");
    EXPECT_EQ(error.next(), "try again");
}

TEST(Error, every_code_has_an_id_of_its_own) {
    std::set<std::string> seen;
    for (int i = 0; i <= static_cast<int>(ErrorCode::internal); ++i) {
        const std::string id(error_id(static_cast<ErrorCode>(i)));
        EXPECT_TRUE(has_id_shape(id)) << id;
        EXPECT_TRUE(seen.insert(id).second) << id << " stands for two codes";
    }
}

}  // namespace
}  // namespace invitectl
