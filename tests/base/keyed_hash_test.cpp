#include "invitectl/base/keyed_hash.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace invitectl {
namespace {

std::string hex(const KeyedHash::Digest& digest) {
    std::string text;
    for (const std::uint8_t byte : digest) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

// https://www.rfc-editor.org/rfc/rfc4231, test cases 1, 2 and 6.
TEST(KeyedHash, gives_what_the_standard_says) {
    KeyedHash first(std::string(20, '\x0b'));
    EXPECT_EQ(hex(first.of("Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    KeyedHash second("Jefe");
    EXPECT_EQ(hex(second.of("what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    KeyedHash long_key(std::string(131, '\xaa'));
    EXPECT_EQ(hex(long_key.of("Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(KeyedHash, can_be_asked_again) {
    KeyedHash hash("key");
    const auto once = hash.of("one");
    EXPECT_NE(hash.of("two"), once);
    EXPECT_EQ(hash.of("one"), once);
}

}  // namespace
}  // namespace invitectl
