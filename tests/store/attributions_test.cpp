#include "invitectl/store/attributions.hpp"

#include "invitectl/store/demands.hpp"
#include "invitectl/store/rehearsal.hpp"

#include "tests/store/store_test.hpp"

#include <cmath>

namespace invitectl::store {
namespace {

using reconcile::DemandKind;
using reconcile::Marks;

class AttributionsTest : public StoreTest {
  protected:
    static Attribution answer(JoinId join, const std::string& text, double p = 1) {
        const bool proved = p == 1;
        const LevelAnswer level{proved ? Verdict::proved : Verdict::open, p};
        Attribution made{.join = join,
                         .code = level,
                         .inviter = level,
                         .source = level,
                         .by = Candidate::Kind::invite,
                         .code_value = {},
                         .inviter_value = {},
                         .source_value = {},
                         .settled = true,
                         .reason = proved ? "only_way" : "several_ways",
                         .candidates = {{.kind = Candidate::Kind::invite,
                                         .code = code(text),
                                         .inviter = UserId{77},
                                         .source = {},
                                         .p = p}}};
        if (proved) {
            made.code_value = code(text);
            made.inviter_value = UserId{77};
        } else {
            made.candidates.push_back({.kind = Candidate::Kind::none,
                                       .code = {},
                                       .inviter = {},
                                       .source = 3,
                                       .p = 1 - p});
        }
        return made;
    }
    static reconcile::DemandOutcome demand(ReadingNumber reading,
                                           double from,
                                           double until,
                                           bool settled = true) {
        return {.demand = {.key = {Stream::invites, reading, code("abc"), 1, DemandKind::moved},
                           .inviter = {},
                           .at_least = 1,
                           .at_most = 1,
                           .from = at(from),
                           .until = at(until),
                           .opened = {},
                           .closed = {}},
                .attributed = 0.75,
                .ghosts = 0.25,
                .settled = settled};
    }

