// A day at one-minute polls with every fault there is: nothing that could be seen is lost, nothing
// is counted twice, and Discord is treated well. A failing seed replays identically:
//
//   INVITECTL_SEED=17 build/dev/tests/trust/trust_test
//
// INVITECTL_LONG=1 runs a thousand seeds.
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/runs.hpp"

#include "tests/trust/day.hpp"
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

namespace invitectl::trust {
namespace {

std::vector<std::uint64_t> seeds() {
    if (const char* one = std::getenv("INVITECTL_SEED")) {
        return {std::strtoull(one, nullptr, 10)};
    }
    const std::uint64_t count = std::getenv("INVITECTL_LONG") != nullptr ? 1000 : 3;
    std::vector<std::uint64_t> all;
    for (std::uint64_t seed = 1; seed <= count; ++seed) {
        all.push_back(seed);
    }
    return all;
}

// Every tenth guild is too large for one page.
DayPlan plan_of(std::uint64_t seed) {
    DayPlan plan;
    plan.seed = seed;
    plan.members = seed % 10 == 0 ? 1200 : 60;
    return plan;
}

std::int64_t number(sql::Connection& database, const char* sql) {
    const auto row = database.prepare(sql);
    return row->step() ? row->integer(0) : -1;
}

using Key = std::pair<std::int64_t, std::int64_t>;  // user, microseconds of the join

// Who came and was still there when a sweep passed is known, once, with the right time.
void expect_joins(Day& day) {
    std::map<Key, const sim::TruthEntry*> truth;
    for (const sim::TruthEntry& entry : day.world().truth(day.guild()).entries) {
        truth[{entry.user.value, to_micros(entry.joined_at)}] = &entry;
    }
    std::set<Key> known;
    const Instant seen_until = store::latest_sweep(day.database(), day.guild())->bracket.began;
    store::each_join(day.database(), day.guild(), 0, [&](const store::StoredJoin& join) {
        const Key key{join.spell.user.value, to_micros(join.spell.joined_at)};
        EXPECT_TRUE(known.insert(key).second) << "a join twice: user " << key.first;
        const auto real = truth.find(key);
        ASSERT_NE(real, truth.end()) << "a join that never was: user " << key.first;
        const auto left_at = real->second->left_at;
        if (!left_at || *left_at < seen_until) {
            EXPECT_EQ(join.spell.leave.has_value(), left_at.has_value()) << "user " << key.first;
        }
    });
    for (const auto& [key, entry] : truth) {
        const bool stayed =
            !entry->left_at || *entry->left_at - entry->joined_at > std::chrono::hours{3};
        if (!entry->before_start && stayed) {
            EXPECT_TRUE(known.contains(key)) << "a join missed: user " << key.first;
        }
    }
}

// Every movement of a counter that still stands in the list was taken over.
void expect_counters(Day& day) {
    const sim::GuildState& state = day.world().guild(day.guild());
    for (const sim::InviteState* invite : state.listed) {
        const auto row = day.database().prepare(
            "SELECT i.first_uses + COALESCE((SELECT SUM(c.uses_after - c.uses_before)"
            " FROM use_change c WHERE c.guild_id = i.guild_id AND c.code = i.code"
            " AND c.epoch = i.epoch), 0), i.last_uses, i.created_at FROM invite i"
            " WHERE i.code = $code AND i.stream = 0 AND i.gone_reading IS NULL");
        row->bind(row->parameter("code"), std::string_view(invite->terms.code.text()));
        ASSERT_TRUE(row->step()) << invite->terms.code.text();
        EXPECT_EQ(row->integer(1), invite->visible) << invite->terms.code.text();
        EXPECT_EQ(row->integer(0), invite->visible) << invite->terms.code.text();
    }
}

// Certain is certain, whatever Discord did in between.
void expect_no_wrong_proof(Day& day) {
    std::map<JoinId, Key> joins;
    store::each_join(day.database(), day.guild(), 0, [&](const store::StoredJoin& join) {
        joins[join.id] = {join.spell.user.value, to_micros(join.spell.joined_at)};
    });
    std::map<Key, const sim::TruthEntry*> truth;
    for (const sim::TruthEntry& entry : day.world().truth(day.guild()).entries) {
        truth[{entry.user.value, to_micros(entry.joined_at)}] = &entry;
    }
    store::each_attribution(day.database(), day.guild(), 0, [&](const Attribution& answer) {
        if (answer.code.verdict == Verdict::proved && answer.code_value) {
            EXPECT_EQ(answer.code_value->text(), truth.at(joins.at(answer.join))->code)
                << "join " << answer.join;
        }
    });
}

void expect_good_manners(Day& day) {
    EXPECT_EQ(day.refused_by_limit(), 0) << "requests while a bucket is known to be empty";
    std::map<std::int64_t, int> per_second;
    for (const sim::JournalLine& line : day.journal()) {
        EXPECT_LE(++per_second[to_micros(line.at) / 1'000'000], 50);
        EXPECT_NE(line.path.rfind("/invites/", 0), 0U) << "codes are never looked up one by one";
    }
}

void expect_told(Day& day) {
    const auto failed = number(day.database(), "SELECT COUNT(*) FROM run WHERE outcome = 'failed'");
    EXPECT_EQ(failed, day.failed_runs()) << "every run that read less says so";
    EXPECT_GT(day.failed_runs(), 0) << "the day was too quiet to prove anything";
    EXPECT_LT(day.failed_runs(), day.runs() / 2);
    for (const store::Poll& poll : store::polls(day.database(), day.guild())) {
        EXPECT_TRUE(poll.ok()) << to_text(poll.kind) << ": " << poll.outcome;
    }
}

TEST(DayOfFaults, loses_nothing_and_doubles_nothing) {
    for (const std::uint64_t seed : seeds()) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Day day(plan_of(seed));
        day.run();
        expect_joins(day);
        expect_counters(day);
        expect_no_wrong_proof(day);
        expect_good_manners(day);
        expect_told(day);
        if (::testing::Test::HasFailure()) {
            break;
        }
    }
}

}  // namespace
}  // namespace invitectl::trust
