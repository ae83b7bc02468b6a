// The ladder of verdicts: what is credited, what is certain, and their words.
#include "invitectl/domain/verdict.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace invitectl {
namespace {

const std::vector<Verdict> kAll = {Verdict::manual,
                                   Verdict::stated,
                                   Verdict::stamped,
                                   Verdict::proved,
                                   Verdict::likely,
                                   Verdict::open,
                                   Verdict::unknown};

std::vector<Verdict> those(bool (*holds)(Verdict)) {
    std::vector<Verdict> chosen;
    for (const Verdict verdict : kAll) {
        if (holds(verdict)) {
            chosen.push_back(verdict);
        }
    }
    return chosen;
}

TEST(Verdict, likely_and_better_is_credited) {
    EXPECT_EQ(those([](Verdict v) { return !is_credited(v); }),
              (std::vector{Verdict::open, Verdict::unknown}));
}

TEST(Verdict, proved_and_better_is_certain) {
    EXPECT_EQ(those([](Verdict v) { return is_certain(v); }),
              (std::vector{Verdict::manual, Verdict::stated, Verdict::stamped, Verdict::proved}));
}

TEST(Verdict, words_and_verdicts_go_both_ways) {
    for (const Verdict verdict : kAll) {
        EXPECT_EQ(parse_verdict(to_text(verdict)), verdict);
    }
    EXPECT_FALSE(parse_verdict("certain"));
}

}  // namespace
}  // namespace invitectl
