// Every row of the demand table.
#include "invitectl/reconcile/demands.hpp"

#include "tests/reconcile/recorder.hpp"
#include <gtest/gtest.h>

namespace invitectl::reconcile {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kLag = seconds{5};
constexpr Duration kClock = std::chrono::milliseconds{1500};
constexpr Instant kStart = from_micros(1'800'000'000'000'000);

Instant at(Duration since_start) {
    return kStart + since_start;
}

// A guild read once at the start and then whenever the test says so; a reading takes a second.
class Demands : public testing::Test {
  protected:
    static Bracket reading(Duration t) { return {at(t), at(t) + seconds{1}}; }

    InviteTerms terms(std::string_view text, Duration created = -hours{24}) {
        return {.code = code(text),
                .channel = ChannelId{7},
                .inviter = UserId{1},
                .created_at = at(created),
                .expires_at = {},
                .roles = {}};
    }

    void read(Duration t, const std::vector<Recorder::Listed>& list) {
        recorder.read_invites(reading(t), list);
    }
    void read_vanity(Duration t, std::optional<std::int64_t> uses, std::string_view text = "van") {
        std::vector<Recorder::Listed> list;
        if (uses) {
            list.push_back({terms(text, Duration{0}), *uses});
        }
        recorder.read(Stream::vanity, reading(t), list);
    }
    void audited(Duration t) { recorder.audited(at(t)); }
    static AuditInvite logged(std::string_view text) {
        return {.code = code(text),
                .channel = ChannelId{7},
                .inviter = UserId{2},
                .uses = {},
                .max_uses = {},
                .max_age = {},
                .temporary = {}};
    }
    void log_deletion(Duration t, std::string_view text, std::optional<std::int64_t> uses) {
        AuditInvite invite = logged(text);
        invite.uses = uses;
        recorder.facts.deleted.push_back({at(t), invite});
    }
    void log_creation(Duration t, const AuditInvite& invite) {
        recorder.facts.created.push_back({at(t), invite});
    }

    std::vector<Demand> all() { return demands_of(recorder.facts).list; }
    Demand only() {
        const auto list = all();
        EXPECT_EQ(list.size(), 1U);
        return list.at(0);
    }

    static void expect_exactly(const Demand& demand, DemandKind kind, std::int64_t count) {
        EXPECT_EQ(demand.key.kind, kind);
        EXPECT_EQ(demand.at_least, count);
        EXPECT_EQ(demand.at_most, count);
    }
    static void expect_up_to(const Demand& demand,
                             DemandKind kind,
                             std::optional<std::int64_t> most) {
        EXPECT_EQ(demand.key.kind, kind);
        EXPECT_EQ(demand.at_least, 0);
        EXPECT_EQ(demand.at_most, most);
    }

    Recorder recorder;
};

TEST_F(Demands, the_first_reading_asks_for_nothing) {
    read(seconds{0}, {{terms("abc"), 40}});
    EXPECT_TRUE(all().empty());
}

TEST_F(Demands, a_counter_that_rose_asks_for_just_so_many_within_the_guard) {
    read(seconds{0}, {{terms("abc"), 40}});
    read(minutes{5}, {{terms("abc"), 42}});
    expect_exactly(only(), DemandKind::moved, 2);
    EXPECT_EQ(only().from, at(seconds{0}) - kLag - kClock);
    EXPECT_EQ(only().until, at(minutes{5}) + seconds{1} + kClock);
    EXPECT_EQ(only().key.reading, 2);
    EXPECT_EQ(only().inviter, UserId{1});
}

TEST_F(Demands, quiet_readings_shorten_the_window) {
    read(seconds{0}, {{terms("abc"), 40}});
    read(minutes{5}, {{terms("abc"), 40}});
    read(minutes{10}, {{terms("abc"), 40}});
    read(minutes{15}, {{terms("abc"), 41}});
    EXPECT_EQ(only().from, at(minutes{10}) - kLag - kClock);
}

TEST_F(Demands, a_window_is_cut_to_the_life_of_the_invite) {
    InviteTerms invite = terms("abc", minutes{1});
    invite.expires_at = at(minutes{4});
    read(seconds{0}, {});
    read(minutes{2}, {{invite, 0}});
    read(minutes{5}, {{invite, 1}});
    EXPECT_EQ(only().until, at(minutes{4}) + kClock);
}

TEST_F(Demands, a_new_invite_brings_its_uses_since_it_was_made) {
    read(seconds{0}, {});
    read(minutes{5}, {{terms("abc", minutes{3}), 2}});
    expect_exactly(only(), DemandKind::first_listed, 2);
    EXPECT_EQ(only().from, at(minutes{3}) - kClock - Duration{1});
    EXPECT_FALSE(only().opened);
}

TEST_F(Demands, an_old_invite_that_appears_late_is_never_sure_how_much_is_new) {
    read(seconds{0}, {});
    read(minutes{5}, {{terms("abc", -hours{24}), 20}});
    expect_up_to(only(), DemandKind::first_listed, 20);
}

TEST_F(Demands, a_logged_deletion_gives_the_last_uses_exactly) {
    read(seconds{0}, {{terms("abc"), 3}});
    log_deletion(minutes{2}, "abc", 5);
    read(minutes{5}, {});
    expect_exactly(only(), DemandKind::deleted, 2);
    EXPECT_EQ(only().until, at(minutes{2}) + kClock);
}

TEST_F(Demands, a_deletion_that_added_nothing_asks_for_nothing) {
    read(seconds{0}, {{terms("abc"), 3}});
    log_deletion(minutes{2}, "abc", 3);
    read(minutes{5}, {});
    EXPECT_TRUE(all().empty());
}

TEST_F(Demands, a_deletion_without_its_count_bounds_nothing_but_the_time) {
    read(seconds{0}, {{terms("abc"), 3}});
    log_deletion(minutes{2}, "abc", std::nullopt);
    read(minutes{5}, {});
    expect_up_to(only(), DemandKind::deleted, std::nullopt);
    EXPECT_EQ(only().until, at(minutes{2}) + kClock);
}

class UsedUp : public Demands {
  protected:
    void vanish_with_one_use_left() {
        invite.max_uses = 3;
        read(seconds{0}, {{invite, 2}});
        read(minutes{5}, {});
    }
    InviteTerms invite = terms("abc");
};

TEST_F(UsedUp, is_exact_when_the_log_would_know_of_a_deletion) {
    audited(minutes{6});
    vanish_with_one_use_left();
    expect_exactly(only(), DemandKind::used_up, 1);
}

TEST_F(UsedUp, is_a_guess_before_the_log_was_read) {
    vanish_with_one_use_left();
    expect_up_to(only(), DemandKind::vanished, 1);
    EXPECT_GT(only().used_up, 0.5);
}

TEST_F(UsedUp, is_a_guess_where_the_log_has_a_gap) {
    audited(minutes{6});
    recorder.facts.coverage.audit_gaps = {{at(minutes{1}), at(minutes{2})}};
    vanish_with_one_use_left();
    expect_up_to(only(), DemandKind::vanished, 1);
}

TEST_F(UsedUp, is_unlikely_when_it_expired) {
    audited(minutes{6});
    invite.expires_at = at(minutes{3});
    vanish_with_one_use_left();
    expect_up_to(only(), DemandKind::vanished, 1);
    EXPECT_LT(only().used_up, 0.5);
    EXPECT_EQ(only().until, at(minutes{3}) + kClock);
}

TEST_F(UsedUp, is_out_of_the_question_when_the_channel_went) {
    audited(minutes{6});
    recorder.facts.channels_deleted.push_back({ChannelId{7}, at(minutes{2})});
    vanish_with_one_use_left();
    expect_up_to(only(), DemandKind::vanished, 1);
    EXPECT_EQ(only().used_up, 0);
}

TEST_F(Demands, an_unlimited_invite_that_vanished_may_have_brought_anybody) {
    read(seconds{0}, {{terms("abc"), 2}});
    read(minutes{5}, {});
    expect_up_to(only(), DemandKind::vanished, std::nullopt);
    EXPECT_GT(only().rate, 0);
}

TEST_F(Demands, an_invite_no_reading_saw_is_known_from_the_log) {
    read(seconds{0}, {});
    AuditInvite invite = logged("xyz");
    invite.max_uses = 5;
    log_creation(minutes{1}, invite);
    log_deletion(minutes{3}, "xyz", 2);
    read(minutes{5}, {});
    expect_exactly(only(), DemandKind::created_and_gone, 2);
    EXPECT_EQ(only().from, at(minutes{1}) - kClock - Duration{1});
    EXPECT_EQ(only().until, at(minutes{3}) + kClock);
    EXPECT_EQ(only().key.epoch, 0);
    EXPECT_EQ(only().inviter, UserId{2});
}

TEST_F(Demands, such_an_invite_that_nobody_deleted_was_used_up) {
    read(seconds{0}, {});
    AuditInvite invite = logged("xyz");
    invite.max_uses = 1;
    log_creation(minutes{1}, invite);
    audited(minutes{6});
    read(minutes{5}, {});
    expect_exactly(only(), DemandKind::created_and_gone, 1);
}

TEST_F(Demands, such_an_invite_that_expired_is_bounded_by_its_limit) {
    read(seconds{0}, {});
    AuditInvite invite = logged("xyz");
    invite.max_uses = 4;
    invite.max_age = 60;
    log_creation(minutes{1}, invite);
    log_creation(minutes{1}, invite);  // entries may come twice
    audited(minutes{6});
    read(minutes{5}, {});
    expect_up_to(only(), DemandKind::created_and_gone, 4);
    EXPECT_EQ(only().until, at(minutes{2}) + kClock);
}

TEST_F(Demands, before_a_reading_has_missed_it_the_log_alone_asks_for_nothing) {
    read(seconds{0}, {});
    log_creation(minutes{1}, logged("xyz"));
    EXPECT_TRUE(all().empty());
}

TEST_F(Demands, an_invite_counter_that_fell_began_anew) {
    read(seconds{0}, {{terms("abc"), 10}});
    read(minutes{5}, {{terms("abc"), 3}});
    expect_up_to(only(), DemandKind::fallen, 3);
    read(minutes{10}, {{terms("abc"), 5}});
    ASSERT_EQ(all().size(), 2U);
    expect_exactly(all()[1], DemandKind::moved, 2);
}

TEST_F(Demands, an_invite_that_comes_back_brings_only_what_is_new) {
    recorder.facts.calibrations = {Calibration{}};
    read(seconds{0}, {{terms("abc"), 10}});
    read(minutes{5}, {});
    read(minutes{10}, {{terms("abc"), 12}});
    recorder.facts.lives.back().carried_uses = 10;
    ASSERT_EQ(all().size(), 2U);
    expect_up_to(all()[0], DemandKind::vanished, std::nullopt);
    expect_exactly(all()[1], DemandKind::first_listed, 2);
    EXPECT_EQ(all()[1].key.epoch, 2);
}

TEST_F(Demands, a_wider_guard_holds_on_its_range) {
    Calibration wide;
    wide.valid = {at(minutes{7}), at(minutes{20})};
    wide.lag_bound = seconds{30};
    wide.clock_bound = seconds{3};
    recorder.facts.calibrations = {wide};
    read(seconds{0}, {{terms("abc"), 0}});
    read(minutes{5}, {{terms("abc"), 1}});
    read(minutes{10}, {{terms("abc"), 2}});
    ASSERT_EQ(all().size(), 2U);
    EXPECT_EQ(all()[0].from, at(seconds{0}) - kLag - kClock);
    EXPECT_EQ(all()[1].from, at(minutes{5}) - seconds{33});
}

TEST_F(Demands, settled_ones_are_left_out) {
    read(seconds{0}, {{terms("abc"), 0}});
    read(minutes{5}, {{terms("abc"), 1}});
    recorder.facts.settled = {only().key};
    EXPECT_TRUE(all().empty());
}

TEST_F(Demands, a_history_that_lacks_a_life_it_names_is_refused) {
    read(seconds{0}, {{terms("abc"), 0}});
    read(minutes{5}, {{terms("abc"), 1}});
    recorder.facts.readings.clear();
    EXPECT_THROW(all(), std::exception);
}

// The vanity counter.

TEST_F(Demands, the_vanity_counter_asks_like_any_other) {
    read_vanity(seconds{0}, 100);
    read_vanity(minutes{5}, 103);
    expect_exactly(only(), DemandKind::moved, 3);
    EXPECT_EQ(only().key.stream, Stream::vanity);
}

TEST_F(Demands, a_new_vanity_code_counts_from_nothing) {
    read_vanity(seconds{0}, 100, "old");
    read_vanity(minutes{5}, 2, "new");
    const auto list = all();
    ASSERT_EQ(list.size(), 2U);
    expect_exactly(
        list[0].key.code == code("new") ? list[0] : list[1], DemandKind::first_listed, 2);
    expect_up_to(
        list[0].key.code == code("old") ? list[0] : list[1], DemandKind::vanished, std::nullopt);
}

TEST_F(Demands, a_vanity_fall_that_is_undone_is_no_movement) {
    read_vanity(seconds{0}, 100);
    read_vanity(minutes{5}, 0);
    read_vanity(minutes{10}, 100);
    EXPECT_TRUE(all().empty());
    EXPECT_FALSE(demands_of(recorder.facts).undecided_from);
}

TEST_F(Demands, what_came_during_a_vanity_fall_counts_over_the_whole_of_it) {
    read_vanity(seconds{0}, 100);
    read_vanity(minutes{5}, 0);
    read_vanity(minutes{10}, 104);
    expect_exactly(only(), DemandKind::moved, 4);
    EXPECT_EQ(only().from, at(seconds{0}) - kLag - kClock);
    EXPECT_EQ(only().until, at(minutes{10}) + seconds{1} + kClock);
    EXPECT_EQ(only().since, 2);
}

TEST_F(Demands, a_vanity_absence_that_is_undone_is_no_movement_either) {
    read_vanity(seconds{0}, 100);
    read_vanity(minutes{5}, std::nullopt);
    read_vanity(minutes{10}, 101);
    expect_exactly(only(), DemandKind::moved, 1);
    EXPECT_EQ(only().since, 2);
}

TEST_F(Demands, a_vanity_fall_is_undecided_for_a_day) {
    read_vanity(seconds{0}, 100);
    read_vanity(minutes{5}, 2);
    EXPECT_EQ(demands_of(recorder.facts).undecided_from, at(seconds{0}) - kLag - kClock);
    EXPECT_EQ(demands_of(recorder.facts).undecided_reading, 2);
    read_vanity(hours{25}, 2);
    EXPECT_FALSE(demands_of(recorder.facts).undecided_from);
    expect_up_to(only(), DemandKind::fallen, 2);
}

TEST_F(Demands, after_a_day_a_vanity_counter_that_is_high_again_counted_all_of_it) {
    read_vanity(seconds{0}, 100);
    read_vanity(minutes{5}, 0);
    read_vanity(hours{25}, 0);
    read_vanity(hours{26}, 120);
    expect_exactly(only(), DemandKind::moved, 120);
}

}  // namespace
}  // namespace invitectl::reconcile
