#include "invitectl/store/readings.hpp"

#include "invitectl/store/people.hpp"
#include "invitectl/store/runs.hpp"

#include "tests/store/store_test.hpp"

#include <map>

namespace invitectl::store {
namespace {

class ReadingsTest : public StoreTest {
  protected:
    // Lists the codes with their uses; what is known of each code beside that is made up from its
    // name.
    ReadingOutcome list(double seconds, const std::map<std::string, std::int64_t>& uses) {
        Timed<std::vector<Invite>> reading{{}, looked(seconds)};
        for (const auto& [text, count] : uses) {
            reading.value.push_back(invite(text, count));
        }
        return record(reading);
    }
    ReadingOutcome record(const Timed<std::vector<Invite>>& reading) {
        ReadingOutcome outcome;
        commit([&] { outcome = record_invites(*connection, kGuild, reading); });
        return outcome;
    }
    ReadingOutcome vanity(double seconds, const std::optional<Vanity>& value) {
        ReadingOutcome outcome;
        commit([&] { outcome = record_vanity(*connection, kGuild, {value, looked(seconds)}); });
        return outcome;
    }
    static Invite invite(const std::string& text, std::int64_t uses) {
        return {.terms = {.code = code(text),
                          .channel = ChannelId{50},
                          .inviter = UserId{77},
                          .created_at = at(-1000),
                          .expires_at = {},
                          .roles = {RoleId{9}, RoleId{8}}},
                .uses = uses,
                .inviter = Person{.id = UserId{77}, .username = "ana", .display_name = "Ana"}};
    }
    std::vector<InviteLife> lives(const std::string& text) {
        return invite_lives(*connection, kGuild, code(text));
    }
    std::vector<ReadingNumber> numbers(Stream stream) {
        std::vector<ReadingNumber> found;
        for (const auto& row : recent_readings(*connection, kGuild, stream, 100)) {
            found.push_back(row.reading.number);
        }
        return found;
    }
};

TEST_F(ReadingsTest, the_first_reading_is_the_baseline) {
    EXPECT_EQ(list(0, {{"abc", 5}}), (ReadingOutcome{.number = 1, .first = true, .news = 1}));
    const auto life = lives("abc").at(0);
    EXPECT_TRUE(life.baseline());
    EXPECT_EQ(life.first_uses, 5);
    EXPECT_EQ(life.last_uses, 5);
    EXPECT_EQ(life.epoch, 1);
    EXPECT_EQ(life.first, (Reading{Stream::invites, 1, looked(0)}));
    EXPECT_FALSE(life.gone);
    EXPECT_EQ(life.terms.roles, (std::vector{RoleId{8}, RoleId{9}}));
    EXPECT_EQ(person(*connection, kGuild, UserId{77})->display_name, "Ana");
}

TEST_F(ReadingsTest, quiet_readings_move_one_row) {
    list(0, {{"abc", 5}});
    EXPECT_EQ(list(10, {{"abc", 5}}), (ReadingOutcome{.number = 2, .first = false, .news = 0}));
    const Dump before = dump();
    EXPECT_EQ(list(20, {{"abc", 5}}).number, 2);
    EXPECT_EQ(changed(before, dump()), std::set<std::string>{"reading"});
    EXPECT_EQ(numbers(Stream::invites), (std::vector<ReadingNumber>{2, 1}));
    EXPECT_EQ(latest_reading(*connection, kGuild, Stream::invites)->bracket, looked(20));
    EXPECT_EQ(first_reading(*connection, kGuild, Stream::invites)->bracket, looked(0));
}

TEST_F(ReadingsTest, the_row_before_news_is_the_last_reading_without_it) {
    list(0, {{"abc", 5}});
    list(10, {{"abc", 5}});
    list(20, {{"abc", 5}});
    EXPECT_EQ(list(30, {{"abc", 6}}), (ReadingOutcome{.number = 3, .first = false, .news = 1}));
    EXPECT_EQ(reading(*connection, kGuild, Stream::invites, 2)->bracket, looked(20));
    EXPECT_EQ(list(40, {{"abc", 7}}).number, 4) << "news right after news appends at once";
    EXPECT_EQ(list(50, {{"abc", 7}}).number, 5);
    EXPECT_EQ(list(60, {{"abc", 7}}).number, 5);
    const auto change = use_changes(*connection, kGuild, Stream::invites, 3).at(0);
    EXPECT_EQ(change.code, code("abc"));
    EXPECT_EQ(change.before, 5);
    EXPECT_EQ(change.after, 6);
    EXPECT_EQ(change.reading.bracket, looked(30));
}

TEST_F(ReadingsTest, a_run_without_news_touches_only_its_own_rows) {
    list(0, {{"abc", 5}, {"def", 0}});
    vanity(0, Vanity{code("home"), 3});
    list(10, {{"abc", 5}, {"def", 0}});
    vanity(10, Vanity{code("home"), 3});
    const auto sync = [&](double seconds) {
        RunId run = 0;
        commit([&] { run = begin_run(*connection, "sync", at(seconds), "host", 1); });
        list(seconds, {{"abc", 5}, {"def", 0}});
        vanity(seconds, Vanity{code("home"), 3});
        commit([&] {
            record_poll(*connection, kGuild, PollKind::invites, looked(seconds), "ok", run);
            end_run(*connection, run, at(seconds + 2), RunOutcome::ok, "");
        });
    };
    sync(20);
    const Dump before = dump();
    sync(30);
    EXPECT_EQ(changed(before, dump()), (std::set<std::string>{"poll", "reading", "run"}));
    EXPECT_EQ(before.at("reading").size(), dump().at("reading").size());
    EXPECT_EQ(before.at("poll").size(), dump().at("poll").size());
}

TEST_F(ReadingsTest, a_counter_that_falls_is_kept_as_it_was) {
    list(0, {{"abc", 9}});
    EXPECT_EQ(list(10, {{"abc", 2}}).news, 1);
    const auto change = use_changes(*connection, kGuild, Stream::invites, 2).at(0);
    EXPECT_EQ(change.before, 9);
    EXPECT_EQ(change.after, 2);
    EXPECT_EQ(lives("abc").size(), 1U);
    EXPECT_EQ(lives("abc").at(0).last_uses, 2);
}

TEST_F(ReadingsTest, a_code_that_goes_has_ended) {
    list(0, {{"abc", 1}, {"def", 2}});
    EXPECT_EQ(list(10, {{"def", 2}}).news, 1);
    EXPECT_EQ(lives("abc").at(0).gone->number, 2);
    EXPECT_EQ(lives("abc").at(0).gone->bracket, looked(10));
    const auto live = live_invites(*connection, kGuild);
    ASSERT_EQ(live.size(), 1U);
    EXPECT_EQ(live[0].terms.code, code("def"));
    EXPECT_EQ(list(20, {{"def", 2}}).news, 0) << "it goes once";
}

TEST_F(ReadingsTest, a_code_that_returns_lives_anew_and_carries_the_uses_it_had) {
    list(0, {{"abc", 4}});
    list(10, {});
    EXPECT_EQ(list(20, {{"abc", 6}}).news, 1);
    const auto both = lives("abc");
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[1].epoch, 2);
    EXPECT_EQ(both[1].first_uses, 6);
    EXPECT_EQ(both[1].carried_uses, 4);
    EXPECT_EQ(both[1].terms.roles, both[0].terms.roles);
    list(30, {{"abc", 7}});
    EXPECT_EQ(use_changes(*connection, kGuild, Stream::invites, 4).at(0).epoch, 2);
    EXPECT_EQ(lives("abc")[0].last_uses, 4) << "the first life stays as it ended";
}

TEST_F(ReadingsTest, another_creation_time_is_another_life_at_once) {
    list(0, {{"abc", 4}});
    Invite made_anew = invite("abc", 5);
    made_anew.terms.created_at = at(5);
    EXPECT_EQ(record({{made_anew}, looked(10)}).news, 2) << "one went and one came";
    const auto both = lives("abc");
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].gone->number, 2);
    EXPECT_EQ(both[1].first.number, 2);
    EXPECT_EQ(both[1].carried_uses, 0);
    EXPECT_EQ(both[1].terms.created_at, at(5));
}

