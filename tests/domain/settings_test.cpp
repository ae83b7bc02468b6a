// Settings: defaults, limits, and what people may type.
#include "invitectl/domain/settings.hpp"

#include "invitectl/base/error.hpp"

#include <gtest/gtest.h>

#include <set>

namespace invitectl {
namespace {

std::int64_t parsed(std::string_view key, std::string_view text) {
    const SettingRow* row = find_setting(key);
    return row == nullptr ? -1 : parse_setting(*row, text).number;
}

// "ok", or the reason given to the user.
std::string refusal(std::string_view key, std::string_view text) {
    try {
        parsed(key, text);
        return "ok";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::bad_value);
        return error.why();
    }
}

TEST(Settings, defaults_are_within_their_own_limits) {
    std::set<std::string_view> keys;
    for (const SettingRow& row : setting_rows()) {
        EXPECT_TRUE(keys.insert(row.key).second) << row.key << " twice";
        EXPECT_GE(row.fallback, row.min) << row.key;
        EXPECT_LE(row.fallback, row.max) << row.key;
        EXPECT_FALSE(row.summary.empty()) << row.key;
        EXPECT_EQ(parse_setting(row, format_setting(row, row.fallback)), row.fallback) << row.key;
    }
}

TEST(Settings, the_struct_starts_with_the_defaults_of_the_table) {
    const Settings fresh;
    EXPECT_EQ(fresh.enabled, find_setting("enabled")->fallback == 1);
    EXPECT_EQ(fresh.fake_threshold, std::chrono::seconds{find_setting("fake_threshold")->fallback});
    EXPECT_EQ(fresh.retain_days, find_setting("retain_days")->fallback);
    EXPECT_EQ(fresh.min_inviter_age_days, find_setting("min_inviter_age_days")->fallback);
    EXPECT_EQ(fresh.min_member_age_days, find_setting("min_member_age_days")->fallback);
}

TEST(Settings, each_key_sets_its_own_field) {
    Settings settings;
    EXPECT_TRUE(settings.set("enabled", 0));
    EXPECT_TRUE(settings.set("fake_threshold", 90));
    EXPECT_TRUE(settings.set("retain_days", 30));
    EXPECT_TRUE(settings.set("min_inviter_age_days", 8));
    EXPECT_TRUE(settings.set("min_member_age_days", 9));
    EXPECT_FALSE(settings.members_search) << "undocumented: only who asks for it gets it";
    EXPECT_TRUE(settings.set("members_search", 1));
    EXPECT_TRUE(settings.members_search);
    EXPECT_FALSE(settings.set("closed", 1)) << "a declaration, not a setting";
    EXPECT_FALSE(settings.enabled);
    EXPECT_EQ(settings.fake_threshold, std::chrono::seconds{90});
    EXPECT_EQ(settings.retain_days, 30);
    EXPECT_EQ(settings.min_inviter_age_days, 8);
    EXPECT_EQ(settings.min_member_age_days, 9);
}

TEST(Settings, whole_numbers_may_be_written_as_durations) {
    EXPECT_EQ(parsed("fake_threshold", "600"), 600);
    EXPECT_EQ(parsed("fake_threshold", "10m"), 600);
    EXPECT_EQ(parsed("retain_days", "2w"), 14);
    EXPECT_EQ(parsed("retain_days", "48h"), 2);
}

TEST(Settings, booleans_have_four_spellings_each) {
    for (const char* yes : {"on", "true", "yes", "1"}) {
        EXPECT_EQ(parsed("closed", yes), 1) << yes;
    }
    for (const char* no : {"off", "false", "no", "0"}) {
        EXPECT_EQ(parsed("closed", no), 0) << no;
    }
}

TEST(Settings, limits_are_included_and_named_when_crossed) {
    EXPECT_EQ(parsed("fake_threshold", "0"), 0);
    EXPECT_EQ(parsed("fake_threshold", "86400"), 86'400);
    EXPECT_EQ(parsed("retain_days", "365"), 365);
    EXPECT_EQ(refusal("fake_threshold", "86401"), "it takes a whole number from 0 to 86400 (s)");
    EXPECT_EQ(refusal("retain_days", "0"), "it takes a whole number from 1 to 365 (days)");
    EXPECT_EQ(refusal("closed", "maybe"), "it takes on or off");
}

TEST(Settings, channels_are_a_list_of_ids_in_order_and_each_once) {
    const SettingRow& row = *find_setting("messages_except");
    const auto read = [&](std::string_view text) {
        return format_setting(row, parse_setting(row, text));
    };
    EXPECT_EQ(read("30,10, 20 10"), "10,20,30");
    EXPECT_EQ(read("none"), "none");
    EXPECT_EQ(parse_setting(row, "7,8"), SettingContent({ChannelId{7}, ChannelId{8}}));
    for (const char* text : {"", ",", "general", "1,x", "-1", "0", "99999999999999999999"}) {
        EXPECT_NE(refusal("messages_except", text), "ok") << text;
    }
    std::string many = "1";
    for (int i = 2; i <= 501; ++i) {
        many += "," + std::to_string(i);
    }
    EXPECT_EQ(refusal("messages_except", many),
              "it takes up to 500 channel ids with commas between them, or none");
    Settings settings;
    EXPECT_FALSE(settings.messages) << "who writes when is read for whoever asks for it";
    EXPECT_EQ(settings.messages_per_sync, find_setting("messages_per_sync")->fallback);
    EXPECT_TRUE(settings.set("messages_except", parse_setting(row, "7,8")));
    EXPECT_EQ(settings.messages_except.size(), 2U);
}

TEST(Settings, refuses_what_is_no_number) {
    for (const char* text : {"", "-1", "1.5", "ten", "36h", "99999999999999999999", "7 "}) {
        EXPECT_NE(refusal("retain_days", text), "ok") << text;
    }
}

TEST(Settings, an_unknown_key_is_not_found) {
    EXPECT_EQ(find_setting("fake_treshold"), nullptr);
}

}  // namespace
}  // namespace invitectl
