// Living guilds followed for days and held against what really happened, over many seeds.
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include "tests/scenarios/follower.hpp"
#include "tests/sim/life.hpp"
#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace invitectl::testing {
namespace {

using namespace std::chrono_literals;
using analytics::Axis;

constexpr int kSeeds = 30;

struct Setting {
    std::uint64_t seed;
    bool closed;
    Duration poll;
    double missed;  // share of requests that fail
    bool messages;  // the system channel announces who joins
    bool no_ghosts;
};

// Settings differ from seed to seed, so that thirty of them cover more than one way to run.
Setting setting_of(std::uint64_t seed) {
    return {seed,
            seed % 3 != 0,
            seed % 2 == 0 ? Duration{10min} : Duration{30min},
            seed % 5 == 0 ? 0.02 : 0.0,
            seed % 4 != 0,
            seed % 4 == 1};
}

std::string truth_code(const sim::TruthEntry& entry) {
    return entry.way == sim::Way::invite || entry.way == sim::Way::vanity ? entry.code : "";
}

Candidate::Kind truth_kind(const sim::TruthEntry& entry) {
    switch (entry.way) {
        case sim::Way::invite:
            return Candidate::Kind::invite;
        case sim::Way::vanity:
            return Candidate::Kind::vanity;
        case sim::Way::bot:
            return Candidate::Kind::bot;
        case sim::Way::none:
            break;
    }
    return Candidate::Kind::none;
}

class Truth : public ::testing::TestWithParam<int> {
  protected:
    Truth() : setting(setting_of(static_cast<std::uint64_t>(GetParam()))) {
        sim::LifeConfig life;
        life.joins_per_hour = 4;
        life.popular_codes = 12;
        life.join_messages = setting.messages;
        if (setting.closed) {
            life = sim::closed(life);
        }
        sim::WorldConfig config;
        config.seed = setting.seed;
        living = sim::living_guild(config, life);
        sim::MemoryOptions options;
        options.missed = setting.missed;
        options.seed = setting.seed;
        options.latency = 40ms;
        tool.emplace(*living.world, living.guild, options);
        follow();
    }

    void follow() {
        begin();
        const Instant end = living.world->start() + std::chrono::days{3};
        bool complete = false;  // answers are as new as the facts only after a sync that went well
        while (living.world->now() < end || !complete) {
            living.world->advance(setting.poll);
            complete = sync_unless_missed();
        }
    }

    bool sync_unless_missed() {
        try {
            tool->sync();
            return true;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::network);
            return false;
        }
    }

    void begin() {
        // The first reading may be missed too; nothing is tracked before it.
        for (;;) {
            try {
                tool->begin(setting.closed);
                if (setting.no_ghosts) {
                    tool->set("no_ghosts", "on");
                }
                return;
            } catch (const Error& error) {
                ASSERT_EQ(error.code(), ErrorCode::network);
                tool.emplace(*living.world, living.guild);
            }
        }
    }

    const sim::TruthEntry* truth_of(const Spell& spell) const {
        for (const auto& entry : living.world->truth(living.guild).entries) {
            const Instant after = spell.joined_after.value_or(spell.joined_at - Duration{1});
            if (entry.user == spell.user && after < entry.joined_at &&
                entry.joined_at <= spell.joined_at) {
                return &entry;
            }
        }
        return nullptr;
    }

    void what_is_proved_is_true();
    void ghosts_and_totals_agree_with_the_counters();
    void boards_add_up();
    void a_rebuild_gives_the_same_bytes();
    void everybody_seen_is_one_join();

    Setting setting;
    sim::LivingGuild living;
    std::optional<Follower> tool;
};

void Truth::what_is_proved_is_true() {
    std::int64_t proved = 0;
    std::int64_t joins = 0;
    store::each_join(tool->database(), living.guild, 0, [&](const store::StoredJoin& join) {
        ++joins;
        const sim::TruthEntry* entry = truth_of(join.spell);
        ASSERT_NE(entry, nullptr) << "join " << join.id << " never happened";
        const auto answer = store::load_attribution(tool->database(), living.guild, join.id);
        ASSERT_TRUE(answer);
        if (answer->code.verdict == Verdict::proved) {
            ++proved;
            EXPECT_EQ(answer->by, truth_kind(*entry)) << "join " << join.id;
            EXPECT_EQ(answer->code_value ? answer->code_value->text() : "", truth_code(*entry))
                << "join " << join.id;
        }
        if (answer->inviter.verdict == Verdict::proved && answer->inviter_value) {
            EXPECT_EQ(answer->inviter_value, entry->inviter) << "join " << join.id;
        }
        double sum = 0;
        for (const Candidate& candidate : answer->candidates) {
            sum += candidate.p;
        }
        EXPECT_TRUE(answer->candidates.empty() || std::abs(sum - 1) < 1e-9) << "join " << join.id;
    });
    EXPECT_GT(joins, 100);
    EXPECT_TRUE(!setting.closed || proved > 0) << "nothing could be proved in a closed guild";
}

