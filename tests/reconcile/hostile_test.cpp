// Fact bases that cannot be: whatever a file or a faulty service holds, working it out ends, breaks
// no invariant of its own, and proves nothing where it says that the books contradict each other.
#include "invitectl/base/error.hpp"
#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/calibration_fit.hpp"

#include "tests/reconcile/campaign.hpp"
#include "tests/reconcile/random_guild.hpp"
#include <gtest/gtest.h>

#include <functional>

namespace invitectl::reconcile {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr ReservedSources kReserved{1, 2, 3};
constexpr std::int64_t kHuge = std::int64_t{1} << 60;

class Spoiler {
  public:
    explicit Spoiler(std::uint64_t seed) : random_(seed) {}

    std::int64_t below(std::int64_t n) {
        return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random_);
    }
    template <class Row>
    void each_tenth(std::vector<Row>& rows, const std::function<void(Row&)>& spoil) {
        for (Row& row : rows) {
            if (below(10) == 0) {
                spoil(row);
            }
        }
    }
    std::int64_t any_number() {
        const std::int64_t kinds[] = {0, -1, 1, kHuge, -kHuge, below(100)};
        return kinds[below(6)];
    }
    Duration any_shift() { return seconds{below(14'400) - 7'200}; }

    void spoil(History& facts) {
        switch (below(9)) {
            case 0:  // impossible counters
                each_tenth<CounterChange>(facts.changes, [&](CounterChange& change) {
                    change.before = any_number();
                    change.after = any_number();
                });
                break;
            case 1:
                each_tenth<CodeLife>(facts.lives, [&](CodeLife& life) {
                    life.first_uses = any_number();
                    life.last_uses = any_number();
                    life.carried_uses = any_number();
                    life.terms.max_uses = any_number();
                });
                break;
            case 2:  // invites from the future, or gone before they were made
                each_tenth<CodeLife>(facts.lives, [&](CodeLife& life) {
                    life.terms.created_at += any_shift();
                    life.terms.expires_at = life.terms.created_at + any_shift();
                });
                break;
            case 3:  // a clock an hour off from some reading on
                shift_readings(facts, below(2) == 0 ? hours{1} : hours{-1});
                break;
            case 4:  // joins before the account, before tracking, all at once
                each_tenth<Arrival>(facts.arrivals, [&](Arrival& arrival) {
                    arrival.user = {(std::int64_t{1} << 62) + below(1'000)};
                    arrival.joined_at += any_shift();
                });
                break;
            case 5:  // people nobody saw, in intervals of any width
                each_tenth<Arrival>(facts.arrivals, [&](Arrival& arrival) {
                    arrival.joined_after = arrival.joined_at - seconds{1 + below(20'000)};
                });
                break;
            case 6:  // the log says what was not
                each_tenth<InviteLogEntry>(facts.deleted, [&](InviteLogEntry& entry) {
                    entry.at += any_shift();
                    entry.invite.uses = any_number();
                });
                each_tenth<InviteLogEntry>(facts.created, [&](InviteLogEntry& entry) {
                    entry.invite.max_uses = any_number();
                    entry.invite.max_age = any_number();
                });
                break;
            case 7:  // everybody came by one code, and Discord or a role says so
                for (const Arrival& arrival : facts.arrivals) {
                    if (below(3) == 0 && !facts.lives.empty()) {
                        facts.statements.push_back({arrival.join, facts.lives[0].terms.code});
                    } else if (below(3) == 0 && !facts.lives.empty()) {
                        facts.stamps.push_back({arrival.join, {{facts.lives[0].terms.code, {}}}});
                    }
                }
                break;
            default:  // seen too early or too late
                each_tenth<Arrival>(facts.arrivals, [&](Arrival& arrival) {
                    arrival.seen_by = arrival.joined_at + any_shift();
                    arrival.unseen_at = arrival.joined_at + any_shift();
                });
        }
    }

  private:
    void shift_readings(History& facts, Duration shift) {
        const auto from =
            static_cast<std::size_t>(below(static_cast<std::int64_t>(facts.readings.size())));
        for (std::size_t i = from; i < facts.readings.size(); ++i) {
            facts.readings[i].bracket.began += shift;
            facts.readings[i].bracket.ended += shift;
        }
    }

    std::mt19937_64 random_;
};

Calibration declared(std::int64_t which) {
    Calibration calibration;
    calibration.valid = {Instant::min(), Instant::max()};
    calibration.closed = (which & 1) != 0;
    calibration.no_ghosts = (which & 2) != 0;
    return calibration;
}

bool within(Instant t, const std::vector<Inconsistency>& flagged) {
    return std::any_of(flagged.begin(), flagged.end(), [t](const Inconsistency& one) {
        return one.from <= t && t <= one.until;
    });
}

TEST(Hostile, facts_are_worked_out_to_the_end_and_prove_nothing_where_they_contradict) {
    const std::uint64_t seed = campaign_seed();
    std::mt19937_64 random(seed);
    std::size_t flagged = 0;
    for (int round = 0; round < rounds(60); ++round) {
        GuildHabits habits;
        habits.joins_per_hour = 20;
        RandomGuild guild(random(), habits);
        for (const Instant end = guild.now() + hours{6}; guild.now() < end;) {
            guild.poll();
        }
        History facts = guild.recorder.whole();
        Spoiler spoiler(random());
        for (std::int64_t times = 1 + spoiler.below(3); times > 0; --times) {
            spoiler.spoil(facts);
        }
        facts.calibrations = {declared(spoiler.below(4))};
        Result result;
        try {
            result = reconcile(facts, {}, kReserved);
            widen_guard(facts, facts.calibrations);
        } catch (const Error& error) {
            FAIL() << "round " << round << ": " << error.happened() << ": " << error.why();
        }
        ASSERT_EQ(result.attributions.size(), facts.arrivals.size());
        flagged += result.inconsistencies.size();
        std::map<JoinId, Instant> joined_at;
        for (const Arrival& arrival : facts.arrivals) {
            joined_at[arrival.join] = arrival.joined_at;
        }
        for (const Attribution& answer : result.attributions) {
            const bool proved = answer.code.verdict == Verdict::proved;
            const auto reason = parse_reason(answer.reason);
            ASSERT_TRUE(reason);
            EXPECT_TRUE(!proved || is_sound(*reason)) << answer.reason;
            if (reason == Reason::contradiction) {
                EXPECT_TRUE(within(joined_at.at(answer.join), result.inconsistencies));
            }
        }
    }
    EXPECT_GT(flagged, 0U);
}

}  // namespace
}  // namespace invitectl::reconcile
