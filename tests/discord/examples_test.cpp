// The examples of Discord's documentation and of well-known libraries, as far as they are about
// what this program reads.
#include "discord/json_fields.hpp"
#include "discord/limiter.hpp"
#include "discord/wire_application.hpp"
#include "discord/wire_audit_log.hpp"
#include "discord/wire_channel.hpp"
#include "discord/wire_error.hpp"
#include "discord/wire_guild.hpp"
#include "discord/wire_invite.hpp"
#include "discord/wire_member.hpp"
#include "discord/wire_message.hpp"
#include "discord/wire_person.hpp"
#include "discord/wire_vanity.hpp"
#include "test_paths.hpp"
#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace invitectl::discord {
namespace {

const std::filesystem::path kExamples =
    std::filesystem::path(INVITECTL_DISCORD_REFERENCE) / "examples";

class Examples : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::is_directory(kExamples)) {
            GTEST_SKIP() << "no example payloads in " << kExamples;
        }
    }

    static std::string text(const std::string& name) {
        std::ifstream file(kExamples / name);
        EXPECT_TRUE(file.is_open()) << name;
        std::ostringstream body;
        body << file.rdbuf();
        return body.str();
    }
    static std::string list_of(const std::string& name) { return "[" + text(name) + "]"; }

    static std::string problem(const std::function<void()>& read) {
        try {
            read();
        } catch (const FieldError& error) {
            return error.what();
        }
        return "(read)";
    }
};

TEST_F(Examples, are_all_strict_json) {
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(kExamples)) {
        EXPECT_EQ(problem([&] { parse_strict(text(file.path().filename())); }), "(read)")
            << file.path();
        ++count;
    }
    EXPECT_GT(count, 50);
}

TEST_F(Examples, invites) {
    const auto documented = read_invites(list_of("userdoccers_invite_with_metadata.json"));
    ASSERT_EQ(documented.size(), 1U);
    EXPECT_EQ(documented[0].terms.code.text(), "jvuBeT38");
    EXPECT_EQ(documented[0].terms.expires_at, at("2023-07-22T18:30:11Z"));
    EXPECT_EQ(documented[0].inviter->display_name, "Alien");

    const auto library = read_invites(list_of("hikari_invite_with_metadata.json"));
    EXPECT_TRUE(library[0].inviter->bot);
    EXPECT_EQ(library[0].terms.inviter, UserId{115590097100865541});
}

TEST_F(Examples, invites_without_counters) {
    for (const std::string& body : {text("guild_invites_without_metadata.json"),
                                    list_of("invite.json"),
                                    list_of("hikari_invite.json")}) {
        EXPECT_EQ(failure_of([&] { read_invites(body); }).first, ErrorCode::invites_without_uses);
    }
    // The documented sample shows the additional fields alone.
    EXPECT_EQ(problem([] { read_invites(list_of("invite_metadata.json")); }),
              "[0].code is missing");
}

TEST_F(Examples, vanity_urls) {
    EXPECT_EQ(read_vanity(text("vanity_url.json"))->uses, 12);
    EXPECT_EQ(read_vanity(text("hikari_vanity_url.json"))->code.text(), "iamacode");
}

TEST_F(Examples, members) {
    const auto page = read_member_page(list_of("userdoccers_guild_member.json"), {}, 1000);
    ASSERT_EQ(page.members.size(), 1U);
    EXPECT_EQ(read_member_page(list_of("hikari_guild_member.json"), {}, 1000).members.size(), 1U);
    EXPECT_EQ(problem([] { read_member_page(list_of("guild_member.json"), {}, 1000); }),
              "[0].user.id is missing")
        << "that sample has an empty user";
    EXPECT_EQ(read_person(parse_strict(text("user.json"))).id.text(), "80351110224678912");
    EXPECT_NO_THROW(read_person(parse_strict(text("hikari_user.json"))));
}

