// The log shows what was asked for, harms no terminal, and tells no secrets.
#include "invitectl/system/log.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

namespace invitectl::system {
namespace {

const std::string kToken =
    "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB";

std::string shown(int verbosity) {
    std::ostringstream out;
    const auto log = stream_log(verbosity, out);
    log->warning("w");
    log->info("i");
    log->debug("d");
    return out.str();
}

TEST(Log, shows_what_was_asked_for) {
    EXPECT_EQ(shown(0), "warning: w\n");
    EXPECT_EQ(shown(1), "warning: w\ni\n");
    EXPECT_EQ(shown(2), "warning: w\ni\nd\n");
}

TEST(Log, one_message_is_one_harmless_line) {
    std::ostringstream out;
    stream_log(0, out)->warning("guild \x1b[2J\nevil");
    EXPECT_EQ(out.str(), "warning: guild \\u{1b}[2J\\u{a}evil\n");
}

TEST(Log, redacts_tokens) {
    const std::vector<std::string> texts = {"GET /x Authorization: Bot " + kToken,
                                            kToken,
                                            "token=" + kToken + "&x",
                                            "\"" + kToken + "\", and again " + kToken,
                                            "Bearer abcdefghijklmnopqrstuvwx",
                                            "mfa." + std::string(84, 'x')};
    for (const std::string& text : texts) {
        const std::string clean = redact(text);
        EXPECT_EQ(clean.find("GabcDE"), std::string::npos) << clean;
        EXPECT_EQ(clean.find("abcdefghij"), std::string::npos) << clean;
        EXPECT_EQ(clean.find("xxxxx"), std::string::npos) << clean;
        EXPECT_NE(clean.find("[redacted]"), std::string::npos) << clean;
    }
}

TEST(Log, redacts_webhooks) {
    EXPECT_EQ(redact("POST /api/v10/webhooks/123/sEcReT?wait=true"),
              "POST /api/v10/webhooks/123/[redacted]?wait=true");
    EXPECT_EQ(redact("GET /webhooks/123"), "GET /webhooks/123");
}

TEST(Log, leaves_sentences_alone) {
    for (const auto* text : {"Bot joined the guild",
                             "GET /guilds/1/invites 200 in 31 ms",
                             "discord.com/api/v10",
                             ""}) {
        EXPECT_EQ(redact(text), text);
    }
}

}  // namespace
}  // namespace invitectl::system