TEST_F(ReadingsTest, other_terms_are_kept_without_being_news) {
    list(0, {{"abc", 4}});
    list(5, {{"abc", 4}});
    Invite moved = invite("abc", 4);
    moved.terms.channel = ChannelId{51};
    moved.terms.roles = {RoleId{3}};
    EXPECT_EQ(record({{moved}, looked(10)}).news, 0);
    EXPECT_EQ(lives("abc")[0].terms.channel, ChannelId{51});
    EXPECT_EQ(lives("abc")[0].terms.roles, std::vector{RoleId{3}});
    const Dump before = dump();
    EXPECT_EQ(record({{moved}, looked(20)}).news, 0);
    EXPECT_EQ(changed(before, dump()), std::set<std::string>{"reading"});
}

TEST_F(ReadingsTest, an_inviter_the_list_no_longer_names_is_remembered) {
    list(0, {{"abc", 4}});
    list(5, {{"abc", 4}});
    Invite silent = invite("abc", 4);
    silent.terms.inviter.reset();
    silent.inviter.reset();
    const Dump before = dump();
    EXPECT_EQ(record({{silent}, looked(10)}).news, 0);
    EXPECT_EQ(changed(before, dump()), std::set<std::string>{"reading"});
    EXPECT_EQ(lives("abc")[0].terms.inviter, UserId{77});
}

