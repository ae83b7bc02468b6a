// From rows to columns: what the boards read is what the tables hold.
#include "invitectl/store/join_columns.hpp"

#include "invitectl/analytics/board.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/audit.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/sources.hpp"

#include "tests/store/store_test.hpp"

namespace invitectl::store {
namespace {

constexpr UserId kAna{50};
constexpr UserId kBob{60};

Invite listed(std::string_view text, std::int64_t uses, std::optional<UserId> inviter) {
    Invite invite{.terms = {.code = code(text),
                            .channel = ChannelId{9},
                            .inviter = inviter,
                            .created_at = at(-100),
                            .expires_at = {},
                            .roles = {}},
                  .uses = uses,
                  .inviter = {}};
    return invite;
}

Candidate by(std::string_view text, UserId inviter, std::optional<SourceId> source, double p) {
    return {Candidate::Kind::invite, code(text), inviter, source, p};
}

class JoinColumnsTest : public StoreTest {
  protected:
    JoinColumnsTest() {
        commit([&] {
            reddit_ = create_source(*connection, kGuild, "Reddit ad", {at(0), "ana"});
            assign(*connection, kGuild, {code("abc"), reddit_, {}}, {at(0), "me"});
            record_invites(
                *connection, kGuild, {{listed("abc", 7, kAna), listed("bcd", 0, kBob)}, looked(0)});
            record_vanity(*connection, kGuild, {Vanity{code("our-place"), 40}, looked(0)});
        });
    }

    // Everybody who is a member at a time, by the second they joined.
    void sweep(double seconds, const std::map<std::int64_t, double>& members) {
        commit([&] { begin_or_resume_sweep(*connection, kGuild, at(seconds)); });
        Timed<MemberPage> page{{{}, UserId{members.rbegin()->first}, true}, looked(seconds)};
        for (const auto& [user, joined] : members) {
            page.value.members.push_back(
                {.person = {.id = UserId{user}, .username = "u", .display_name = {}},
                 .joined_at = at(joined),
                 .roles = {}});
        }
        commit([&] { stage_page(*connection, kGuild, page); });
        commit([&] { promote_sweep(*connection, kGuild); });
    }

    void answer(const Attribution& attribution) {
        commit([&] { AttributionWriter(*connection, kGuild).write(attribution); });
    }

    void demand(Stream stream, std::string_view text, double until, double ghosts, bool settled) {
        reconcile::DemandOutcome outcome{
            .demand = {.key = {stream, 2, code(text), 1, reconcile::DemandKind::moved},
                       .inviter = {},
                       .at_least = 1,
                       .at_most = 1,
                       .from = at(until - 50),
                       .until = at(until),
                       .opened = {},
                       .closed = {}}};
        outcome.ghosts = ghosts;
        outcome.settled = settled;
        demands_.push_back(outcome);
    }
    void write_demands() {
        commit([&] { replace_demands(*connection, kGuild, {}, demands_); });
    }

    analytics::Board board(analytics::Axis axis,
                           const TimeRange& window = {},
                           std::optional<Instant> now = {}) {
        analytics::BoardRules rules;
        rules.axis = axis;
        rules.window = window;
        rules.now = now.value_or(at(1'000'000));
        rules.outcome = {std::chrono::seconds{600}, std::chrono::days{7}};
        JoinColumnLoader loader(*connection, kGuild);
        analytics::BoardBuilder builder(rules, loader.dictionaries());
        loader.each_segment([&](const auto& bounds) { return builder.wants(bounds); },
                            [&](const auto& segment) { builder.add(segment); });
        builder.add(loader.other_uses(window, rules.now));
        analytics::Board result = builder.finish();
        names_ = loader.dictionaries();
        return result;
    }

    // "abc: 1 joins 7 before 0.5 ghosts", row by row.
    std::string rows(const analytics::Board& board) const {
        std::string text;
        for (const auto* part : {&board.groups, &board.specials}) {
            for (const auto& row : *part) {
                std::string name(to_text(row.key.kind));
                if (row.key.kind == analytics::RowKind::group) {
                    name = names_.codes[static_cast<std::size_t>(row.key.id)].code.text();
                }
                text += name + ": " + std::to_string(row.tally.joins) + " joins " +
                        std::to_string(row.baseline) + " before " +
                        std::to_string(static_cast<int>(row.ghosts * 100)) + "% ghosts\n";
            }
        }
        return text;
    }

