// What members-search said, as stored facts.
#include "invitectl/store/stated.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/store/history.hpp"

#include "tests/store/store_test.hpp"

namespace invitectl::store {
namespace {

class StatedTest : public StoreTest {
  protected:
    StatedTest() {
        commit([&] { record_invites(*connection, kGuild, {{}, looked(0)}); });
    }

    // A whole sweep that lists these members.
    void sweep(double seconds, const std::vector<Member>& members) {
        commit([&] { begin_or_resume_sweep(*connection, kGuild, at(seconds)); });
        MemberPage page{members, {}, true};
        commit([&] { stage_page(*connection, kGuild, {page, looked(seconds)}); });
        commit([&] { promote_sweep(*connection, kGuild); });
    }
    StatedNews state(const std::vector<StatedSource>& said) {
        StatedNews news;
        commit([&] { news = record_stated_sources(*connection, kGuild, said, at(500)); });
        return news;
    }
    void settle(JoinId join) {
        Attribution attribution;
        attribution.join = join;
        attribution.settled = true;
        attribution.reason = "several_ways";
        commit([&] { AttributionWriter(*connection, kGuild).write(attribution); });
    }
    static StatedSource by(std::int64_t user, double joined, const char* text) {
        return {UserId{user}, at(joined), Candidate::Kind::invite, code(text), UserId{9}};
    }
};

TEST_F(StatedTest, the_first_word_about_a_join_stays) {
    EXPECT_EQ(state({by(7, 100, "abc")}).recorded, 1);
    EXPECT_EQ(state({by(7, 100, "xyz"), by(7, 200, "xyz")}).recorded, 1);
    EXPECT_EQ(stated_sources(*connection, kGuild),
              (std::vector{by(7, 100, "abc"), by(7, 200, "xyz")}));
    EXPECT_TRUE(stated_sources(*connection, kOther).empty());
}

TEST_F(StatedTest, counts_for_the_very_join_it_is_about) {
    sweep(150, {member_of(7, 100), member_of(8, 101)});
    state({by(7, 100, "abc"),
           by(8, 99, "abc"),  // an earlier join of the same user
           {UserId{9}, at(100), Candidate::Kind::vanity, code("harbour"), {}}});
    const auto statements = load_history(*connection, kGuild).statements;
    ASSERT_EQ(statements.size(), 1U);
    EXPECT_EQ(statements[0].join, joins_of(*connection, kGuild, UserId{7}).front().id);
    EXPECT_EQ(statements[0].code, code("abc"));
    EXPECT_EQ(statements[0].inviter, UserId{9});
    EXPECT_FALSE(statements[0].vanity);
}

TEST_F(StatedTest, a_statement_may_come_before_its_member_is_seen) {
    state({{UserId{7}, at(100), Candidate::Kind::vanity, code("harbour"), {}}});
    EXPECT_TRUE(load_history(*connection, kGuild).statements.empty());
    sweep(150, {member_of(7, 100)});
    ASSERT_EQ(load_history(*connection, kGuild).statements.size(), 1U);
    EXPECT_TRUE(load_history(*connection, kGuild).statements[0].vanity);
}

TEST_F(StatedTest, says_which_settled_joins_it_comes_too_late_for) {
    sweep(150, {member_of(7, 100), member_of(8, 101), member_of(9, 102)});
    settle(joins_of(*connection, kGuild, UserId{8}).front().id);
    settle(joins_of(*connection, kGuild, UserId{9}).front().id);
    EXPECT_FALSE(state({by(7, 100, "abc")}).settled_since);
    EXPECT_EQ(state({by(9, 102, "abc"), by(8, 101, "abc")}).settled_since, at(101));
    EXPECT_FALSE(state({by(9, 102, "abc")}).settled_since) << "it is known already";
    EXPECT_EQ(open_statements(*connection, kGuild, 1).size(), 1U);
}

TEST_F(StatedTest, bots_are_left_to_the_audit_log) {
    Member bot = member_of(7, 100);
    bot.person.bot = true;
    sweep(150, {bot});
    state({{UserId{7}, at(100), Candidate::Kind::none, {}, {}}});
    EXPECT_TRUE(open_statements(*connection, kGuild, 1).empty());
}

}  // namespace
}  // namespace invitectl::store