TEST_F(ReadingsTest, a_list_that_contradicts_itself_is_refused_whole) {
    list(0, {{"abc", 4}});
    const Dump before = dump();
    EXPECT_EQ(
        refusal([&] {
            record_invites(*connection, kGuild, {{invite("abc", 5), invite("abc", 6)}, looked(10)});
        }),
        ErrorCode::broken_protocol);
    EXPECT_EQ(dump(), before);
    EXPECT_EQ(record({{invite("abc", 5), invite("abc", 5)}, looked(10)}).news, 1);
}

TEST_F(ReadingsTest, time_does_not_go_back) {
    list(10, {{"abc", 4}});
    EXPECT_EQ(refusal([&] {
                  record_invites(*connection, kGuild, {{}, looked(9)});
              }),
              ErrorCode::internal);
    EXPECT_EQ(list(10, {{"abc", 4}}).news, 0);
}

TEST_F(ReadingsTest, nothing_is_written_outside_a_transaction) {
    EXPECT_THROW(record_invites(*connection, kGuild, {{}, looked(0)}), Error);
    EXPECT_TRUE(rows_of("reading").empty());
}

TEST_F(ReadingsTest, the_vanity_counter_is_a_stream_of_its_own) {
    list(0, {{"abc", 4}});
    EXPECT_EQ(vanity(1, Vanity{code("home"), 100}),
              (ReadingOutcome{.number = 1, .first = true, .news = 1}));
    EXPECT_EQ(vanity(11, Vanity{code("home"), 103}).number, 2);
    const auto life = lives("home").at(0);
    EXPECT_EQ(life.stream, Stream::vanity);
    EXPECT_EQ(life.first_uses, 100);
    EXPECT_EQ(life.last_uses, 103);
    EXPECT_EQ(life.terms.created_at, at(2));
    EXPECT_FALSE(life.terms.inviter);
    EXPECT_EQ(numbers(Stream::invites), std::vector<ReadingNumber>{1});
}

TEST_F(ReadingsTest, a_guild_without_a_vanity_code_stays_quiet) {
    EXPECT_EQ(vanity(0, {}), (ReadingOutcome{.number = 1, .first = true, .news = 0}));
    EXPECT_EQ(vanity(10, {}).number, 2);
    EXPECT_EQ(vanity(20, {}).number, 2);
    EXPECT_EQ(vanity(30, Vanity{code("home"), 0}).number, 3);
    EXPECT_FALSE(lives("home").at(0).baseline());
}

TEST_F(ReadingsTest, another_vanity_code_counts_from_nothing) {
    vanity(0, Vanity{code("old"), 50});
    EXPECT_EQ(vanity(10, Vanity{code("new"), 2}).news, 2);
    EXPECT_EQ(lives("old").at(0).gone->number, 2);
    EXPECT_EQ(lives("new").at(0).first_uses, 2);
    vanity(20, Vanity{code("old"), 60});
    EXPECT_EQ(lives("old").at(1).carried_uses, 0) << "changing the code resets its counter";
}

TEST_F(ReadingsTest, a_vanity_code_that_was_only_unreadable_goes_on_counting) {
    vanity(0, Vanity{code("home"), 50});
    vanity(10, {});
    vanity(20, Vanity{code("home"), 53});
    EXPECT_EQ(lives("home").at(1).carried_uses, 50);
}

