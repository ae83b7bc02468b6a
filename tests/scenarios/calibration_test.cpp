// Bounds and declarations that do not hold: the counters contradict them, the program widens or
// withdraws, and afterwards nothing wrong is called proved.
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include "tests/scenarios/follower.hpp"
#include "tests/sim/life.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace invitectl::testing {
namespace {

using namespace std::chrono_literals;

struct Broken {
    std::string name;
    std::string names;  // in the warning: what is widened or withdrawn
    sim::LifeConfig life;
    Duration clock_error{0};
    bool no_ghosts = false;
    bool closed_kept = true;
};

sim::LifeConfig busy() {
    sim::LifeConfig life = sim::closed();
    life.joins_per_hour = 10;
    life.popular_codes = 12;
    return life;
}

Broken lazy_counters() {
    Broken broken{"lazy_counters", "guard", busy()};
    broken.life.lag = {15s, 50s};
    return broken;
}

Broken wrong_clock(std::string name, Duration error) {
    Broken broken{std::move(name), "guard", busy()};
    broken.clock_error = error;
    return broken;
}

Broken not_closed(std::string name, double share) {
    Broken broken{std::move(name), "closed withdrawn", busy()};
    broken.life.no_invite_share = share;
    broken.closed_kept = false;
    return broken;
}

Broken bouncers() {
    Broken broken{"bouncers", "no_ghosts withdrawn", busy()};
    broken.no_ghosts = true;
    broken.life.join_messages = false;  // or they would be seen after all
    return broken;
}

void PrintTo(const Broken& broken, std::ostream* out) {
    *out << broken.name;
}

class Broke : public ::testing::TestWithParam<Broken> {
  protected:
    Broke() {
        sim::WorldConfig config;
        config.seed = 7;
        living = sim::living_guild(config, GetParam().life);
        sim::MemoryOptions options;
        options.latency = 40ms;
        options.clock_error = GetParam().clock_error;
        tool.emplace(*living.world, living.guild, options);
        tool->begin(true);
        if (GetParam().no_ghosts) {
            tool->set("no_ghosts", "on");
        }
        const Instant end = living.world->start() + std::chrono::days{3};
        while (living.world->now() < end) {
            tool->pass(10min);
        }
    }

    std::vector<Attribution> wrong_proofs();
    std::int64_t value_of(std::string_view key) { return in_force(key).value.number; }
    store::SettingInForce in_force(std::string_view key);

    sim::LivingGuild living;
    std::optional<Follower> tool;
};

store::SettingInForce Broke::in_force(std::string_view key) {
    const auto all = store::settings_in_force(tool->database(), living.guild, living.world->now());
    return *std::ranges::find(
        all, key, [](const store::SettingInForce& one) { return one.row->key; });
}

std::vector<Attribution> Broke::wrong_proofs() {
    std::map<std::pair<UserId, Instant>, const sim::TruthEntry*> truth;
    const auto& entries = living.world->truth(living.guild).entries;
    for (const sim::TruthEntry& entry : entries) {
        truth[{entry.user, entry.joined_at}] = &entry;
    }
    // Of somebody nobody saw, the latest join that was due by then.
    const auto truth_of = [&truth](const Spell& spell) {
        const auto after = truth.upper_bound({spell.user, spell.joined_at});
        return std::prev(after)->second;
    };
    std::vector<Attribution> wrong;
    store::each_join(tool->database(), living.guild, 0, [&](const store::StoredJoin& join) {
        const auto answer = store::load_attribution(tool->database(), living.guild, join.id);
        const sim::TruthEntry& entry = *truth_of(join.spell);
        const bool by_code = entry.way == sim::Way::invite || entry.way == sim::Way::vanity;
        const std::string code = answer->code_value ? answer->code_value->text() : "";
        const bool code_wrong =
            answer->code.verdict == Verdict::proved && code != (by_code ? entry.code : "");
        const bool inviter_wrong = answer->inviter.verdict == Verdict::proved &&
                                   answer->inviter_value && answer->inviter_value != entry.inviter;
        if (code_wrong || inviter_wrong) {
            wrong.push_back(*answer);
        }
    });
    return wrong;
}

TEST_P(Broke, is_noticed_and_nothing_wrong_stays_proved) {
    for (const Attribution& answer : wrong_proofs()) {
        ADD_FAILURE() << "join " << answer.join << " is wrongly proved: " << answer.reason;
    }
    EXPECT_NE(tool->warnings().find(GetParam().names), std::string::npos) << tool->warnings();
    const auto journal = store::recent_journal(tool->database(), living.guild, 100);
    EXPECT_TRUE(std::ranges::any_of(journal, [](const store::JournalEntry& entry) {
        return entry.author == "invitectl" && entry.subject != "rates";
    }));
    for (const auto& difference : workflow::verify_rebuild(tool->database(), living.guild, 5)) {
        ADD_FAILURE() << difference.table << " " << difference.key << "\n stored  "
                      << difference.stored << "\n rebuilt " << difference.rebuilt;
    }

    const bool closed_holds = GetParam().closed_kept;
    const store::SettingInForce closed = in_force("closed");
    EXPECT_EQ(closed.value, closed_holds ? 1 : 0);
    EXPECT_EQ(closed.set_by, closed_holds ? "user" : "program");
    EXPECT_EQ(closed.note.empty(), closed_holds);
    EXPECT_EQ(value_of("no_ghosts"), 0);
}

INSTANTIATE_TEST_SUITE_P(Guilds,
                         Broke,
                         ::testing::Values(lazy_counters(),
                                           wrong_clock("clock_behind", -20s),
                                           wrong_clock("clock_ahead", 15s),
                                           wrong_clock("clock_far_ahead", 30s),
                                           not_closed("one_in_a_hundred", 0.01),
                                           not_closed("one_in_twenty", 0.05),
                                           bouncers()),
                         [](const auto& test) { return test.param.name; });

// The fit comes once by itself, is the same for a rebuild, and again when asked for.
TEST(Fit, is_recorded_once) {
    sim::LifeConfig life;
    life.joins_per_hour = 10;
    life.popular_codes = 12;
    sim::WorldConfig config;
    config.seed = 3;
    const sim::LivingGuild living = sim::living_guild(config, life);
    Follower tool(*living.world, living.guild);
    tool.begin(false);
    for (int i = 0; i < 144; ++i) {
        tool.pass(20min);
    }
    const auto fits = [&] {
        return std::ranges::count(store::stored_calibrations(tool.database(), living.guild),
                                  "fit",
                                  &store::StoredCalibration::origin);
    };
    EXPECT_EQ(fits(), 1);
    EXPECT_EQ(tool.warnings(), "");
    EXPECT_TRUE(workflow::verify_rebuild(tool.database(), living.guild, 5).empty());

    WorldClock clock(*living.world);
    KeptLog log;
    workflow::refit_guild(tool.database(), living.guild, clock, log);
    EXPECT_EQ(fits(), 2);
    EXPECT_TRUE(workflow::verify_rebuild(tool.database(), living.guild, 5).empty());
    tool.pass(20min);
    EXPECT_EQ(fits(), 2);
}

}  // namespace
}  // namespace invitectl::testing
