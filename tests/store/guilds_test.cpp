#include "invitectl/store/guilds.hpp"

#include "invitectl/store/audit.hpp"
#include "invitectl/store/cursors.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/sources.hpp"

#include "tests/store/store_test.hpp"

namespace invitectl::store {
namespace {

class GuildsTest : public StoreTest {
  protected:
    void add(GuildId id, const std::string& name, const std::string& alias) {
        commit([&] { add_guild(*connection, guild_of(id, name), alias, at(5)); });
    }
    std::optional<GuildId> found(std::string_view text) {
        const auto guild = find_guild(*connection, text);
        return guild ? std::optional(guild->guild.id) : std::nullopt;
    }
};

TEST_F(GuildsTest, the_first_one_is_the_default_until_another_is_chosen) {
    add(kOther, "Away", "away");
    EXPECT_EQ(default_guild(*connection)->guild.id, kGuild);
    commit([&] { make_default(*connection, kOther); });
    EXPECT_EQ(default_guild(*connection)->guild.id, kOther);
    EXPECT_FALSE(guilds(*connection).at(0).is_default);
}

TEST_F(GuildsTest, alias_id_and_name_find_it) {
    add(kOther, "Away", "away");
    EXPECT_EQ(found("away"), kOther);
    EXPECT_EQ(found("2000"), kOther);
    EXPECT_EQ(found("Away"), kOther);
    EXPECT_EQ(found("nowhere"), std::nullopt);
    add(GuildId{3000}, "Away", "third");
    EXPECT_EQ(found("Away"), std::nullopt) << "two bear the name";
}

TEST_F(GuildsTest, what_is_there_is_not_added_again) {
    EXPECT_EQ(refusal([&] { add_guild(*connection, guild_of(kGuild, "Home"), "x", at(0)); }),
              ErrorCode::already_exists);
    EXPECT_EQ(refusal([&] { add_guild(*connection, guild_of(kOther, "Away"), "home", at(0)); }),
              ErrorCode::already_exists);
    EXPECT_EQ(guilds(*connection).size(), 1U);
}

TEST_F(GuildsTest, an_alias_can_be_typed_and_is_no_id) {
    for (const std::string alias : {"", "12345", "two words", "a/b", "ümlaut"}) {
        EXPECT_EQ(refusal([&] { add_guild(*connection, guild_of(kOther, "Away"), alias, at(0)); }),
                  ErrorCode::bad_value)
            << alias;
    }
}

TEST_F(GuildsTest, news_about_a_guild_are_written_once) {
    Guild guild = guild_of(kGuild, "Renamed");
    guild.has_vanity = true;
    guild.system_channel = ChannelId{4};
    commit([&] { update_guild(*connection, guild); });
    EXPECT_EQ(guilds(*connection).at(0).guild.name, "Renamed");
    EXPECT_EQ(guilds(*connection).at(0).guild.system_channel, ChannelId{4});
    EXPECT_EQ(guilds(*connection).at(0).alias, "home");
    const Dump before = dump();
    commit([&] {
        update_guild(*connection, guild);
        EXPECT_EQ(connection->changes(), 0);
    });
    EXPECT_EQ(dump(), before);
}

TEST_F(GuildsTest, channels_that_are_gone_keep_their_names) {
    commit([&] {
        update_channels(
            *connection, kGuild, {{ChannelId{1}, "general", 0}, {ChannelId{2}, "a", 2}});
    });
    commit([&] { update_channels(*connection, kGuild, {{ChannelId{1}, "renamed", 0}}); });
    const auto known = channels(*connection, kGuild);
    EXPECT_EQ(known.at(ChannelId{1}).name, "renamed");
    EXPECT_EQ(known.at(ChannelId{2}).type, 2);
}

TEST_F(GuildsTest, names_follow_the_latest_sight) {
    const Person ana{.id = UserId{1}, .username = "ana", .display_name = "Ana"};
    const Person renamed{.id = UserId{1}, .username = "ana", .display_name = "\xF0\x9F\x98\x80"};
    commit([&] { remember_people(*connection, kGuild, std::vector{ana}); });
    commit([&] { remember_people(*connection, kGuild, std::vector{renamed}); });
    EXPECT_EQ(person(*connection, kGuild, UserId{1}), renamed);
    EXPECT_EQ(person(*connection, kGuild, UserId{2}), std::nullopt);
    EXPECT_EQ(people_named(*connection, kGuild, "ana").size(), 1U);
    EXPECT_TRUE(people_named(*connection, kGuild, "Ana").empty());
    commit([&] {
        remember_people(*connection, kGuild, std::vector{renamed});
        EXPECT_EQ(connection->changes(), 0);
    });
}

TEST_F(GuildsTest, cursors_start_absent_and_keep_their_value) {
    EXPECT_FALSE(cursor(*connection, kGuild, kAuditCursor));
    commit([&] { set_cursor(*connection, kGuild, kAuditCursor, 7); });
    commit([&] { set_cursor(*connection, kGuild, kAuditCursor, 9); });
    EXPECT_EQ(cursor(*connection, kGuild, kAuditCursor), 9);
    EXPECT_FALSE(cursor(*connection, kGuild, "other"));
}

TEST_F(GuildsTest, audit_entries_are_kept_once_and_whole) {
    const AuditEntry deleted{.id = AuditEntryId{first_snowflake_at(at(10))},
                             .action = audit_action::kInviteDelete,
                             .actor = UserId{1},
                             .target = {},
                             .invite = AuditInvite{.code = code("abc"),
                                                   .channel = ChannelId{5},
                                                   .inviter = UserId{6},
                                                   .uses = 7,
                                                   .max_uses = 8,
                                                   .max_age = 9,
                                                   .temporary = true},
                             .reason = "old"};
    const AuditEntry bare = removal(3, 11, 999);
    const std::vector<AuditEntry> both = {deleted, bare};
    commit([&] { EXPECT_EQ(record_audit_entries(*connection, kGuild, both), 2); });
    commit([&] { EXPECT_EQ(record_audit_entries(*connection, kGuild, both), 0); });
    const auto of_code = audit_entries_of(*connection, kGuild, code("abc"));
    ASSERT_EQ(of_code.size(), 1U);
    EXPECT_EQ(of_code[0].invite, deleted.invite);
    EXPECT_EQ(of_code[0].reason, "old");
    EXPECT_EQ(latest_audit_entry(*connection, kGuild), bare.id);
    std::vector<int> actions;
    each_audit_entry(*connection, kGuild, deleted.id, [&](const AuditEntry& entry) {
        actions.push_back(entry.action);
        EXPECT_FALSE(entry.actor);
        EXPECT_EQ(entry.target, 3);
    });
    EXPECT_EQ(actions, std::vector<int>{999});
}

}  // namespace
}  // namespace invitectl::store
