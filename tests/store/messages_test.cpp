// Who wrote when, as stored: what counts, what is read back, and when each member wrote last.
#include "invitectl/store/messages.hpp"

#include "invitectl/store/cursors.hpp"
#include "invitectl/store/runs.hpp"

#include "tests/store/store_test.hpp"

#include <random>

namespace invitectl::store {
namespace {

constexpr ChannelId kChannel{77};

Message message(std::int64_t author, double seconds, int type = message_type::kOrdinary) {
    Message made;
    made.id = MessageId{first_snowflake_at(at(seconds))};
    made.channel = kChannel;
    made.author = UserId{author};
    made.type = type;
    made.at = made.id.created_at();
    made.length = 5;
    return made;
}

class MessagesTest : public StoreTest {
  protected:
    std::int64_t record(const std::vector<Message>& messages) {
        std::int64_t added = 0;
        commit([&] { added = record_messages(*connection, kGuild, messages); });
        return added;
    }
    // A spell; without `join` one from before tracking began.
    void spell(std::int64_t user, double joined, std::optional<std::int64_t> join) {
        commit([&] {
            const auto add = connection->prepare(
                "INSERT INTO member_spell (guild_id, user_id, joined_at, join_id, first_sweep, bot,"
                " did_rejoin, pending) VALUES (1000, $user, $at, $join, 1, 0, 0, 0)");
            add->bind(add->parameter("user"), user);
            add->bind(add->parameter("at"), to_micros(at(joined)));
            if (join) {
                add->bind(add->parameter("join"), *join);
            } else {
                add->bind_null(add->parameter("join"));
            }
            add->step();
        });
    }
    void sweep() {
        commit([&] {
            connection->execute(
                "INSERT INTO sweep (guild_id, number, began, ended, members, quiet)"
                " VALUES (1000, 1, 0, 0, 0, 0)");
        });
    }
    // Seconds from the join to the last message; 0: none.
    double last(const analytics::LastPosts& posts, std::int64_t user, double joined) {
        return posts.after(user, analytics::tick_of(at(joined))) /
               static_cast<double>(analytics::kTicksPerSecond);
    }
};

TEST_F(MessagesTest, what_people_write_is_kept_once_and_nothing_else) {
    Message by_bot = message(5, 12);
    by_bot.by_program = true;
    EXPECT_EQ(record({message(4, 10),
                      message(4, 11, message_type::kReply),
                      by_bot,
                      message(6, 13, message_type::kUserJoin),
                      message(6, 14, 6)}),
              2);
    EXPECT_EQ(record({message(4, 10), message(4, 15)}), 1) << "one was there";
    const Rows rows = rows_of("message_seen");
    EXPECT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows.front(), "1000|4|" + std::to_string(first_snowflake_at(at(10))) + "|77|5")
        << "server, author, message, channel, length, and no text";
}

TEST_F(MessagesTest, a_message_belongs_to_the_join_it_follows) {
    sweep();
    spell(4, 100, 1);
    spell(4, 1000, 2);
    spell(5, 50, {});
    spell(5, 500, 3);
    record({message(4, 90),
            message(4, 110),
            message(4, 900),
            message(4, 1500),
            message(5, 400),
            message(5, 700),
            message(6, 800)});
    const auto posts = last_posts(*connection, kGuild, at(10'000));
    EXPECT_EQ(posts.size(), 3U);
    EXPECT_EQ(last(posts, 4, 100), 800);
    EXPECT_EQ(last(posts, 4, 1000), 500);
    EXPECT_EQ(last(posts, 5, 500), 200);
    EXPECT_EQ(last(posts, 5, 50), 0) << "no join";
    EXPECT_EQ(last(last_posts(*connection, kGuild, at(899)), 4, 100), 10);
    EXPECT_EQ(last_posts(*connection, kOther, at(10'000)).size(), 0U);
}

TEST_F(MessagesTest, random_histories_agree_with_a_plain_look_at_each_join) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto pick = [&random](int n) {
        return std::uniform_int_distribution<int>(0, n - 1)(random);
    };
    sweep();
    struct Start {
        int user;
        int at;
        bool join;
    };
    std::vector<Start> starts;
    std::int64_t joins = 0;
    for (int user = 1; user <= 40; ++user) {
        int when = 0;
        for (int i = pick(4); i > 0; --i) {
            when += 1 + pick(400);
            const bool join = pick(4) > 0;
            spell(user, when, join ? std::optional(++joins) : std::nullopt);
            starts.push_back({user, when, join});
        }
    }
    std::vector<std::pair<int, int>> written;
    std::vector<Message> messages;
    for (int i = 0; i < 600; ++i) {
        written.emplace_back(1 + pick(45), pick(2000));
        messages.push_back(message(written.back().first, written.back().second));
        messages.back().id.value += i;  // two in one millisecond differ
    }
    record(messages);
    for (const int until : {-1, 300, 1000, 5000}) {
        const auto posts = last_posts(*connection, kGuild, at(until + 0.5));
        for (std::size_t i = 0; i < starts.size(); ++i) {
            const Start& start = starts[i];
            const bool again = i + 1 < starts.size() && starts[i + 1].user == start.user;
            int plain = 0;
            for (const auto& [user, when] : written) {
                if (start.join && user == start.user && when >= start.at && when <= until &&
                    (!again || when < starts[i + 1].at)) {
                    plain = std::max(plain, when - start.at);
                }
            }
            EXPECT_EQ(last(posts, start.user, start.at), plain) << start.user << " " << start.at;
        }
    }
}

TEST_F(MessagesTest, what_is_known_reaches_from_the_start_to_the_channel_that_lags_most) {
    EXPECT_FALSE(message_reach(*connection, kGuild));
    commit([&] {
        set_cursor(*connection, kGuild, kMessagesSinceCursor, to_micros(at(10)));
        record_poll(*connection, kGuild, PollKind::messages, looked(500), "ok", 1);
        record_gap(*connection, kGuild, {PollKind::messages, at(100), at(200), "disabled"});
        record_gap(*connection, kGuild, {PollKind::audit, at(1), at(2), "horizon"});
    });
    auto reach = message_reach(*connection, kGuild);
    ASSERT_TRUE(reach);
    EXPECT_EQ(reach->since, at(10));
    EXPECT_EQ(reach->until, at(500));
    ASSERT_EQ(reach->gaps.size(), 1U);
    EXPECT_EQ(reach->gaps.front().from, at(100));

    const MessageChannel slow{.channel = kChannel,
                              .read_past = MessageId{first_snowflake_at(at(300))},
                              .asked_for = MessageId{first_snowflake_at(at(400))},
                              .behind = true};
    commit([&] { record_message_channel(*connection, kGuild, slow); });
    EXPECT_EQ(message_channels(*connection, kGuild), std::vector{slow});
    EXPECT_EQ(message_reach(*connection, kGuild)->until, at(300));
    MessageChannel refused = slow;
    refused.refused_since = at(450);
    commit([&] { record_message_channel(*connection, kGuild, refused); });
    EXPECT_EQ(message_reach(*connection, kGuild)->until, at(500)) << "it holds nothing up";
}

}  // namespace
}  // namespace invitectl::store
