#include "invitectl/store/members.hpp"

#include "invitectl/store/audit.hpp"
#include "invitectl/store/people.hpp"

#include "tests/store/store_test.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace invitectl::store {
namespace {

// User id → seconds at which they joined.
using Members = std::map<std::int64_t, double>;

class MembersTest : public StoreTest {
  protected:
    // Tracking begins at 0: who joined before is baseline.
    void track() {
        commit([&] { record_invites(*connection, kGuild, {{}, looked(0)}); });
    }

    static Timed<MemberPage> page(double seconds, const Members& members, bool complete) {
        Timed<MemberPage> read{{{}, {}, complete}, looked(seconds)};
        for (const auto& [user, joined] : members) {
            read.value.members.push_back(member_of(user, joined, "u" + std::to_string(user)));
            read.value.last = UserId{user};
        }
        return read;
    }
    SweepProgress begin(double seconds) {
        SweepProgress progress;
        commit([&] { progress = begin_or_resume_sweep(*connection, kGuild, at(seconds)); });
        return progress;
    }
    SweepProgress stage(const Timed<MemberPage>& read) {
        SweepProgress progress;
        commit([&] { progress = stage_page(*connection, kGuild, read); });
        return progress;
    }
    SweepOutcome promote() {
        SweepOutcome outcome;
        commit([&] { outcome = promote_sweep(*connection, kGuild); });
        return outcome;
    }
    // A whole sweep in one page.
    SweepOutcome sweep(double seconds, const Members& members) {
        begin(seconds);
        stage(page(seconds, members, true));
        return promote();
    }

    void removed(std::int64_t user, double seconds, int action) {
        commit([&] {
            record_audit_entries(*connection, kGuild, std::vector{removal(user, seconds, action)});
        });
    }
    std::int64_t refine() {
        std::int64_t refined = 0;
        commit([&] { refined = refine_leaves_from_audit(*connection, kGuild, AuditEntryId{0}); });
        return refined;
    }

