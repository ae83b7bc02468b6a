// What the solver is given: all of it at first, and later only what is not settled.
#include "invitectl/store/history.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/store/audit.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/store/settings_store.hpp"

#include "tests/store/store_test.hpp"

#include <algorithm>
#include <map>

namespace invitectl::store {
namespace {

using reconcile::DemandKind;
using reconcile::History;

class HistoryTest : public StoreTest {
  protected:
    void list(double seconds, const std::map<std::string, std::int64_t>& uses) {
        Timed<std::vector<Invite>> reading{{}, looked(seconds)};
        for (const auto& [text, count] : uses) {
            Invite invite{.terms = {.code = code(text),
                                    .channel = ChannelId{5},
                                    .inviter = UserId{6},
                                    .created_at = at(-50),
                                    .expires_at = at(5000),
                                    .max_uses = 100,
                                    .max_age = 7,
                                    .temporary = true,
                                    .roles = {}},
                          .uses = count,
                          .inviter = {}};
            reading.value.push_back(invite);
        }
        commit([&] { record_invites(*connection, kGuild, reading); });
    }
    void vanity(double seconds, std::int64_t uses) {
        commit([&] {
            record_vanity(*connection, kGuild, {Vanity{code("home"), uses}, looked(seconds)});
        });
    }
    void sweep(double seconds, const std::vector<Member>& members) {
        commit([&] {
            begin_or_resume_sweep(*connection, kGuild, at(seconds));
            const UserId last = members.empty() ? UserId{0} : members.back().person.id;
            stage_page(*connection, kGuild, {{members, last, true}, looked(seconds)});
            promote_sweep(*connection, kGuild);
        });
    }
    void log(double seconds, int action, std::int64_t target, const std::string& text = "") {
        AuditEntry entry = removal(target, seconds, action, ++entries_);
        entry.actor = UserId{9};
        if (!text.empty()) {
            AuditInvite invite{.code = code(text),
                               .channel = ChannelId{5},
                               .inviter = {},
                               .uses = 4,
                               .max_uses = {},
                               .max_age = {},
                               .temporary = {}};
            entry.invite = invite;
        }
        commit([&] { record_audit_entries(*connection, kGuild, std::vector{entry}); });
    }
    void poll(PollKind kind, double seconds, std::string_view outcome) {
        commit([&] { record_poll(*connection, kGuild, kind, looked(seconds), outcome, 1); });
    }
    History load() { return load_history(*connection, kGuild); }

    // Answers everything that waits, settled where `settle` says so, and moves the marks.
    void answer(const std::function<bool(JoinId)>& settle_join,
                const std::function<bool(ReadingNumber)>& settle_reading,
                const reconcile::Marks& marks) {
        const History history = load();
        reconcile::Result result;
        result.marks = marks;
        for (const reconcile::Arrival& arrival : history.arrivals) {
            Attribution made;
            made.join = arrival.join;
            made.settled = settle_join(arrival.join);
            result.attributions.push_back(made);
        }
        for (const reconcile::CounterChange& change : history.changes) {
            const reconcile::DemandKey key{
                change.stream, change.reading, change.code, change.epoch, DemandKind::moved};
            reconcile::DemandOutcome outcome{.demand = {.key = key,
                                                        .inviter = {},
                                                        .at_most = {},
                                                        .from = {},
                                                        .until = {},
                                                        .opened = {},
                                                        .closed = {}},
                                             .settled = settle_reading(change.reading)};
            result.demands.push_back(outcome);
        }
        commit([&] { store_result(*connection, kGuild, history, result); });
    }

    static std::vector<ReadingNumber> numbers(const History& history, Stream stream) {
        std::vector<ReadingNumber> found;
        for (const Reading& reading : history.readings) {
            if (reading.stream == stream) {
                found.push_back(reading.number);
            }
        }
        return found;
    }
    static std::vector<std::string> codes(const History& history) {
        std::vector<std::string> found;
        for (const reconcile::CodeLife& life : history.lives) {
            found.push_back(life.terms.code.text() + std::to_string(life.epoch));
        }
        return found;
    }
    static std::vector<JoinId> joins(const History& history) {
        std::vector<JoinId> found;
        for (const reconcile::Arrival& arrival : history.arrivals) {
            found.push_back(arrival.join);
        }
        return found;
    }

