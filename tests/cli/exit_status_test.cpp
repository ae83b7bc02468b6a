#include "invitectl/cli/exit_status.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::cli {
namespace {

bool documented(ExitStatus status) {
    return std::ranges::any_of(exit_rows(),
                               [status](const ExitRow& row) { return row.status == status; });
}

TEST(ExitStatus, every_failure_has_a_documented_code) {
    for (int i = 0; i <= static_cast<int>(ErrorCode::internal); ++i) {
        const ExitStatus status = exit_status(static_cast<ErrorCode>(i));
        EXPECT_TRUE(documented(status)) << i;
        EXPECT_NE(status, ExitStatus::ok) << i;
    }
}

TEST(ExitStatus, is_what_scripts_rely_on) {
    const std::vector<std::pair<ErrorCode, int>> expected = {{ErrorCode::usage, 2},
                                                             {ErrorCode::unknown_guild, 2},
                                                             {ErrorCode::already_initialised, 2},
                                                             {ErrorCode::no_token, 4},
                                                             {ErrorCode::unsafe_token_file, 4},
                                                             {ErrorCode::guild_gone, 4},
                                                             {ErrorCode::rate_limited, 5},
                                                             {ErrorCode::discord_unavailable, 5},
                                                             {ErrorCode::broken_protocol, 1},
                                                             {ErrorCode::newer_database, 6},
                                                             {ErrorCode::refused, 6},
                                                             {ErrorCode::no_database, 10},
                                                             {ErrorCode::lock_held, 11},
                                                             {ErrorCode::foreign_database, 12},
                                                             {ErrorCode::damaged_database, 12},
                                                             {ErrorCode::disk_full, 1},
                                                             {ErrorCode::interrupted, 130}};
    for (const auto& [code, status] : expected) {
        EXPECT_EQ(static_cast<int>(exit_status(code)), status) << error_id(code);
    }
}

TEST(ExitStatus, rows_are_in_order_and_say_something) {
    EXPECT_TRUE(std::ranges::is_sorted(exit_rows(), {}, &ExitRow::status));
    for (const ExitRow& row : exit_rows()) {
        EXPECT_FALSE(row.meaning.empty());
    }
}

}  // namespace
}  // namespace invitectl::cli
