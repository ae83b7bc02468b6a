// Two guilds that share users and codes never touch each other.
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/audit.hpp"
#include "invitectl/store/history.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"

#include "tests/store/store_test.hpp"

#include <random>

namespace invitectl::store {
namespace {

class TwoGuilds : public StoreTest {
  protected:
    void start_anew() {
        connection = admin->open(":memory:", OpenMode::create);
        migrate(*connection, *admin);
        commit([&] {
            add_guild(*connection, guild_of(kGuild, "Home"), "home", at(0));
            add_guild(*connection, guild_of(kOther, "Away"), "away", at(0));
        });
    }

    // One step of a guild's life, the same for the same random numbers.
    void step(GuildId guild, int number, std::mt19937& random) {
        const double now = number * 10.0;
        const auto any = [&](int limit) {
            return static_cast<std::int64_t>(random() % static_cast<unsigned>(limit));
        };
        Timed<std::vector<Invite>> list{{}, looked(now)};
        for (const std::string text : {"aaa", "bbb", "ccc"}) {
            if (any(4) > 0) {
                list.value.push_back({.terms = {.code = code(text),
                                                .channel = {},
                                                .inviter = UserId{1 + any(3)},
                                                .created_at = at(-100),
                                                .expires_at = {},
                                                .roles = {RoleId{1}}},
                                      .uses = any(5),
                                      .inviter = {}});
            }
        }
        Timed<MemberPage> page{{{}, {}, true}, looked(now + 2)};
        for (std::int64_t user = 1; user <= 6; ++user) {
            if (any(3) > 0) {
                page.value.members.push_back(
                    member_of(user, now - static_cast<double>(any(3)), std::to_string(any(2))));
                page.value.last = UserId{user};
            }
        }
        const AuditEntry kick = removal(1 + any(6), now, audit_action::kMemberKick, any(100));
        commit([&] {
            record_invites(*connection, guild, list);
            record_vanity(*connection, guild, {Vanity{code("vvv"), any(3)}, looked(now)});
            begin_or_resume_sweep(*connection, guild, at(now));
            stage_page(*connection, guild, page);
            promote_sweep(*connection, guild);
            record_audit_entries(*connection, guild, std::vector{kick});
            refine_leaves_from_audit(*connection, guild, AuditEntryId{0});
            record_poll(*connection, guild, PollKind::audit, looked(now), "ok", 1);
            assign(*connection, guild, {code("aaa"), 1 + any(3), {}}, {at(now), "ana"});
            set_setting(*connection, guild, "retain_days", 1 + any(9), at(now));
            add_journal_entry(*connection, guild, {0, at(now), "ana", "note", "s", ""});
        });
        derive(guild);
    }

    // Stands in for the solver: every waiting join gets an answer, half of them for good.
    void derive(GuildId guild) {
        commit([&] {
            const reconcile::History history = load_history(*connection, guild);
            reconcile::Result result;
            result.marks = history.marks;
            for (const reconcile::Arrival& arrival : history.arrivals) {
                Attribution answer;
                answer.join = arrival.join;
                answer.settled = arrival.join % 2 == 0;
                answer.reason = "waiting";
                answer.candidates.resize(2);
                result.attributions.push_back(answer);
            }
            for (const reconcile::CounterChange& change : history.changes) {
                const reconcile::DemandKey key{change.stream,
                                               change.reading,
                                               change.code,
                                               change.epoch,
                                               reconcile::DemandKind::moved};
                reconcile::DemandOutcome outcome{.demand = {.key = key,
                                                            .inviter = {},
                                                            .at_most = {},
                                                            .from = {},
                                                            .until = {},
                                                            .opened = {},
                                                            .closed = {}},
                                                 .settled = change.reading % 2 == 0};
                result.demands.push_back(outcome);
            }
            store_result(*connection, guild, history, result);
        });
    }

    // All rows of one guild.
    Dump rows_of_guild(GuildId guild) {
        Dump all = dump();
        for (auto& [table, rows] : all) {
            std::erase_if(rows, [&](const std::string& row) {
                return row != guild.text() && row.rfind(guild.text() + "|", 0) != 0;
            });
        }
        return all;
    }
};

// Ten databases with both guilds, each beside one with the first alone.
TEST_F(TwoGuilds, a_guild_is_the_same_with_and_without_another) {
    for (unsigned seed = 4711; seed < 4721; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Dump seen[2];
        for (const bool with_other : {false, true}) {
            start_anew();
            std::mt19937 random(seed);
            std::mt19937 of_other(seed + 1);
            for (int i = 0; i < 12; ++i) {
                if (with_other) {
                    step(kOther, i, of_other);
                }
                step(kGuild, i, random);
            }
            seen[with_other ? 1 : 0] = rows_of_guild(kGuild);
        }
        EXPECT_EQ(seen[0], seen[1]);
        EXPECT_GT(seen[0].at("member_spell").size(), 10U);
        EXPECT_GT(seen[0].at("use_change").size(), 5U);
        EXPECT_GT(seen[0].at("attribution").size(), 5U);
        EXPECT_GT(seen[0].at("demand").size(), 5U);
    }
}

TEST_F(TwoGuilds, removing_a_guild_leaves_the_other_bit_by_bit) {
    start_anew();
    std::mt19937 random(99);
    for (int i = 0; i < 8; ++i) {
        step(kGuild, i, random);
        step(kOther, i, random);
    }
    // Left over from a sweep that was cut off.
    commit([&] {
        begin_or_resume_sweep(*connection, kOther, at(500));
        stage_page(*connection, kOther, {{{member_of(1, 400)}, UserId{1}, false}, looked(500)});
    });
    const Dump before = rows_of_guild(kGuild);
    commit([&] { remove_guild(*connection, kOther); });
    EXPECT_EQ(rows_of_guild(kGuild), before);
    for (const auto& [table, rows] : rows_of_guild(kOther)) {
        EXPECT_TRUE(rows.empty()) << table;
    }
}

}  // namespace
}  // namespace invitectl::store