    std::int64_t entries_ = 0;
};

TEST_F(HistoryTest, an_untouched_guild_has_none) {
    const History history = load();
    EXPECT_EQ(history.marks, reconcile::Marks{});
    EXPECT_TRUE(history.readings.empty());
    EXPECT_TRUE(history.lives.empty());
    EXPECT_FALSE(history.coverage.first_invites);
    EXPECT_FALSE(history.coverage.latest_sweep_began);
    EXPECT_TRUE(history.coverage.awaits_audit);
    EXPECT_FALSE(history.coverage.awaits_vanity);
}

TEST_F(HistoryTest, at_first_everything_is_in_it) {
    list(0, {{"aaa", 1}, {"bbb", 2}});
    list(10, {{"aaa", 3}});
    vanity(0, 7);
    vanity(10, 9);
    Member bot = member_of(2, 6);
    bot.person.bot = true;
    bot.did_rejoin = true;
    sweep(20, {member_of(1, 5), bot});
    const History history = load();
    EXPECT_EQ(numbers(history, Stream::invites), (std::vector<ReadingNumber>{1, 2}));
    EXPECT_EQ(numbers(history, Stream::vanity), (std::vector<ReadingNumber>{1, 2}));
    EXPECT_EQ(codes(history), (std::vector<std::string>{"aaa1", "bbb1", "home1"}));
    const reconcile::CodeLife& aaa = history.lives[0];
    EXPECT_EQ(aaa.terms.inviter, UserId{6});
    EXPECT_EQ(aaa.terms.created_at, at(-50));
    EXPECT_EQ(aaa.terms.expires_at, at(5000));
    EXPECT_EQ(aaa.terms.max_uses, 100);
    EXPECT_TRUE(aaa.terms.temporary);
    EXPECT_EQ(aaa.first_uses, 1);
    EXPECT_EQ(aaa.last_uses, 3);
    EXPECT_EQ(history.lives[1].gone_reading, 2);
    EXPECT_EQ(history.lives[2].stream, Stream::vanity);
    ASSERT_EQ(history.changes.size(), 2U);
    EXPECT_EQ(history.changes[0].before, 1);
    EXPECT_EQ(history.changes[0].after, 3);
    EXPECT_EQ(joins(history), (std::vector<JoinId>{1, 2}));
    EXPECT_EQ(history.arrivals[0].joined_at, at(5));
    EXPECT_TRUE(history.arrivals[1].bot);
    EXPECT_TRUE(history.arrivals[1].did_rejoin);
    EXPECT_EQ(history.coverage.first_invites, looked(0));
    EXPECT_EQ(history.coverage.latest_invites, looked(10));
    EXPECT_EQ(history.coverage.latest_vanity, looked(10));
    EXPECT_EQ(history.coverage.latest_sweep_began, at(20));
}

TEST_F(HistoryTest, the_log_tells_of_invites_channels_and_bots) {
    list(0, {{"aaa", 1}});
    log(1, audit_action::kInviteCreate, 0, "aaa");
    log(2, audit_action::kInviteCreate, 0, "brief");
    log(3, audit_action::kInviteDelete, 0, "brief");
    log(4, audit_action::kChannelDelete, 5);
    log(5, audit_action::kBotAdd, 2);
    log(5, audit_action::kBotAdd, 3);
    log(6, audit_action::kMemberKick, 2);
    Member bot = member_of(2, 6);
    bot.person.bot = true;
    sweep(20, {bot});
    const History history = load();
    ASSERT_EQ(history.created.size(), 1U) << "the life of aaa is known";
    EXPECT_EQ(history.created[0].invite.code, code("brief"));
    ASSERT_EQ(history.deleted.size(), 1U);
    EXPECT_EQ(history.deleted[0].at, at(3));
    EXPECT_EQ(history.deleted[0].invite.uses, 4);
    ASSERT_EQ(history.channels_deleted.size(), 1U);
    EXPECT_EQ(history.channels_deleted[0].channel, ChannelId{5});
    ASSERT_EQ(history.bots_added.size(), 1U) << "only of bots that arrived";
    EXPECT_EQ(history.bots_added[0].bot, UserId{2});
    EXPECT_EQ(history.bots_added[0].by, UserId{9});
}

TEST_F(HistoryTest, later_only_what_is_not_settled_is) {
    list(0, {{"aaa", 1}, {"bbb", 1}, {"ccc", 1}});
    list(10, {{"aaa", 2}, {"bbb", 1}, {"ccc", 1}});
    list(20, {{"aaa", 2}, {"bbb", 2}, {"ccc", 1}});
    list(30, {{"aaa", 2}, {"bbb", 3}});
    sweep(40, {member_of(1, 5), member_of(2, 15), member_of(3, 25)});
    answer([](JoinId join) { return join != 2; },
           [](ReadingNumber reading) { return reading != 3; },
           {.invites = 3, .vanity = 1, .join = 2});
    const History history = load();
    EXPECT_EQ(numbers(history, Stream::invites), (std::vector<ReadingNumber>{2, 3, 4}))
        << "with the one before the mark";
    EXPECT_EQ(codes(history), (std::vector<std::string>{"bbb1", "ccc1"}));
    EXPECT_EQ(history.changes.size(), 2U);
    EXPECT_EQ(joins(history), std::vector<JoinId>{2});
    const reconcile::DemandKey settled{Stream::invites, 4, code("bbb"), 1, DemandKind::moved};
    EXPECT_EQ(history.settled, std::vector{settled});
}

TEST_F(HistoryTest, old_log_entries_are_left_out_once_their_time_is_settled) {
    constexpr double kDay = 86'400;
    list(0, {{"aaa", 1}});
    list(10 * kDay, {{"aaa", 2}});
    list(10 * kDay + 10, {{"aaa", 3}});
    log(5 * kDay, audit_action::kInviteDelete, 0, "old");
    log(9.5 * kDay, audit_action::kInviteDelete, 0, "near");
    EXPECT_EQ(load().deleted.size(), 2U);
    commit([&] { set_low_water_marks(*connection, kGuild, {.invites = 3}); });
    const History history = load();
    ASSERT_EQ(history.deleted.size(), 1U);
    EXPECT_EQ(history.deleted[0].invite.code, code("near"));
}

TEST_F(HistoryTest, what_may_not_be_read_is_not_waited_for) {
    Guild guild = guild_of(kGuild, "Home");
    guild.has_vanity = true;
    commit([&] { update_guild(*connection, guild); });
    EXPECT_TRUE(load().coverage.awaits_vanity);
    for (const PollKind kind : {PollKind::vanity, PollKind::audit}) {
        poll(kind, 10, "ok");
        poll(kind, 20, error_id(ErrorCode::network));
    }
    EXPECT_TRUE(load().coverage.awaits_vanity) << "a failed request comes again";
    EXPECT_TRUE(load().coverage.awaits_audit);
    EXPECT_EQ(load().coverage.latest_audit_began, at(10));
    for (const PollKind kind : {PollKind::vanity, PollKind::audit}) {
        poll(kind, 30, error_id(ErrorCode::missing_permission));
    }
    EXPECT_FALSE(load().coverage.awaits_vanity);
    EXPECT_FALSE(load().coverage.awaits_audit);
}

TEST_F(HistoryTest, gaps_and_declarations_come_along) {
    Calibration closed;
    closed.closed = true;
    commit([&] {
        record_gap(*connection, kGuild, {PollKind::audit, at(1), at(2), "permission"});
        record_gap(*connection, kGuild, {PollKind::members, at(3), at(4), "disabled"});
        record_calibration(*connection, kGuild, closed, at(1), "user", "");
    });
    const History history = load();
    ASSERT_EQ(history.coverage.audit_gaps.size(), 1U);
    EXPECT_FALSE(history.coverage.audit_gaps[0].contains(at(1)));
    EXPECT_TRUE(history.coverage.audit_gaps[0].contains(at(2)));
    ASSERT_EQ(history.calibrations.size(), 1U);
    EXPECT_TRUE(history.calibrations[0].closed);
}

TEST_F(HistoryTest, storing_the_same_result_twice_writes_nothing) {
    list(0, {{"aaa", 1}});
    list(10, {{"aaa", 2}});
    sweep(20, {member_of(1, 5)});
    const auto waiting = [&] {
        answer([](JoinId) { return false; }, [](ReadingNumber) { return false; }, {});
    };
    waiting();
    const Dump before = dump();
    waiting();
    EXPECT_EQ(dump(), before);
}

}  // namespace
}  // namespace invitectl::store
