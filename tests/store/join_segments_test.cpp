// Segments stay what the rows say, whatever happens to joins and in whatever order it is folded in.
#include "invitectl/store/join_segments.hpp"

#include "invitectl/analytics/board.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/join_columns.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"

#include "store/query.hpp"
#include "store/segment_codec.hpp"
#include "tests/store/store_test.hpp"

#include <random>

namespace invitectl::store {
namespace {

using analytics::Parts;

TEST(SegmentCodec, every_width_gives_back_what_went_in) {
    constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    const std::vector<std::vector<std::uint32_t>> columns = {{},
                                                             {7, 7, 7},
                                                             {kNone, kNone},
                                                             {7, kNone},
                                                             {1'000'000, 1'000'254},
                                                             {1'000'000, 1'000'255},
                                                             {0, 65'534, kNone},
                                                             {0, 65'535},
                                                             {0, kNone - 1, kNone}};
    for (const auto& column : columns) {
        std::vector<std::uint32_t> back;
        unpack(pack(std::span<const std::uint32_t>(column)), column.size(), back);
        EXPECT_EQ(back, column);
    }
    const std::vector<double> shares = {0.25, 1.0 / 3, 0, 1};
    std::vector<double> back;
    unpack(pack(std::span<const double>(shares)), shares.size(), back);
    EXPECT_EQ(back, shares);
    const std::vector<std::int64_t> ids = {1, 1'234'567'890'123'456'789};
    std::vector<std::int64_t> ids_back;
    unpack(pack(std::span<const std::int64_t>(ids)), ids.size(), ids_back);
    EXPECT_EQ(ids_back, ids);
}

TEST(SegmentCodec, bytes_that_hold_something_else_are_refused) {
    const std::vector<std::uint32_t> column = {1, 2, 3};
    const std::string bytes = pack(std::span<const std::uint32_t>(column));
    std::vector<std::uint32_t> back;
    EXPECT_THROW(unpack(bytes, 4, back), Error);
    EXPECT_THROW(unpack(bytes.substr(0, 5), 3, back), Error);
    EXPECT_THROW(unpack("", 0, back), Error);
    EXPECT_THROW(unpack("\x03" + bytes.substr(1), 3, back), Error);
}

// Everything a loader hands out, by words instead of indexes.
std::vector<std::string> everything(sql::Connection& connection, GuildId guild) {
    std::vector<std::string> joins;
    JoinColumnLoader loader(connection, guild);
    loader.each_segment([&](const analytics::JoinColumns& c) {
        const auto& names = loader.dictionaries();
        const auto code = [&](std::uint32_t i) {
            return i == analytics::kNoIndex ? "-" : names.codes[i].code.text();
        };
        const auto inviter = [&](std::uint32_t i) {
            return i == analytics::kNoIndex ? "-" : names.inviters[i].text();
        };
        const auto source = [&](std::uint32_t i) {
            return i == analytics::kNoIndex ? "-" : names.sources[i].name;
        };
        for (std::size_t i = 0; i < c.size(); ++i) {
            std::string text =
                std::to_string(c.user[i]) + " " + std::to_string(c.joined[i]) + " " +
                std::to_string(c.left_least[i]) + " " + std::to_string(c.left_most[i]) + " " +
                std::to_string(c.stayed_least[i]) + " " + std::to_string(c.stayed_most[i]) + " " +
                std::to_string(c.code_verdict[i]) + code(c.code[i]) + inviter(c.inviter[i]) +
                source(c.source[i]);
            for (auto k = c.candidate_offset[i]; k < c.candidate_offset[i + 1]; ++k) {
                text += " " + code(c.candidates.code[k]) + std::to_string(c.candidates.p[k]);
            }
            joins.push_back(text);
        }
    });
    return joins;
}

class JoinSegmentsTest : public StoreTest {
  protected:
    JoinSegmentsTest() {
        commit([&] {
            reddit_ = create_source(*connection, kGuild, "Reddit ad", {at(0), "ana"});
            record_invites(*connection, kGuild, {std::vector<Invite>{}, looked(0)});
        });
    }

    void sweep() {
        time_ += 100;
        commit([&] { begin_or_resume_sweep(*connection, kGuild, at(time_)); });
        Timed<MemberPage> page{{{}, UserId{1'000'000}, true}, looked(time_)};
        for (const auto& [user, joined] : members_) {
            page.value.members.push_back(member_of(user, joined));
        }
        commit([&] { stage_page(*connection, kGuild, page); });
        commit([&] { joins_ += static_cast<JoinId>(promote_sweep(*connection, kGuild).joined); });
    }

    void join(int users) {
        for (int i = 0; i < users; ++i) {
            members_[++user_] = time_ + 1 + pick(90);
        }
    }
    void leave_and_return() {
        for (auto member = members_.begin(); member != members_.end();) {
            const int what = pick(20);
            if (what == 0) {
                gone_.insert(*member);
                member = members_.erase(member);
            } else {
                ++member;
            }
        }
        for (auto one = gone_.begin(); one != gone_.end();) {
            const bool back = pick(4) == 0;
            if (back) {
                // With the old time: never really gone; with a new one: a rejoin.
                members_[one->first] = pick(2) == 0 ? one->second : time_ + 1 + pick(90);
            }
            one = back ? gone_.erase(one) : std::next(one);
        }
    }
    void answer_some() {
        commit([&] {
            AttributionWriter writer(*connection, kGuild);
            for (int i = 0; i < 10 && joins_ > 0; ++i) {
                writer.write(random_answer(1 + pick(static_cast<int>(joins_))));
            }
        });
    }
    Attribution random_answer(JoinId id) {
        Attribution answer;
        answer.join = id;
        const bool certain = pick(2) == 0;
        answer.code = answer.inviter =
            answer.source = {certain ? Verdict::proved : Verdict::open, certain ? 1 : 0.5};
        const InviteCode used = code("code" + std::to_string(pick(30)));
        const UserId inviter{100 + pick(5)};
        answer.by = Candidate::Kind::invite;
        if (certain) {
            answer.code_value = used;
            answer.inviter_value = inviter;
            answer.source_value = reddit_;
        } else {
            answer.candidates = {{Candidate::Kind::invite, used, inviter, reddit_, 0.5},
                                 {Candidate::Kind::none, {}, {}, {}, 0.5}};
        }
        return answer;
    }

    void fold(const FoldLimits& limits) {
        commit([&] { fold_joins(*connection, kGuild, limits); });
    }
    std::vector<Difference> differences() { return check_segments(*connection, kGuild, 3); }

    int pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

    std::mt19937_64 random_{1};
    SourceId reddit_ = 0;
    double time_ = 0;
    std::int64_t user_ = 500'000;
    JoinId joins_ = 0;
    std::map<std::int64_t, double> members_;
    std::map<std::int64_t, double> gone_;
};

TEST_F(JoinSegmentsTest, random_histories_read_alike_from_segments_and_from_rows) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_.seed(seed);
    for (int round = 0; round < 60 && !HasFailure(); ++round) {
        join(pick(12));
        leave_and_return();
        sweep();
        answer_some();
        if (pick(20) == 0) {
            const JoinId first = 1 + pick(static_cast<int>(joins_));
            commit([&] { take_out_of_segments(*connection, kGuild, first); });
        }
        fold({.leaves = 1 + pick(40), .answers = 1 + pick(40), .joins = 1 + pick(60)});
        ASSERT_TRUE(differences().empty()) << differences()[0].stored << "\n"
                                           << differences()[0].rebuilt;
        const auto from_segments = everything(*connection, kGuild);
        sql::Transaction undone(*connection);
        take_out_of_segments(*connection, kGuild, 1);
        EXPECT_EQ(joins_in_segments(*connection, kGuild), 0);
        ASSERT_EQ(from_segments, everything(*connection, kGuild));
    }
    EXPECT_GT(joins_in_segments(*connection, kGuild), 0);
}

TEST_F(JoinSegmentsTest, nothing_is_written_before_there_is_enough) {
    join(20);
    sweep();
    fold({.leaves = 5, .answers = 5, .joins = 21});
    EXPECT_EQ(joins_in_segments(*connection, kGuild), 0);
    fold({.leaves = 5, .answers = 5, .joins = 20});
    EXPECT_EQ(joins_in_segments(*connection, kGuild), 20);

    members_.erase(members_.begin(), std::next(members_.begin(), 4));
    sweep();
    const Dump before = dump();
    fold({.leaves = 5, .answers = 5, .joins = 20});
    EXPECT_TRUE(changed(before, dump()).empty());
    members_.erase(members_.begin());
    sweep();
    fold({.leaves = 5, .answers = 5, .joins = 20});
    EXPECT_EQ(changed(before, dump()).count("segment_column"), 1U);
    EXPECT_TRUE(rows_of("segment_leaves").empty());
}

TEST_F(JoinSegmentsTest, many_small_segments_become_one) {
    std::size_t most = 0;
    for (int i = 0; i < 40; ++i) {
        join(3);
        leave_and_return();
        sweep();
        answer_some();
        fold({.leaves = 50, .answers = 50, .joins = 1});
        most = std::max(most, rows_of("segment").size());
        ASSERT_TRUE(differences().empty()) << "after " << i;
    }
    EXPECT_EQ(most, 15U);
    EXPECT_GT(joins_in_segments(*connection, kGuild), 100);
}

TEST_F(JoinSegmentsTest, a_segment_that_differs_from_its_rows_is_found) {
    join(20);
    sweep();
    fold({.leaves = 5, .answers = 5, .joins = 1});
    commit([&] {
        connection->execute(
            "UPDATE member_spell SET leave_latest = 5, leave_earliest = 5,"
            " leave_cause = 0 WHERE join_id = 7");
    });
    ASSERT_EQ(differences().size(), 1U);
    EXPECT_EQ(differences()[0].key, "join=7");
}

TEST_F(JoinSegmentsTest, columns_that_nobody_asked_for_are_not_there) {
    join(20);
    sweep();
    fold({.leaves = 5, .answers = 5, .joins = 1});
    JoinColumnLoader loader(*connection, kGuild);
    loader.each_segment([](const auto&) { return Parts{analytics::Part::joined}; },
                        [](const analytics::JoinColumns& columns) {
                            EXPECT_EQ(columns.joined.size(), 20U);
                            EXPECT_TRUE(columns.user.empty());
                            EXPECT_TRUE(columns.candidate_offset.empty());
                        });
    loader.each_segment([](const auto&) { return Parts{}; },
                        [](const analytics::JoinColumns&) { FAIL(); });
}

TEST_F(JoinSegmentsTest, ids_far_apart_do_not_fill_the_space_between) {
    join(3);
    sweep();
    commit([&] {
        connection->execute(
            "UPDATE member_spell SET join_id = 1000000000000"
            " WHERE join_id = 3");
    });
    fold({.leaves = 5, .answers = 5, .joins = 1});
    EXPECT_EQ(joins_in_segments(*connection, kGuild), 1'000'000'000'000);
    EXPECT_TRUE(differences().empty());
    EXPECT_EQ(rows_of("segment").size(), 2U);
}

// A full segment and a bit, each join of a member of its own.
class FullSegmentTest : public JoinSegmentsTest {
  protected:
    static constexpr JoinId kJoins = 66'000;

    FullSegmentTest() {
        const std::uint64_t seed = std::random_device{}();
        RecordProperty("seed", std::to_string(seed));
        random_.seed(seed);
        commit([&] {
            make_joins();
            make_answers();
            fold_joins(*connection, kGuild, {.leaves = 1, .answers = 1, .joins = 1});
        });
    }

    void make_joins() {
        Query spell(*connection,
                    "INSERT INTO member_spell (guild_id, user_id, joined_at, join_id, first_sweep,"
                    " bot, did_rejoin, pending, leave_earliest, leave_latest, leave_cause)"
                    " VALUES ($guild, $user, $joined, $join, 1, 0, $rejoin, 0, $earliest, $latest,"
                    " $cause)",
                    {"guild", "user", "joined", "join", "rejoin", "earliest", "latest", "cause"});
        for (JoinId join = 1; join <= kJoins; ++join) {
            const bool left = pick(3) == 0;
            const Instant from = at(static_cast<double>(join) + pick(1'000'000));
            spell
                .with(kGuild,
                      user_of(join),
                      joined(join),
                      join,
                      pick(10) == 0,
                      left ? std::optional(from) : std::nullopt,
                      left ? std::optional(from + std::chrono::seconds{pick(600)}) : std::nullopt,
                      left ? std::optional(0) : std::nullopt)
                .run();
        }
    }
    void make_answers() {
        AttributionWriter writer(*connection, kGuild);
        for (JoinId join = 1; join <= kJoins; ++join) {
            writer.write(random_answer(join));
        }
    }

    static std::int64_t user_of(JoinId join) { return 1'000'000 + join * 7919 % 1'000'003; }
    static Instant joined(JoinId join) { return at(static_cast<double>(join)); }

    void let_leave(JoinId join) {
        const Leave leave{at(2'000'000 + pick(5)), at(2'000'010)};
        Query(*connection,
              "UPDATE member_spell SET leave_earliest = $earliest, leave_latest = $latest,"
              " leave_cause = 0 WHERE guild_id = $guild AND join_id = $join",
              {"earliest", "latest", "guild", "join"})
            .with(leave.earliest, leave.latest, kGuild, join)
            .run();
        note_leaves(*connection, kGuild, std::vector{LeaveNews{join, joined(join), leave}});
    }
    analytics::BoardRules rules(analytics::Axis axis) {
        analytics::BoardRules made;
        made.axis = axis;
        made.now = at(40'000'000);
        made.outcome = outcome_rules(settings(*connection, kGuild));
        made.credit.rejoins = pick(2) == 0;
        return made;
    }
    analytics::Board board(const analytics::BoardRules& of) {
        JoinColumnLoader loader(*connection, kGuild, Words::without_codes);
        analytics::BoardBuilder builder(of, loader.dictionaries());
        totals_used_ = 0;
        loader.each_segment(
            [&](const auto& bounds) { return builder.wants(bounds) | builder.shortcuts(bounds); },
            [&](const analytics::JoinColumns& segment) {
                totals_used_ += segment.totals ? 1 : 0;
                builder.add(segment);
            });
        return builder.finish();
    }

    // Boards are the same from segments and from rows.
    void expect_boards_as_from_rows(bool by_totals) {
        for (const auto axis : {analytics::Axis::inviter, analytics::Axis::source}) {
            const analytics::BoardRules of = rules(axis);
            const analytics::Board by_segments = board(of);
            EXPECT_EQ(totals_used_, by_totals ? 1 : 0);
            sql::Transaction undone(*connection);
            take_out_of_segments(*connection, kGuild, 1);
            const analytics::Board by_rows = board(of);
            EXPECT_EQ(by_segments.specials, by_rows.specials);
            EXPECT_EQ(by_segments.total, by_rows.total);
            ASSERT_EQ(by_segments.groups.size(), by_rows.groups.size());
            for (std::size_t i = 0; i < by_rows.groups.size(); ++i) {
                EXPECT_EQ(by_segments.groups[i].tally, by_rows.groups[i].tally);
                EXPECT_EQ(by_segments.groups[i].expected, by_rows.groups[i].expected);
                EXPECT_EQ(by_segments.groups[i].variance, by_rows.groups[i].variance);
            }
        }
    }

    int totals_used_ = 0;
};

TEST_F(FullSegmentTest, boards_by_totals_are_those_of_the_rows) {
    expect_boards_as_from_rows(true);
    commit([&] {
        for (int i = 0; i < 300; ++i) {
            let_leave(1 + pick(kJoins));
        }
    });
    expect_boards_as_from_rows(true);
    fold({.leaves = 1, .answers = 1, .joins = 5000});
    EXPECT_TRUE(rows_of("segment_leaves").empty());
    expect_boards_as_from_rows(true);
    EXPECT_TRUE(differences().empty());
    EXPECT_EQ(rows_of("segment").size(), 2U);
}

TEST_F(FullSegmentTest, small_segments_that_make_a_full_one_become_it) {
    commit([&] { take_out_of_segments(*connection, kGuild, 1); });
    const auto hidden_from = [&](JoinId first) {
        connection->execute("UPDATE member_spell SET join_id = -join_id WHERE join_id >= " +
                            std::to_string(first));
    };
    for (const JoinId until : {30'000, 60'000}) {
        commit([&] {
            hidden_from(until + 1);
            fold_joins(*connection, kGuild, {.joins = 1});
            connection->execute("UPDATE member_spell SET join_id = -join_id WHERE join_id < 0");
        });
    }
    EXPECT_EQ(rows_of("segment").size(), 2U);
    commit([&] { let_leave(17); });
    fold({.leaves = 5, .answers = 5, .joins = 1});
    EXPECT_EQ(rows_of("segment").size(), 2U);
    EXPECT_EQ(joins_in_segments(*connection, kGuild), kJoins);
    EXPECT_TRUE(rows_of("segment_leaves").empty());
    EXPECT_EQ(rows_of("segment_total").size(), 2U);
    EXPECT_TRUE(differences().empty());
    expect_boards_as_from_rows(true);
}

TEST_F(FullSegmentTest, totals_wait_until_answers_and_thresholds_are_folded_in) {
    commit([&] {
        AttributionWriter writer(*connection, kGuild);
        for (int i = 0; i < 20; ++i) {
            writer.write(random_answer(1 + pick(kJoins)));
        }
    });
    expect_boards_as_from_rows(false);
    fold({.leaves = 1, .answers = 1, .joins = 5000});
    expect_boards_as_from_rows(true);
    EXPECT_TRUE(differences().empty());

    commit([&] {
        const SettingRow* row = find_setting("retain_days");
        set_setting(*connection, kGuild, row->key, parse_setting(*row, "3"), at(50'000'000));
    });
    expect_boards_as_from_rows(false);
    fold({.leaves = 5, .answers = 5, .joins = 5000});
    expect_boards_as_from_rows(true);
}

TEST_F(FullSegmentTest, totals_that_differ_or_are_damaged_are_found) {
    commit([&] {
        connection->execute(
            "UPDATE segment_total SET bytes = (SELECT o.bytes FROM segment_total o"
            " WHERE o.level = 2) WHERE level = 1");
    });
    ASSERT_EQ(differences().size(), 1U);
    EXPECT_EQ(differences()[0].key, "totals=1/1");
    for (const char* bytes : {"X''",
                              "X'FFFFFFFF'",
                              "substr(bytes, 1, length(bytes) - 1)",
                              "CAST(bytes || X'00' AS BLOB)",
                              "X'0000000100000000'"}) {
        sql::Transaction undone(*connection);
        connection->execute("UPDATE segment_total SET bytes = " + std::string(bytes));
        EXPECT_THROW(board(rules(analytics::Axis::source)), Error) << bytes;
    }
}

}  // namespace
}  // namespace invitectl::store
