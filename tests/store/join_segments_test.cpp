// Segments stay what the rows say, whatever happens to joins and in whatever order it is folded in.
#include "invitectl/store/join_segments.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/store/join_columns.hpp"
#include "invitectl/store/sources.hpp"

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
        fold({.changes = 1 + pick(40), .joins = 1 + pick(60)});
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
    fold({.changes = 5, .joins = 21});
    EXPECT_EQ(joins_in_segments(*connection, kGuild), 0);
    fold({.changes = 5, .joins = 20});
    EXPECT_EQ(joins_in_segments(*connection, kGuild), 20);

    members_.erase(members_.begin(), std::next(members_.begin(), 4));
    sweep();
    const Dump before = dump();
    fold({.changes = 5, .joins = 20});
    EXPECT_TRUE(changed(before, dump()).empty());
    members_.erase(members_.begin());
    sweep();
    fold({.changes = 5, .joins = 20});
    EXPECT_EQ(changed(before, dump()).count("segment_column"), 1U);
    EXPECT_TRUE(rows_of("segment_leave").empty());
}

TEST_F(JoinSegmentsTest, a_segment_that_differs_from_its_rows_is_found) {
    join(20);
    sweep();
    fold({.changes = 5, .joins = 1});
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
    fold({.changes = 5, .joins = 1});
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
    fold({.changes = 5, .joins = 1});
    EXPECT_EQ(joins_in_segments(*connection, kGuild), 1'000'000'000'000);
    EXPECT_TRUE(differences().empty());
    EXPECT_EQ(rows_of("segment").size(), 2U);
}

}  // namespace
}  // namespace invitectl::store
