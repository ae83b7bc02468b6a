// Leaves: exact or an interval, and the words for their causes.
#include "invitectl/domain/spell.hpp"

#include <gtest/gtest.h>

namespace invitectl {
namespace {

TEST(Leave, is_exact_when_both_bounds_are_one_instant) {
    EXPECT_TRUE((Leave{from_micros(5), from_micros(5), LeaveCause::kicked}.exact()));
    EXPECT_FALSE((Leave{from_micros(5), from_micros(6)}.exact()));
}

TEST(LeaveCause, words_and_causes_go_both_ways) {
    for (const auto cause : {LeaveCause::unknown, LeaveCause::kicked, LeaveCause::banned}) {
        EXPECT_EQ(parse_leave_cause(to_text(cause)), cause);
    }
    EXPECT_FALSE(parse_leave_cause("eaten"));
    EXPECT_EQ(to_text(LeaveCause::banned), "banned");
}

}  // namespace
}  // namespace invitectl