TEST_F(ReadingsTest, the_list_of_readings_tells_what_each_brought) {
    list(0, {{"abc", 5}, {"def", 1}});
    list(10, {{"abc", 7}, {"def", 0}});
    list(20, {{"abc", 7}, {"ghi", 3}});
    list(30, {{"abc", 7}, {"ghi", 3}});
    const auto rows = recent_readings(*connection, kGuild, Stream::invites, 3);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_TRUE(rows[0].quiet);
    EXPECT_EQ(rows[0].codes, 2);
    EXPECT_EQ(rows[0].uses, 10);
    EXPECT_EQ(rows[1].came, 1);
    EXPECT_EQ(rows[1].went, 1);
    EXPECT_EQ(rows[1].uses, 10);
    EXPECT_EQ(rows[1].moved_codes, 0);
    EXPECT_EQ(rows[2].codes, 2);
    EXPECT_EQ(rows[2].uses, 7);
    EXPECT_EQ(rows[2].moved_codes, 2);
    EXPECT_EQ(rows[2].new_uses, 2) << "a fall is no use";
    EXPECT_EQ(recent_readings(*connection, kGuild, Stream::invites, 9).at(3).uses, 6);
}

TEST_F(ReadingsTest, the_readings_around_an_instant) {
    list(0, {{"abc", 5}});
    list(10, {{"abc", 6}});
    const auto around = [&](double t) {
        return readings_around(*connection, kGuild, Stream::invites, at(t));
    };
    EXPECT_FALSE(around(0.5).before);
    EXPECT_EQ(around(0.5).after->number, 2);
    EXPECT_EQ(around(1).before->number, 1);
    EXPECT_EQ(around(10).after, std::nullopt);
    EXPECT_EQ(around(11).before->number, 2);
}

TEST_F(ReadingsTest, pauses_are_known_before_news_only) {
    list(0, {{"abc", 5}});
    list(10, {{"abc", 5}});
    list(1000, {{"abc", 5}});  // quiet: moves the row
    list(1010, {{"abc", 6}});
    list(5000, {{"abc", 7}});
    list(9000, {{"abc", 7}});
    EXPECT_EQ(pauses_before_news(*connection, kGuild, Stream::invites),
              (std::vector<TimeRange>{{looked(1000).ended, looked(1010).began},
                                      {looked(1010).ended, looked(5000).began}}));
    EXPECT_TRUE(pauses_before_news(*connection, kGuild, Stream::vanity).empty());
}

TEST_F(ReadingsTest, lives_come_in_the_order_of_their_codes) {
    list(0, {{"b", 1}, {"a", 2}});
    list(10, {{"b", 1}});
    list(20, {{"b", 1}, {"a", 2}});
    vanity(20, Vanity{code("c"), 1});
    std::string order;
    each_invite_life(*connection, kGuild, [&](const InviteLife& life) {
        order += life.terms.code.text() + std::to_string(life.epoch) + (life.gone ? "- " : " ");
    });
    EXPECT_EQ(order, "a1- a2 b1 c1 ");
}

TEST(InviteStates, follow_from_terms_readings_and_log) {
    InviteLife life{.terms = {.code = code("abc"),
                              .channel = {},
                              .inviter = {},
                              .created_at = at(0),
                              .expires_at = at(100),
                              .max_uses = 3,
                              .roles = {}},
                    .first = {},
                    .gone = {},
                    .last_uses = 2};
    EXPECT_EQ(state_of(life, false, at(99)), InviteState::active);
    EXPECT_EQ(state_of(life, false, at(100)), InviteState::expired);
    life.last_uses = 3;
    EXPECT_EQ(state_of(life, false, at(99)), InviteState::used_up);
    life.gone = Reading{Stream::invites, 2, looked(50)};
    EXPECT_EQ(state_of(life, true, at(60)), InviteState::deleted);
    EXPECT_EQ(state_of(life, false, at(60)), InviteState::used_up);
    life.last_uses = 2;
    EXPECT_EQ(state_of(life, false, at(60)), InviteState::gone);
    life.gone->bracket = looked(100);
    EXPECT_EQ(state_of(life, false, at(200)), InviteState::expired);
    life.stream = Stream::vanity;
    EXPECT_EQ(state_of(life, false, at(200)), InviteState::gone);
}

}  // namespace
}  // namespace invitectl::store