TEST_F(Examples, messages) {
    const auto joined = read_messages(list_of("message_type7_user_join.json"));
    ASSERT_EQ(joined.size(), 1U);
    EXPECT_EQ(joined[0].type, message_type::kUserJoin);
    EXPECT_EQ(joined[0].author.text(), "103607047383166976");
    EXPECT_EQ(joined[0].length, 0);
    EXPECT_EQ(joined[0].at, joined[0].id.created_at());
    EXPECT_EQ(read_messages(list_of("message.json"))[0].length, 8);
    EXPECT_EQ(read_messages(list_of("message_crossposted.json"))[0].type, message_type::kOrdinary);
    EXPECT_TRUE(read_messages(list_of("hikari_message.json"))[0].by_program);
}

TEST_F(Examples, audit_logs) {
    const AuditPage page = read_audit_page(text("audit_log_library_test.json"), {}, 100);
    ASSERT_FALSE(page.entries.empty());
    int made = 0;
    int deleted = 0;
    for (const AuditEntry& entry : page.entries) {
        if (entry.invite) {
            EXPECT_EQ(entry.invite->code.text(), "aAAaAAA");
            EXPECT_EQ(entry.invite->uses, 0);
            made += entry.action == audit_action::kInviteCreate ? 1 : 0;
            deleted += entry.action == audit_action::kInviteDelete ? 1 : 0;
        }
    }
    EXPECT_EQ(made, 1);
    EXPECT_EQ(deleted, 1);
    const std::string entry = text("hikari_audit_log_entry.json");
    EXPECT_EQ(read_audit_page("{\"audit_log_entries\": [" + entry + "]}", {}, 100).entries.size(),
              1U);
}

TEST_F(Examples, guilds_channels_and_applications) {
    EXPECT_EQ(read_guild(text("guild.json")).id.text(), "197038439483310086");
    EXPECT_NO_THROW(read_guild(text("guild_with_counts.json")));
    EXPECT_NO_THROW(read_guild(text("hikari_guild.json")));
    EXPECT_EQ(read_memberships(list_of("partial_guild_users_me_guilds.json"), {}).size(), 1U);
    for (const char* name : {"channel_category.json",
                             "channel_guild_announcement.json",
                             "channel_guild_text.json",
                             "channel_guild_voice.json",
                             "hikari_channel_guild_text.json"}) {
        EXPECT_EQ(read_channels(list_of(name)).size(), 1U) << name;
    }
    EXPECT_FALSE(read_members_intent(text("application.json")));
}

TEST_F(Examples, refusals) {
    const std::map<std::string, std::int64_t> codes = {
        {"error_cloudflare_40333.json", 40333},
        {"error_simple_50014.json", 50014},
        {"error_bots_cannot_use_20001.json", 20001},
        {"error_form_array_50035.json", 50035},
        {"error_form_object_50035.json", 50035},
        {"error_form_request_50035.json", 50035},
        {"constructed_error_missing_access_50001.json", 50001},
        {"constructed_error_missing_permissions_50013.json", 50013},
        {"error_vanity_not_available_50020.json", 50020},
        {"index_not_ready_202_110000.json", 110000},
    };
    for (const auto& [name, code] : codes) {
        const auto error = read_error(text(name));
        ASSERT_TRUE(error) << name;
        EXPECT_EQ(error->code, code) << name;
    }
}

TEST_F(Examples, rate_limits) {
    const std::map<std::string, std::chrono::nanoseconds> waits = {
        {"ratelimit_429_user.json", 64'570ms},
        {"ratelimit_429_global.json", 64'570ms},
        {"ratelimit_429_shared.json", 1'336'570ms},
    };
    for (const auto& [name, wait] : waits) {
        const Json example = parse_strict(text(name));
        Response response = answer(429, example["body"].dump());
        for (const auto& [header, value] : example["headers"].items()) {
            response.headers.add(header, value);
        }
        ManualClock clock;
        Limiter limiter(clock);
        EXPECT_EQ(limiter.answered(ask_invites(kGuild), response), Limiter::Outcome::refused)
            << name;
        EXPECT_EQ(limiter.wait_before(ask_invites(kGuild)).length, wait + Limiter::kSlack) << name;
        const bool everything = name == "ratelimit_429_global.json";
        EXPECT_EQ(limiter.wait_before(ask_self()).length > 0s, everything) << name;
    }
}

}  // namespace
}  // namespace invitectl::discord