    StoredJoin only_join(std::int64_t user) {
        const auto joins = joins_of(*connection, kGuild, UserId{user});
        EXPECT_EQ(joins.size(), 1U);
        return joins.empty() ? StoredJoin{} : joins.front();
    }
    Rows staged() { return rows_of("staging_member"); }
};

TEST_F(MembersTest, who_joined_before_the_first_reading_is_baseline) {
    track();
    const SweepOutcome outcome = sweep(10, {{1, -5}, {2, -0.000001}, {3, 0}, {4, 5}});
    EXPECT_TRUE(outcome.first);
    EXPECT_EQ(outcome.baseline, 2);
    EXPECT_EQ(outcome.joined, 2);
    EXPECT_EQ(only_join(3).id, 1);
    EXPECT_EQ(only_join(4).id, 2);
    EXPECT_TRUE(joins_of(*connection, kGuild, UserId{2}).empty());
    EXPECT_EQ(baseline_spell(*connection, kGuild, UserId{2})->joined_at, at(-0.000001));
    const MemberCounts counts = member_counts(*connection, kGuild);
    EXPECT_EQ(counts.present, 4);
    EXPECT_EQ(counts.present_baseline, 2);
    EXPECT_EQ(counts.joins, 2);
}

TEST_F(MembersTest, before_any_reading_everybody_is_baseline) {
    EXPECT_EQ(sweep(10, {{1, 5}}).baseline, 1);
    track();
    EXPECT_EQ(sweep(20, {{1, 5}, {2, 15}}).joined, 1);
    EXPECT_TRUE(joins_of(*connection, kGuild, UserId{1}).empty());
}

TEST_F(MembersTest, joins_are_numbered_in_order_of_time_then_user) {
    track();
    sweep(10, {{5, 7}, {6, 7}, {9, 3}});
    sweep(20, {{2, 4}, {5, 7}, {6, 7}, {9, 3}});
    EXPECT_EQ(only_join(9).id, 1);
    EXPECT_EQ(only_join(5).id, 2);
    EXPECT_EQ(only_join(6).id, 3);
    EXPECT_EQ(only_join(2).id, 4) << "found late, numbered late";
    std::vector<std::int64_t> users;
    each_join(*connection, kGuild, 1, [&](const StoredJoin& join) {
        users.push_back(join.spell.user.value);
    });
    EXPECT_EQ(users, (std::vector<std::int64_t>{5, 6, 2}));
    EXPECT_EQ(recent_joins(*connection, kGuild, 1).at(0).spell.user, UserId{2});
    EXPECT_EQ(find_join(*connection, kGuild, 3)->spell.user, UserId{6});
    EXPECT_FALSE(find_join(*connection, kGuild, 5));
}

TEST_F(MembersTest, a_leave_lies_between_the_sweeps_around_it) {
    track();
    sweep(10, {{1, 5}, {2, -9}});
    sweep(20, {{1, 5}, {2, -9}});
    sweep(30, {{1, 5}, {2, -9}});
    const SweepOutcome outcome = sweep(40, {});
    EXPECT_EQ(outcome.left, 2);
    EXPECT_EQ(only_join(1).spell.leave, (Leave{at(30), at(41)}));
    EXPECT_EQ(baseline_spell(*connection, kGuild, UserId{2})->leave, (Leave{at(30), at(41)}));
    EXPECT_EQ(member_counts(*connection, kGuild).present, 0);
}

TEST_F(MembersTest, nobody_leaves_before_joining) {
    track();
    sweep(10, {{1, 10.4}});
    sweep(20, {});
    EXPECT_EQ(only_join(1).spell.leave, (Leave{at(10.4), at(21)}));
}

TEST_F(MembersTest, a_rejoin_is_another_join_and_ends_the_first) {
    track();
    sweep(10, {{1, 5}});
    const SweepOutcome outcome = sweep(20, {{1, 15}});
    EXPECT_EQ(outcome.joined, 1);
    EXPECT_EQ(outcome.rejoined, 1);
    EXPECT_EQ(outcome.left, 1);
    const auto joins = joins_of(*connection, kGuild, UserId{1});
    ASSERT_EQ(joins.size(), 2U);
    EXPECT_EQ(joins[0].spell.leave, (Leave{at(10), at(15)}));
    EXPECT_EQ(joins[1].id, 2);
    EXPECT_FALSE(joins[1].spell.leave);
}

TEST_F(MembersTest, a_member_who_rejoined_during_the_sweep_before_leaves_no_empty_stretch) {
    track();
    sweep(10, {{1, 5}});
    sweep(20, {{1, 9.5}});
    const Leave leave = *joins_of(*connection, kGuild, UserId{1}).at(0).spell.leave;
    EXPECT_EQ(leave.latest, at(9.5));
    EXPECT_LT(leave.earliest, leave.latest);
    EXPECT_GE(leave.earliest, at(5));
}

TEST_F(MembersTest, leaving_and_coming_back_later_is_two_spells) {
    track();
    sweep(10, {{1, 5}});
    sweep(20, {});
    sweep(30, {{1, 25}});
    const auto joins = joins_of(*connection, kGuild, UserId{1});
    ASSERT_EQ(joins.size(), 2U);
    EXPECT_EQ(joins[0].spell.leave, (Leave{at(10), at(21)}));
    EXPECT_FALSE(joins[1].spell.leave);
}

TEST_F(MembersTest, a_member_a_sweep_overlooked_never_left) {
    track();
    sweep(10, {{1, 5}});
    sweep(20, {});
    const SweepOutcome outcome = sweep(30, {{1, 5}});
    EXPECT_EQ(outcome.returned, 1);
    EXPECT_EQ(outcome.joined, 0);
    EXPECT_FALSE(only_join(1).spell.leave);
}

TEST_F(MembersTest, quiet_sweeps_move_one_row) {
    track();
    sweep(10, {{1, 5}, {2, 6}});
    EXPECT_EQ(sweep(20, {{1, 5}, {2, 6}}).sweep.number, 2);
    const Dump before = dump();
    const SweepOutcome outcome = sweep(30, {{1, 5}, {2, 6}});
    EXPECT_TRUE(outcome.quiet());
    EXPECT_EQ(outcome.sweep.number, 2);
    EXPECT_EQ(changed(before, dump()), std::set<std::string>{"sweep"});
    EXPECT_EQ(latest_sweep(*connection, kGuild)->bracket, looked(30));
    EXPECT_EQ(latest_sweep(*connection, kGuild)->members, 2);
    EXPECT_EQ(sweep(40, {{1, 5}}).sweep.number, 3);
    EXPECT_EQ(only_join(2).spell.leave, (Leave{at(30), at(41)}));
}

TEST_F(MembersTest, a_new_name_changes_the_person_only) {
    track();
    sweep(10, {{1, 5}});
    sweep(20, {{1, 5}});
    Timed<MemberPage> renamed = page(30, {{1, 5}}, true);
    renamed.value.members[0].person.display_name = "New";
    const Dump before = dump();
    begin(30);
    stage(renamed);
    EXPECT_TRUE(promote().quiet());
    EXPECT_EQ(changed(before, dump()), (std::set<std::string>{"person", "sweep"}));
    EXPECT_EQ(person(*connection, kGuild, UserId{1})->display_name, "New");
    EXPECT_EQ(people_named(*connection, kGuild, "New").size(), 1U);
}

TEST_F(MembersTest, a_sweep_goes_on_where_it_was_cut_off) {
    track();
    EXPECT_FALSE(begin(10).resumed);
    EXPECT_EQ(stage(page(10, {{1, 5}, {2, 5}}, false)).after, UserId{2});
    EXPECT_THROW(promote(), Error) << "half a sweep says nothing about who is missing";
    const SweepProgress again = begin(300);
    EXPECT_TRUE(again.resumed);
    EXPECT_EQ(again.after, UserId{2});
    EXPECT_EQ(again.members, 2);
    EXPECT_FALSE(again.complete);
    stage(page(300, {{3, 6}}, true));
    EXPECT_TRUE(begin(301).complete) << "killed between the last page and taking over";
    const SweepOutcome outcome = promote();
    EXPECT_EQ(outcome.joined, 3);
    EXPECT_EQ(outcome.sweep.bracket, (Bracket{at(10), at(301)}));
    EXPECT_TRUE(staged().empty());
}

TEST_F(MembersTest, an_old_half_sweep_is_forgotten) {
    track();
    begin(10);
    stage(page(10, {{1, 5}}, false));
    const SweepProgress again = begin(10 + 1 + 601);
    EXPECT_FALSE(again.resumed);
    EXPECT_EQ(again.after, UserId{0});
    EXPECT_TRUE(staged().empty());
    EXPECT_EQ(member_counts(*connection, kGuild).present, 0);
}

TEST_F(MembersTest, a_member_on_two_pages_counts_once) {
    track();
    begin(10);
    stage(page(10, {{1, 5}, {2, 5}}, false));
    stage(page(12, {{2, 11}, {3, 6}}, true));
    const SweepOutcome outcome = promote();
    EXPECT_EQ(outcome.sweep.members, 3);
    EXPECT_EQ(only_join(2).spell.joined_at, at(11));
}

TEST_F(MembersTest, an_empty_last_page_ends_the_sweep) {
    track();
    begin(10);
    stage(page(10, {{1, 5}}, false));
    EXPECT_TRUE(stage(page(12, {}, false)).complete);
    EXPECT_EQ(promote().joined, 1);
}

TEST_F(MembersTest, a_page_needs_a_sweep_under_way) {
    EXPECT_EQ(refusal([&] { stage_page(*connection, kGuild, page(1, {}, true)); }),
              ErrorCode::internal);
}

TEST_F(MembersTest, a_kick_makes_the_leave_exact) {
    track();
    sweep(10, {{1, 5}, {2, 5}});
    sweep(20, {});
    removed(1, 15, audit_action::kMemberKick);
    removed(2, 16, audit_action::kMemberBan);
    EXPECT_EQ(refine(), 2);
    EXPECT_EQ(only_join(1).spell.leave, (Leave{at(15), at(15), LeaveCause::kicked}));
    EXPECT_EQ(only_join(2).spell.leave, (Leave{at(16), at(16), LeaveCause::banned}));
    const auto found = [&](const TimeRange& joined, Instant now) {
        return removed_joins(*connection, kGuild, joined, now).size();
    };
    EXPECT_EQ(found({}, at(100)), 2U);
    EXPECT_EQ(found({}, at(15)), 1U) << "the other one was banned later";
    EXPECT_EQ(found({at(0), only_join(1).spell.joined_at}, at(100)), 0U);
    EXPECT_EQ(refine(), 0) << "once is enough";
}

TEST_F(MembersTest, a_kick_read_before_the_member_is_missed_counts_too) {
    track();
    sweep(10, {{1, 5}});
    removed(1, 15, audit_action::kMemberKick);
    EXPECT_EQ(refine(), 0);
    sweep(20, {});
    EXPECT_EQ(only_join(1).spell.leave, (Leave{at(15), at(15), LeaveCause::kicked}));
}

TEST_F(MembersTest, a_kick_from_another_stay_explains_nothing) {
    track();
    sweep(10, {{1, 5}});
    removed(1, 4, audit_action::kMemberKick);
    removed(1, 60, audit_action::kMemberKick);
    removed(2, 15, audit_action::kMemberKick);
    sweep(20, {});
    EXPECT_EQ(refine(), 0);
    EXPECT_EQ(only_join(1).spell.leave, (Leave{at(10), at(21)}));
}

TEST_F(MembersTest, a_ban_while_away_is_no_second_leave) {
    track();
    sweep(10, {{1, 5}});
    removed(1, 14, audit_action::kMemberKick);
    removed(1, 16, audit_action::kMemberBan);
    sweep(20, {});
    EXPECT_EQ(only_join(1).spell.leave, (Leave{at(14), at(14), LeaveCause::kicked}));
}

TEST_F(MembersTest, random_histories_keep_every_true_spell_inside_its_bounds) {
    constexpr unsigned kSeed = 20260101;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    std::srand(kSeed);
    track();
    struct Truth {
        double joined = 0;
        std::optional<double> left;
    };
    std::map<std::int64_t, std::vector<Truth>> truth;
    for (int round = 1; round <= 200; ++round) {
        const double now = round * 10;
        for (int event = 0; event < 3; ++event) {
            const std::int64_t user = 1 + std::rand() % 12;
            auto& stays = truth[user];
            const double when = now - 9 + event * 2;
            if (!stays.empty() && !stays.back().left) {
                stays.back().left = when;
            } else {
                stays.push_back({when, {}});
            }
        }
        Members present;
        for (const auto& [user, stays] : truth) {
            if (!stays.back().left) {
                present[user] = stays.back().joined;
            }
        }
        sweep(now, present);
    }
    int checked = 0;
    for (const auto& [user, stays] : truth) {
        for (const StoredJoin& join : joins_of(*connection, kGuild, UserId{user})) {
            const auto same = std::ranges::find_if(
                stays, [&](const Truth& stay) { return at(stay.joined) == join.spell.joined_at; });
            ASSERT_NE(same, stays.end());
            ASSERT_EQ(same->left.has_value(), join.spell.leave.has_value());
            if (same->left) {
                EXPECT_LT(join.spell.leave->earliest, at(*same->left));
                EXPECT_GE(join.spell.leave->latest, at(*same->left));
            }
            ++checked;
        }
    }
    EXPECT_GT(checked, 100);
}

}  // namespace
}  // namespace invitectl::store
