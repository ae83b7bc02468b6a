// The token goes to Discord, or where the configuration says it may, and nowhere else.
#include "invitectl/cli/api_base.hpp"

#include "invitectl/base/error.hpp"

#include <gtest/gtest.h>

namespace invitectl::cli {
namespace {

constexpr auto kDiscord = "https://discord.com/api/v10";

void expect_refused(const std::string& base, const std::vector<std::string>& allowed) {
    try {
        const std::string accepted = check_api_base(base, allowed);
        ADD_FAILURE() << base << " was accepted as " << accepted;
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::refused) << base;
    }
}

TEST(ApiBase, discord_is_always_allowed) {
    EXPECT_EQ(check_api_base(kDiscord, {}), kDiscord);
    EXPECT_EQ(check_api_base("https://discord.com/api/v10/", {}), kDiscord);
}

TEST(ApiBase, others_must_be_named) {
    expect_refused("https://proxy.example/api/v10", {});
    expect_refused("https://proxy.example/api/v10", {"https://proxy.example/api/v9"});
    EXPECT_EQ(check_api_base("https://proxy.example/api/v10/", {"https://proxy.example/api/v10"}),
              "https://proxy.example/api/v10");
    EXPECT_EQ(check_api_base("http://127.0.0.1:8080/api", {"http://127.0.0.1:8080/api/"}),
              "http://127.0.0.1:8080/api");
    EXPECT_EQ(check_api_base("http://[::1]:8080", {"http://[::1]:8080"}), "http://[::1]:8080");
}

// Even where the configuration names them.
TEST(ApiBase, what_hides_its_host_or_its_contents_is_refused) {
    for (const auto* url : {"http://discord.com/api/v10",
                            "http://proxy.example",
                            "https://discord.com@evil.example/api/v10",
                            "https://user:password@proxy.example",
                            "https://proxy.example\\@discord.com",
                            "https://proxy.example/%2e%2e",
                            "https://proxy.example/?x=1",
                            "https://proxy.example/#discord.com",
                            "https://discord\xe3\x80\x82"
                            "com/api/v10",
                            "https://proxy.example/\r\nHost: evil",
                            "https://proxy.example:0x50/",
                            "https://proxy.example:99999",
                            "https://proxy.example:",
                            "https://",
                            "https:///api",
                            "https://[::1",
                            "http://0x7f.1",
                            "http://127.1",
                            "http://0177.0.0.1",
                            "http://127.0.0.1.evil.example",
                            "http://2130706433",
                            "http://localhost.evil.example",
                            "http://[::ffff:127.0.0.1]",
                            "http://128.0.0.1",
                            "http://127.0.0.256",
                            "http://127.0.0.01",
                            "file:///etc/passwd",
                            "gopher://127.0.0.1",
                            "HTTPS://proxy.example",
                            "//proxy.example",
                            "proxy.example",
                            " https://proxy.example",
                            ""}) {
        expect_refused(url, {url});
    }
}

TEST(ApiBase, knows_this_machine) {
    for (const auto* url : {"http://127.0.0.1",
                            "https://127.0.0.1:1/x",
                            "http://127.255.0.9",
                            "http://localhost:8080",
                            "http://[::1]/api"}) {
        EXPECT_TRUE(is_loopback(url)) << url;
    }
    for (const auto* url : {"http://128.0.0.1",
                            "http://discord.com",
                            "127.0.0.1",
                            "http://[::2]",
                            "http://a@127.0.0.1"}) {
        EXPECT_FALSE(is_loopback(url)) << url;
    }
}

}  // namespace
}  // namespace invitectl::cli