    bool write(const Attribution& attribution) {
        bool written = false;
        commit([&] { written = AttributionWriter(*connection, kGuild).write(attribution); });
        return written;
    }
    void demands(const std::vector<reconcile::DemandOutcome>& outcomes, const Marks& marks = {}) {
        commit([&] { replace_demands(*connection, kGuild, marks, outcomes); });
    }
    std::vector<ReadingNumber> stored_demands(bool settled_only = false) {
        std::vector<ReadingNumber> readings;
        each_demand(*connection, kGuild, [&](const StoredDemand& demand) {
            if (demand.settled || !settled_only) {
                readings.push_back(demand.reading);
            }
        });
        return readings;
    }
    // Joins 1, 2, 3 … at the given seconds, and a reading each second-long look.
    void joins(const std::vector<double>& times) {
        commit([&] {
            record_invites(*connection, kGuild, {{}, looked(0)});
            begin_or_resume_sweep(*connection, kGuild, at(1));
            Timed<MemberPage> page{{{}, {}, true}, looked(times.back())};
            for (const double time : times) {
                const auto user = static_cast<std::int64_t>(page.value.members.size()) + 1;
                page.value.members.push_back(member_of(user, time));
                page.value.last = UserId{user};
            }
            stage_page(*connection, kGuild, page);
            promote_sweep(*connection, kGuild);
        });
    }
    bool settled(JoinId join) { return load_attribution(*connection, kGuild, join)->settled; }
};

TEST_F(AttributionsTest, an_answer_comes_back_as_it_was_given) {
    for (const Attribution& given : {answer(1, "abc"), answer(2, "abc", 1.0 / 3.0)}) {
        EXPECT_TRUE(write(given));
        EXPECT_EQ(load_attribution(*connection, kGuild, given.join), given);
    }
    EXPECT_FALSE(load_attribution(*connection, kGuild, 3));
    std::vector<Attribution> all;
    each_attribution(*connection, kGuild, 0, [&](const Attribution& a) { all.push_back(a); });
    EXPECT_EQ(all, (std::vector{answer(1, "abc"), answer(2, "abc", 1.0 / 3.0)}));
    all.clear();
    each_attribution(*connection, kGuild, 1, [&](const Attribution& a) { all.push_back(a); });
    EXPECT_EQ(all.size(), 1U);
}

TEST_F(AttributionsTest, an_answer_without_candidates_is_one_too) {
    Attribution nothing;
    nothing.join = 1;
    nothing.reason = "unexplained";
    write(answer(1, "abc", 0.5));
    write(nothing);
    write(answer(2, "abc"));
    std::vector<Attribution> all;
    each_attribution(*connection, kGuild, 0, [&](const Attribution& a) { all.push_back(a); });
    EXPECT_EQ(all, (std::vector{nothing, answer(2, "abc")}));
}

TEST_F(AttributionsTest, an_equal_answer_is_not_written_again) {
    write(answer(1, "abc", 0.5));
    const Dump before = dump();
    EXPECT_FALSE(write(answer(1, "abc", 0.5)));
    EXPECT_EQ(dump(), before);
    EXPECT_TRUE(write(answer(1, "abc", 0.6)));
    EXPECT_EQ(load_attribution(*connection, kGuild, 1), answer(1, "abc", 0.6));
}

TEST_F(AttributionsTest, unsettled_demands_are_replaced_and_settled_ones_stay) {
    demands({demand(2, 0, 10, true), demand(3, 10, 20, false), demand(4, 20, 30, false)});
    demands({demand(4, 20, 31, true)}, {.invites = 2, .vanity = 1, .join = 1});
    EXPECT_EQ(stored_demands(), (std::vector<ReadingNumber>{2, 4}));
    EXPECT_EQ(stored_demands(true), (std::vector<ReadingNumber>{2, 4}));
    const Dump before = dump();
    demands({}, {.invites = 2, .vanity = 1, .join = 1});
    EXPECT_EQ(dump(), before);
}

TEST_F(AttributionsTest, demands_reaching_a_join_are_open_on_the_left) {
    commit([&] {
        for (int i = 0; i < 4; ++i) {
            record_invites(*connection,
                           kGuild,
                           {{{.terms = {.code = code("abc"),
                                        .channel = {},
                                        .inviter = {},
                                        .created_at = at(-9),
                                        .expires_at = {},
                                        .roles = {}},
                              .uses = i,
                              .inviter = {}}},
                            looked(i * 10)});
        }
    });
    demands({demand(2, 0, 11), demand(3, 10, 21), demand(4, 20, 31)});
    const auto reached = [&](double t) {
        std::vector<ReadingNumber> readings;
        for (const auto& found : demands_reaching(*connection, kGuild, at(t))) {
            readings.push_back(found.reading);
        }
        return readings;
    };
    EXPECT_EQ(reached(0), (std::vector<ReadingNumber>{}));
    EXPECT_EQ(reached(10), (std::vector<ReadingNumber>{2}));
    EXPECT_EQ(reached(10.5), (std::vector<ReadingNumber>{2, 3}));
    EXPECT_EQ(reached(11), (std::vector<ReadingNumber>{2, 3}));
    EXPECT_EQ(reached(31), (std::vector<ReadingNumber>{4}));
    EXPECT_EQ(reached(31.1), (std::vector<ReadingNumber>{}));
    EXPECT_EQ(demands_reaching(*connection, kGuild, at(31)).at(0).ghosts, 0.25);
}

TEST_F(AttributionsTest, a_join_without_a_settled_answer_waits) {
    joins({5, 15, 25});
    EXPECT_EQ(unsettled_joins(*connection, kGuild), 3);
    write(answer(1, "abc"));
    Attribution open = answer(2, "abc", 0.5);
    open.settled = false;
    write(open);
    EXPECT_EQ(unsettled_joins(*connection, kGuild), 2);
    commit([&] { set_low_water_marks(*connection, kGuild, {.join = 2}); });
    EXPECT_EQ(unsettled_joins(*connection, kGuild), 2);
}

TEST_F(AttributionsTest, marks_start_at_the_beginning_and_are_written_once) {
    EXPECT_EQ(low_water_marks(*connection, kGuild), Marks{});
    const Marks later{.invites = 5, .vanity = 2, .join = 9};
    commit([&] { set_low_water_marks(*connection, kGuild, later); });
    EXPECT_EQ(low_water_marks(*connection, kGuild), later);
    commit([&] {
        set_low_water_marks(*connection, kGuild, later);
        EXPECT_EQ(connection->changes(), 0);
    });
}

TEST_F(AttributionsTest, unsettling_reopens_whole_components) {
    joins({5, 15, 25, 35});
    for (JoinId join = 1; join <= 4; ++join) {
        write(answer(join, "abc"));
    }
    // The second and third hang together; the first and last stand alone.
    demands({demand(2, 0, 10), demand(3, 12, 22), demand(4, 21, 30), demand(5, 31, 40)});
    commit(
        [&] { set_low_water_marks(*connection, kGuild, {.invites = 6, .vanity = 3, .join = 5}); });
    commit([&] { unsettle_from(*connection, kGuild, at(26)); });
    EXPECT_TRUE(settled(1));
    EXPECT_FALSE(settled(2)) << "shares a demand's stretch with what lies after";
    EXPECT_FALSE(settled(3));
    EXPECT_FALSE(settled(4));
    EXPECT_EQ(stored_demands(true), std::vector<ReadingNumber>{2});
    // No reading is stored here, so none can be left out.
    EXPECT_EQ(low_water_marks(*connection, kGuild), (Marks{.invites = 1, .vanity = 1, .join = 2}));
}

TEST_F(AttributionsTest, wider_demands_to_come_reopen_what_they_may_reach) {
    joins({5, 15});
    write(answer(1, "abc"));
    write(answer(2, "abc"));
    demands({demand(2, 0, 10), demand(3, 12, 22)});
    commit([&] { unsettle_from(*connection, kGuild, at(15), std::chrono::seconds{1}); });
    EXPECT_TRUE(settled(1));
    commit([&] { unsettle_from(*connection, kGuild, at(15), std::chrono::seconds{2}); });
    EXPECT_FALSE(settled(1));
}

TEST_F(AttributionsTest, dropping_what_is_derived_leaves_the_facts) {
    joins({5});
    const Dump facts = dump();
    write(answer(1, "abc", 0.5));
    demands({demand(2, 0, 10)});
    commit([&] { set_low_water_marks(*connection, kGuild, {.invites = 6}); });
    commit([&] { drop_derived(*connection, kGuild); });
    EXPECT_EQ(dump(), facts);
}

class RehearsalTest : public AttributionsTest {
  protected:
    RehearsalTest() {
        write(answer(1, "abc"));
        write(answer(2, "def", 0.5));
        demands({demand(2, 0, 10)});
        commit([&] { set_low_water_marks(*connection, kGuild, {.invites = 3}); });
    }
    // What writing these in a rehearsal differs in from what is stored.
    std::vector<Difference> rehearse(const std::vector<Attribution>& answers,
                                     const std::vector<reconcile::DemandOutcome>& outcomes,
                                     int limit = 10) {
        sql::Transaction never_committed(*connection);
        Rehearsal rehearsal(*connection);
        EXPECT_EQ(low_water_marks(*connection, kGuild), Marks{}) << "starts from nothing";
        EXPECT_FALSE(load_attribution(*connection, kGuild, 1));
        AttributionWriter writer(*connection, kGuild);
        for (const Attribution& one : answers) {
            writer.write(one);
        }
        replace_demands(*connection, kGuild, {}, outcomes);
        set_low_water_marks(*connection, kGuild, {.invites = 3});
        return rehearsal.compare(kGuild, limit);
    }
};

TEST_F(RehearsalTest, the_same_answers_are_no_difference) {
    const Dump before = dump();
    EXPECT_TRUE(rehearse({answer(1, "abc"), answer(2, "def", 0.5)}, {demand(2, 0, 10)}).empty());
    EXPECT_EQ(dump(), before);
    EXPECT_EQ(load_attribution(*connection, kGuild, 1), answer(1, "abc"));
}

TEST_F(RehearsalTest, differences_are_named_by_table_and_key) {
    const auto found = rehearse({answer(1, "xyz"), answer(3, "new")}, {demand(2, 0, 11)});
    ASSERT_GE(found.size(), 5U);
    EXPECT_EQ(found[0].table, "attribution");
    EXPECT_EQ(found[0].key, "join=1");
    EXPECT_NE(found[0].stored.find("code=abc"), std::string::npos);
    EXPECT_NE(found[0].rebuilt.find("code=xyz"), std::string::npos);
    EXPECT_EQ(found[1].key, "join=2");
    EXPECT_TRUE(found[1].rebuilt.empty());
    EXPECT_EQ(found[2].key, "join=3");
    EXPECT_TRUE(found[2].stored.empty());
    EXPECT_EQ(found.back().table, "demand");
    EXPECT_EQ(found.back().key, "stream=0 reading=2 code=abc epoch=1 kind=0");
    EXPECT_EQ(rehearse({}, {}, 2).size(), 2U);
}

TEST_F(RehearsalTest, the_last_bit_of_a_probability_counts) {
    const double next = std::nextafter(0.5, 1.0);
    EXPECT_FALSE(rehearse({answer(1, "abc"), answer(2, "def", next)}, {demand(2, 0, 10)}).empty());
}

TEST_F(RehearsalTest, a_rehearsal_that_fails_takes_its_tables_along) {
    EXPECT_THROW(
        {
            sql::Transaction transaction(*connection);
            Rehearsal rehearsal(*connection);
            AttributionWriter(*connection, kGuild).write(answer(9, "abc"));
            throw Error(ErrorCode::interrupted, "stopped");
        },
        Error);
    EXPECT_EQ(load_attribution(*connection, kGuild, 1), answer(1, "abc"));
    EXPECT_FALSE(load_attribution(*connection, kGuild, 9));
}

}  // namespace
}  // namespace invitectl::store