    SourceId reddit_ = 0;
    std::vector<reconcile::DemandOutcome> demands_;
    analytics::Dictionaries names_;
};

TEST_F(JoinColumnsTest, hold_times_leaves_and_answers) {
    sweep(100, {{5, -10}, {7, 50}, {8, 60}});
    sweep(200, {{5, -10}, {8, 60}});
    Attribution certain;
    certain.join = 1;
    certain.code = certain.inviter = certain.source = {Verdict::proved, 1};
    certain.by = Candidate::Kind::invite;
    certain.code_value = code("abc");
    certain.inviter_value = kAna;
    certain.source_value = reddit_;
    certain.candidates = {by("abc", kAna, reddit_, 1)};
    answer(certain);
    Attribution open;
    open.join = 2;
    open.code = open.inviter = open.source = {Verdict::open, 0.75};
    open.candidates = {by("abc", kAna, reddit_, 0.75), by("xyz", UserId{70}, {}, 0.25)};
    answer(open);

    JoinColumnLoader loader(*connection, kGuild);
    int segments = 0;
    loader.each_segment([&](const analytics::JoinColumns& columns) {
        ++segments;
        const auto& names = loader.dictionaries();
        ASSERT_EQ(columns.size(), 2U) << "the member from before is no join";
        EXPECT_EQ(columns.joined[0], analytics::tick_of(at(50)));
        EXPECT_EQ(UserId{columns.user[0]}, UserId{7});
        EXPECT_EQ(columns.left_least[0], analytics::tick_of(at(100)) + 1);
        EXPECT_EQ(columns.left_most[0], analytics::tick_of(at(201)));
        EXPECT_EQ(columns.stayed_most[0], analytics::tick_of(std::chrono::seconds{151}));
        EXPECT_EQ(columns.left_most[1], analytics::kNever);
        EXPECT_EQ(names.codes[columns.code[0]].code, code("abc"));
        EXPECT_EQ(names.codes[columns.code[0]].channel, ChannelId{9});
        EXPECT_EQ(names.inviters[columns.inviter[0]], kAna);
        EXPECT_EQ(names.sources[columns.source[0]].name, "Reddit ad");
        EXPECT_EQ(columns.candidate_offset[1], 0U) << "certain: no candidates needed";
        ASSERT_EQ(columns.candidate_offset[2], 2U);
        EXPECT_EQ(columns.code[1], analytics::kNoIndex);
        EXPECT_DOUBLE_EQ(columns.candidates.p[1], 0.25);
        EXPECT_EQ(names.codes[columns.candidates.code[1]].code, code("xyz"))
            << "a code no reading listed";
        EXPECT_EQ(names.inviters[columns.candidates.inviter[1]], UserId{70});
        EXPECT_EQ(columns.candidates.source[1], analytics::kNoIndex);
    });
    EXPECT_EQ(segments, 1);
}

TEST_F(JoinColumnsTest, joins_without_an_answer_are_unknown) {
    sweep(100, {{7, 50}});
    const auto result = board(analytics::Axis::code);
    EXPECT_EQ(rows(result),
              "abc: 0 joins 7 before 0% ghosts\n"
              "server: 0 joins 40 before 0% ghosts\n"
              "open: 1 joins 0 before 0% ghosts\n");
}

TEST_F(JoinColumnsTest, come_in_the_order_of_their_ids) {
    sweep(100, {{9, 50}});
    sweep(200, {{3, 150}, {9, 50}});
    std::vector<std::int64_t> users;
    JoinColumnLoader(*connection, kGuild).each_segment([&](const analytics::JoinColumns& columns) {
        users.insert(users.end(), columns.user.begin(), columns.user.end());
    });
    EXPECT_EQ(users, (std::vector<std::int64_t>{9, 3}));
}

TEST_F(JoinColumnsTest, settled_ghosts_of_the_range_are_counted) {
    demand(Stream::invites, "abc", 100, 0.5, true);
    demand(Stream::invites, "bcd", 200, 0.25, true);
    demand(Stream::vanity, "our-place", 100, 0.75, true);
    demand(Stream::invites, "xyz", 100, 1, false);
    write_demands();
    EXPECT_EQ(rows(board(analytics::Axis::code)),
              "abc: 0 joins 7 before 50% ghosts\n"
              "bcd: 0 joins 0 before 25% ghosts\n"
              "server: 0 joins 40 before 75% ghosts\n");
    EXPECT_EQ(rows(board(analytics::Axis::code, {at(150), at(300)})),
              "abc: 0 joins 7 before 0% ghosts\n"
              "bcd: 0 joins 0 before 25% ghosts\n"
              "server: 0 joins 40 before 0% ghosts\n");
    EXPECT_EQ(rows(board(analytics::Axis::code, {}, at(120))),
              "abc: 0 joins 7 before 50% ghosts\n"
              "server: 0 joins 40 before 75% ghosts\n");
}

TEST_F(JoinColumnsTest, other_uses_go_to_the_inviter_and_source_of_their_time) {
    commit([&] { assign(*connection, kGuild, {code("abc"), {}, at(100)}, {at(300), "me"}); });
    demand(Stream::invites, "abc", 90, 0.5, true);
    demand(Stream::invites, "bcd", 150, 0.25, true);
    write_demands();
    JoinColumnLoader loader(*connection, kGuild);
    const auto uses = loader.other_uses({}, at(1'000));
    const auto& names = loader.dictionaries();
    ASSERT_EQ(uses.size(), 4U) << "two baselines and two demands";
    EXPECT_EQ(names.inviters[uses[0].inviter], kAna);
    EXPECT_EQ(names.sources[uses[0].source].id, reddit_) << "before the assignment ended";
    EXPECT_EQ(names.sources[uses[1].source].kind, SourceKind::vanity);
    EXPECT_EQ(names.sources[uses[2].source].id, reddit_);
    EXPECT_EQ(uses[3].source, analytics::kNoIndex);
    EXPECT_EQ(names.inviters[uses[3].inviter], kBob);
}

TEST_F(JoinColumnsTest, a_code_only_the_audit_log_knows_has_the_inviter_it_names) {
    AuditEntry created;
    created.id = AuditEntryId{first_snowflake_at(at(20))};
    created.action = audit_action::kInviteCreate;
    created.invite = AuditInvite{code("brief"), {}, kBob, {}, {}, {}, {}};
    commit([&] { record_audit_entries(*connection, kGuild, std::span(&created, 1)); });
    demand(Stream::invites, "brief", 100, 1, true);
    demands_.back().demand.key.epoch = 0;
    write_demands();
    JoinColumnLoader loader(*connection, kGuild);
    const auto uses = loader.other_uses({}, at(1'000));
    EXPECT_EQ(loader.dictionaries().inviters[uses.back().inviter], kBob);
}

TEST_F(JoinColumnsTest, another_guild_shares_nothing) {
    sweep(100, {{7, 50}});
    commit([&] { add_guild(*connection, guild_of(kOther, "Other"), "other", at(0)); });
    JoinColumnLoader other(*connection, kOther);
    other.each_segment([&](const analytics::JoinColumns&) { FAIL(); });
    EXPECT_TRUE(other.other_uses({}, at(1'000)).empty());
    EXPECT_TRUE(other.dictionaries().codes.empty());
}

TEST_F(JoinColumnsTest, a_long_history_comes_in_segments) {
    std::map<std::int64_t, double> members;
    const auto joins = static_cast<std::int64_t>(kSegmentJoins + 10);
    for (std::int64_t user = 1; user <= joins; ++user) {
        members[user] = 1 + static_cast<double>(user) / 1000;
    }
    sweep(100'000, members);
    std::vector<std::size_t> sizes;
    JoinColumnLoader(*connection, kGuild).each_segment([&](const analytics::JoinColumns& columns) {
        sizes.push_back(columns.size());
    });
    EXPECT_EQ(sizes, (std::vector<std::size_t>{kSegmentJoins, 10}));
}

}  // namespace
}  // namespace invitectl::store
