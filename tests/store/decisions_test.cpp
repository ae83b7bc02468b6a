// What people decide: sources, assignments, settings, declarations, and the journal of all that.
#include "invitectl/store/journal.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"

#include "tests/store/store_test.hpp"

namespace invitectl::store {
namespace {

class DecisionsTest : public StoreTest {
  protected:
    SourceId source(const std::string& name) {
        SourceId id = 0;
        commit([&] { id = create_source(*connection, kGuild, name, {at(1), "ana"}); });
        return id;
    }
    void assign_to(const std::string& text,
                   std::optional<SourceId> to,
                   std::optional<Instant> from = {}) {
        commit([&] { assign(*connection, kGuild, {code(text), to, from}, {at(2), "ana"}); });
    }
    void set(std::string_view key, std::optional<std::int64_t> value, double seconds = 1) {
        commit([&] { set_setting(*connection, kGuild, key, value, at(seconds)); });
    }
    void calibrate(const Calibration& calibration) {
        commit([&] {
            record_calibration(*connection, kGuild, calibration, at(3), "user", "because");
        });
    }
    void say(SourceId source, SourceProperty property, const std::optional<std::string>& value) {
        say_of_source(*connection, kGuild, source, property, value, {at(9), "ana"});
    }
    static std::string micros(double seconds) { return std::to_string(to_micros(at(seconds))); }
    std::int64_t in_force(std::string_view key, double seconds) {
        for (const auto& setting : settings_in_force(*connection, kGuild, at(seconds))) {
            if (setting.row->key == key) {
                return setting.value.number;
            }
        }
        ADD_FAILURE() << key;
        return -1;
    }
};

TEST_F(DecisionsTest, every_guild_has_the_reserved_sources) {
    const auto reserved = reserved_sources(*connection, kGuild);
    EXPECT_EQ(find_source(*connection, kGuild, "vanity")->id, reserved.vanity);
    EXPECT_EQ(find_source(*connection, kGuild, "bot")->id, reserved.bot);
    EXPECT_EQ(find_source(*connection, kGuild, "none")->id, reserved.none);
    EXPECT_THROW(reserved_sources(*connection, kOther), Error);
    EXPECT_EQ(refusal([&] { say(reserved.bot, SourceProperty::name, "robots"); }),
              ErrorCode::refused);
    EXPECT_EQ(refusal([&] { say(reserved.none, SourceProperty::retired_at, micros(9)); }),
              ErrorCode::refused);
}

TEST_F(DecisionsTest, source_names_are_compared_byte_by_byte) {
    const SourceId reddit = source("Reddit ad");
    EXPECT_NE(source("reddit ad"), reddit);
    EXPECT_EQ(refusal([&] {
                  create_source(*connection, kGuild, "Reddit ad", {at(1), "ana"});
              }),
              ErrorCode::already_exists);
    EXPECT_EQ(refusal([&] {
                  create_source(*connection, kGuild, "vanity", {at(1), "ana"});
              }),
              ErrorCode::bad_value);
    EXPECT_EQ(refusal([&] {
                  create_source(*connection, kGuild, " ", {at(1), "ana"});
              }),
              ErrorCode::bad_value);
    EXPECT_EQ(find_source(*connection, kGuild, "Reddit ad")->id, reddit);
    EXPECT_FALSE(find_source(*connection, kGuild, "REDDIT AD"));
}

TEST_F(DecisionsTest, a_source_is_renamed_retired_and_reopened) {
    const SourceId reddit = source("Reddit");
    source("Other");
    commit([&] { say(reddit, SourceProperty::name, "Reddit ad"); });
    EXPECT_EQ(find_source(*connection, kGuild, "Reddit ad")->id, reddit);
    EXPECT_EQ(refusal([&] { say(reddit, SourceProperty::name, "Other"); }),
              ErrorCode::already_exists);
    EXPECT_EQ(refusal([&] { say(999, SourceProperty::name, "X"); }), ErrorCode::not_found);
    commit([&] { say(reddit, SourceProperty::retired_at, micros(9)); });
    EXPECT_EQ(find_source(*connection, kGuild, "Reddit ad")->retired_at, at(9));
    commit([&] { say(reddit, SourceProperty::retired_at, std::nullopt); });
    EXPECT_FALSE(find_source(*connection, kGuild, "Reddit ad")->retired_at);
    EXPECT_EQ(sources(*connection, kGuild).size(), 5U);
}

TEST_F(DecisionsTest, later_assignments_win_from_their_time_on) {
    const SourceId first = source("First");
    const SourceId second = source("Second");
    assign_to("abc", first);
    assign_to("abc", second, at(100));
    assign_to("abc", std::nullopt, at(200));
    const auto timeline = assignment_timeline(*connection, kGuild);
    EXPECT_EQ(timeline.source_of(code("abc"), at(-1000)), first);
    EXPECT_EQ(timeline.source_of(code("abc"), at(99.9)), first);
    EXPECT_EQ(timeline.source_of(code("abc"), at(100)), second);
    EXPECT_EQ(timeline.source_of(code("abc"), at(200)), std::nullopt);
    EXPECT_EQ(timeline.source_of(code("other"), at(0)), std::nullopt);
    assign_to("abc", second);
    EXPECT_EQ(assignment_timeline(*connection, kGuild).source_of(code("abc"), at(300)), second);
    const auto all = assignments(*connection, kGuild);
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[1].id, 2);
    EXPECT_EQ(all[1].author, "ana");
    EXPECT_EQ(all[1].assignment.from, at(100));
}

TEST_F(DecisionsTest, an_assignment_needs_a_source_that_exists) {
    EXPECT_EQ(refusal([&] {
                  assign(*connection, kGuild, {code("abc"), SourceId{999}, {}}, {at(2), "ana"});
              }),
              ErrorCode::database);
}

TEST_F(DecisionsTest, the_last_setting_holds) {
    EXPECT_EQ(settings(*connection, kGuild).retain_days, 7);
    set("retain_days", 14, 1);
    set("retain_days", 30, 2);
    EXPECT_EQ(settings(*connection, kGuild).retain_days, 30);
    EXPECT_EQ(in_force("retain_days", 5), 30);
    set("retain_days", std::nullopt, 3);
    EXPECT_EQ(settings(*connection, kGuild).retain_days, 7);
    EXPECT_EQ(in_force("retain_days", 5), 7);
    EXPECT_EQ(refusal([&] { set_setting(*connection, kGuild, "no_such", 1, at(1)); }),
              ErrorCode::internal);
}

TEST_F(DecisionsTest, a_calibration_comes_back_as_it_went_in) {
    const Calibration one{.valid = {at(10), at(20)},
                          .lag_bound = std::chrono::milliseconds{1234},
                          .clock_bound = std::chrono::seconds{2},
                          .closed = true,
                          .no_ghosts = true,
                          .lag_scale = std::chrono::milliseconds{17},
                          .no_invite_rate = 0.1,
                          .bounce_share = 1.0 / 3.0,
                          .bounce_tau = std::chrono::seconds{99}};
    const Calibration open_ended{};
    calibrate(one);
    calibrate(open_ended);
    EXPECT_EQ(calibrations(*connection, kGuild), (std::vector{one, open_ended}));
    const auto stored = stored_calibrations(*connection, kGuild);
    EXPECT_EQ(stored[0].id, 1);
    EXPECT_EQ(stored[0].origin, "user");
    EXPECT_EQ(stored[0].note, "because");
    EXPECT_EQ(stored[0].made_at, at(3));
}

TEST_F(DecisionsTest, a_later_calibration_holds_on_its_range) {
    calibrate({.valid = {at(0), Instant::max()}, .closed = true});
    calibrate({.valid = {at(100), at(200)}, .closed = false, .no_ghosts = true});
    const auto made = calibrations(*connection, kGuild);
    EXPECT_FALSE(calibration_at(made, at(-1)).closed);
    EXPECT_TRUE(calibration_at(made, at(0)).closed);
    EXPECT_FALSE(calibration_at(made, at(100)).closed);
    EXPECT_TRUE(calibration_at(made, at(199)).no_ghosts);
    EXPECT_TRUE(calibration_at(made, at(200)).closed);
    EXPECT_EQ(in_force("closed", 50), 1);
    EXPECT_EQ(in_force("closed", 150), 0);
    EXPECT_EQ(in_force("no_ghosts", 150), 1);
    EXPECT_EQ(in_force("no_ghosts", 50), 0);
}

TEST_F(DecisionsTest, the_journal_tells_the_newest_first) {
    for (const std::string subject : {"abc", "def"}) {
        commit([&] {
            add_journal_entry(*connection,
                              kGuild,
                              {.at = at(4),
                               .author = "ana",
                               .action = "invite assign",
                               .subject = subject,
                               .detail = "to Reddit"});
        });
    }
    const auto entries = recent_journal(*connection, kGuild, 10);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].id, 2);
    EXPECT_EQ(entries[0].subject, "def");
    EXPECT_EQ(entries[1].detail, "to Reddit");
    EXPECT_EQ(recent_journal(*connection, kGuild, 1).size(), 1U);
}

}  // namespace
}  // namespace invitectl::store
