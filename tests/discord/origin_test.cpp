// To which bases a token may go at all.
#include "discord/origin.hpp"

#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

namespace invitectl::discord {
namespace {

TEST(Origin, takes_https_and_plain_http_to_this_machine) {
    for (const char* base : {"https://discord.com/api/v10",
                             "https://discord.com",
                             "https://proxy.example.org:8443/discord/api/v10",
                             "https://127.0.0.1:8443/api",
                             "https://[::1]/api",
                             "https://192.0.2.7/api"}) {
        EXPECT_FALSE(check_origin(base).loopback) << base;
    }
    for (const char* base : {"http://127.0.0.1:4000/api/v10",
                             "http://127.1.2.3/api",
                             "http://localhost:4000/api/v10",
                             "http://[::1]:4000/api"}) {
        EXPECT_TRUE(check_origin(base).loopback) << base;
    }
}

TEST(Origin, refuses_everything_else) {
    for (const std::string& base : {
             std::string(),
             std::string("discord.com/api/v10"),
             std::string("//discord.com/api"),
             std::string("http://discord.com/api/v10"),
             std::string("http://192.0.2.7/api"),
             std::string("http://10.0.0.1/api"),
             std::string("http://localhost.example.org/api"),
             std::string("http://127.0.0.1.example.org/api"),
             std::string("http://127.example.org/api"),
             std::string("http://0.0.0.0/api"),
             std::string("http://[::]/api"),
             std::string("http://[::ffff:192.0.2.7]/api"),
             std::string("http://0x7f.1/api"),
             std::string("http://0x7f000001/api"),
             std::string("http://2130706433/api"),
             std::string("http://0177.0.0.1/api"),
             std::string("http://127.1/api"),
             std::string("https://0x7f.1/api"),
             std::string("https://user@discord.com/api"),
             std::string("https://user:pass@discord.com/api"),
             std::string("https://discord.com@evil.example/api"),
             std::string("https://discord.com:443@evil.example/api"),
             std::string("https://discord.com%2eevil.example/api"),
             std::string("https://discord.com%00.evil.example/api"),
             std::string("https://discord.com\\@evil.example/api"),
             std::string("https://discord.com?@evil.example/api"),
             std::string("https://discord.com#@evil.example/api"),
             std::string("https://discord.com/api?x=1"),
             std::string("https://discord.com/api#x"),
             std::string("https://discord.com./api"),
             std::string("https://.discord.com/api"),
             std::string("https://discord..com/api"),
             std::string("https://DISCORD.com/api"),
             std::string("HTTPS://discord.com/api"),
             std::string("https://discord\xe3\x80\x82"
                         "com/api"),
             std::string("https://d\xd1\x96scord.com/api"),
             std::string("https://discord.com /api"),
             std::string("https://discord.com\r\nX: y/api"),
             std::string("https://discord.com\t/api"),
             std::string("https://discord.com/api/"),
             std::string("https://discord.com/api/../x"),
             std::string("https://discord.com//api"),
             std::string("https:///discord.com/api"),
             std::string("https:/discord.com/api"),
             std::string("https://:443/api"),
             std::string("https://discord.com:99999/api"),
             std::string("https://discord.com:0x50/api"),
             std::string("https://[::1/api"),
             std::string("file:///etc/passwd"),
             std::string("ftp://discord.com/api"),
             std::string("gopher://127.0.0.1/api"),
             std::string("javascript:alert(1)"),
             std::string("unix:///run/x.sock"),
             std::string("ws://127.0.0.1/api"),
         }) {
        EXPECT_EQ(failure_of([&] { check_origin(base); }).first, ErrorCode::refused) << base;
    }
}

}  // namespace
}  // namespace invitectl::discord