void Truth::ghosts_and_totals_agree_with_the_counters() {
    // Per code: what its demands stand for, and what they are made of.
    std::map<std::string, std::int64_t> counted;
    const auto demands =
        tool->database().prepare("SELECT code, at_least, at_most, attributed, ghosts FROM demand");
    while (demands->step()) {
        const std::string code(demands->text(0));
        const double explained = demands->real(3) + demands->real(4);
        EXPECT_GE(explained, static_cast<double>(demands->integer(1)) - 1e-6) << code;
        if (!demands->is_null(2)) {
            EXPECT_LE(explained, static_cast<double>(demands->integer(2)) + 1e-6) << code;
        }
        counted[code] += demands->integer(1);
    }
    // What the joins were given, code by code, is what the counters gave.
    const auto given = tool->database().prepare(
        "SELECT d.code, SUM(d.attributed), (SELECT COALESCE(SUM(c.p), 0) FROM candidate c"
        " WHERE c.code = d.code) FROM demand d GROUP BY d.code");
    while (given->step()) {
        EXPECT_NEAR(given->real(1), given->real(2), 1e-6) << given->text(0);
    }
    // The counters as read: everything since the first reading, of codes that never left the list.
    std::map<std::string, std::int64_t> moved;
    std::map<std::string, bool> always_listed;
    store::each_invite_life(tool->database(), living.guild, [&](const store::InviteLife& life) {
        const std::string code = life.terms.code.text();
        moved[code] += life.last_uses - (life.baseline() ? life.first_uses : life.carried_uses);
        const bool listed = !life.gone;
        always_listed[code] = always_listed.contains(code) ? always_listed[code] && listed : listed;
    });
    int compared = 0;
    for (const auto& [code, uses] : moved) {
        if (always_listed[code]) {
            ++compared;
            EXPECT_EQ(counted[code], uses) << code;
        }
    }
    EXPECT_GT(compared, 5);
}

void Truth::boards_add_up() {
    const std::int64_t joins = store::member_counts(tool->database(), living.guild).joins;
    for (const Axis axis : {Axis::inviter, Axis::source, Axis::code}) {
        const analytics::Board board = tool->board(axis);
        std::int64_t in_rows = 0;
        std::int64_t in_outcomes = 0;
        double expected = 0;
        for (const auto* rows : {&board.groups, &board.specials}) {
            for (const analytics::BoardRow& row : *rows) {
                in_rows += row.tally.joins;
                expected += row.expected;
                for (const std::int64_t count : row.tally.by_outcome) {
                    in_outcomes += count;
                }
            }
        }
        EXPECT_EQ(in_rows, joins);
        EXPECT_EQ(in_outcomes, joins);
        EXPECT_NEAR(expected, static_cast<double>(joins), 1e-6);
        EXPECT_EQ(board.total.tally.joins, joins);
    }
}

void Truth::a_rebuild_gives_the_same_bytes() {
    for (const auto& difference : workflow::verify_rebuild(tool->database(), living.guild, 5)) {
        ADD_FAILURE() << difference.table << " " << difference.key << "\n stored  "
                      << difference.stored << "\n rebuilt " << difference.rebuilt;
    }
    workflow::rebuild_guild(tool->database(), living.guild);
    EXPECT_TRUE(workflow::verify_rebuild(tool->database(), living.guild, 5).empty());
}

// Everybody who was a member when a sweep looked is a join exactly once.
void Truth::everybody_seen_is_one_join() {
    const auto first =
        store::first_reading(tool->database(), living.guild, Stream::invites)->bracket.began;
    const auto last = store::latest_sweep(tool->database(), living.guild)->bracket.began;
    std::map<std::pair<UserId, Instant>, int> recorded;
    store::each_join(tool->database(), living.guild, 0, [&](const store::StoredJoin& join) {
        ++recorded[{join.spell.user, join.spell.joined_at}];
    });
    for (const auto& entry : living.world->truth(living.guild).entries) {
        const int times = recorded.contains({entry.user, entry.joined_at})
                              ? recorded[{entry.user, entry.joined_at}]
                              : 0;
        EXPECT_LE(times, 1);
        if (entry.joined_at >= first && entry.joined_at < last && !entry.left_at) {
            EXPECT_EQ(times, 1) << entry.user.text();
        }
        if (entry.joined_at < first) {
            EXPECT_EQ(times, 0) << entry.user.text();
        }
    }
}

// One test a seed: following a guild for days costs more than all the questions about it.
TEST_P(Truth, holds) {
    SCOPED_TRACE("seed " + std::to_string(setting.seed));
    what_is_proved_is_true();
    ghosts_and_totals_agree_with_the_counters();
    boards_add_up();
    a_rebuild_gives_the_same_bytes();
    everybody_seen_is_one_join();
}

INSTANTIATE_TEST_SUITE_P(Seeds, Truth, ::testing::Range(1, kSeeds + 1));

}  // namespace
}  // namespace invitectl::testing
