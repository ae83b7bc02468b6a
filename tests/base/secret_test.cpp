#include "invitectl/base/secret.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <type_traits>

namespace invitectl {
namespace {

template <class T, class = void>
struct IsStreamable : std::false_type {};
template <class T>
struct IsStreamable<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<T>())>>
    : std::true_type {};

static_assert(IsStreamable<std::string>::value);
static_assert(!IsStreamable<Secret>::value, "a secret must not be printable");
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);

TEST(Secret, gives_its_bytes_only_when_asked) {
    const Secret secret("MTIzNDU2Nzg5MDEyMzQ1Njc4.abcdef.wxyz");
    EXPECT_EQ(secret.reveal(), "MTIzNDU2Nzg5MDEyMzQ1Njc4.abcdef.wxyz");
    EXPECT_EQ(secret.last_four(), "wxyz");
    EXPECT_EQ(Secret("short").last_four(), "");
    EXPECT_TRUE(Secret().empty());
}

TEST(Secret, moving_wipes_the_source) {
    Secret from("0123456789");
    const Secret to(std::move(from));
    EXPECT_EQ(to.reveal(), "0123456789");
    EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): this is what the test is about
}

}  // namespace
}  // namespace invitectl
