#include "tests/trust/day_checks.hpp"

#include "invitectl/base/time_text.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/runs.hpp"

#include "store/leaves.hpp"
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

namespace invitectl::trust {
namespace {

std::int64_t number(sql::Connection& database, const char* sql) {
    const auto row = database.prepare(sql);
    return row->step() ? row->integer(0) : -1;
}

// What really happened, by who it happened to.
class Truth {
  public:
    explicit Truth(Day& day) {
        for (const sim::TruthEntry& entry : day.world().truth(day.guild()).entries) {
            entries_[{entry.user, entry.joined_at}] = &entry;
        }
    }

    // A member who was seen joined at that very instant; one known only from a join message or a
    // kick joined within an interval, which begins by our idea of Discord's clock, and of several
    // such entries none has been taken for another.
    const sim::TruthEntry* of(const Spell& spell) const {
        const auto found =
            spell.joined_after
                ? entries_.upper_bound({spell.user, *spell.joined_after - store::kSweepSlack})
                : entries_.find({spell.user, spell.joined_at});
        const bool is_it = found != entries_.end() && found->first.first == spell.user &&
                           found->first.second <= spell.joined_at;
        return is_it ? found->second : nullptr;
    }

    const auto& entries() const { return entries_; }

  private:
    std::map<std::pair<UserId, Instant>, const sim::TruthEntry*> entries_;
};

std::string text_of(const sim::TruthEntry& entry) {
    return "user " + entry.user.text() + " at " + format_rfc3339(entry.joined_at);
}

// Who came and was still there when a sweep passed is known, once, with the right time. Nobody can
// tell who came while the first look was taken, and the last one has not seen who came meanwhile.
void expect_joins(Day& day) {
    const Truth truth(day);
    std::set<const sim::TruthEntry*> known;
    const Instant seen_until = store::latest_sweep(day.database(), day.guild())->bracket.began;
    store::each_join(day.database(), day.guild(), 0, [&](const store::StoredJoin& join) {
        const sim::TruthEntry* real = truth.of(join.spell);
        ASSERT_NE(real, nullptr) << "a join that never was: user " << join.spell.user.text()
                                 << " at " << format_rfc3339(join.spell.joined_at);
        EXPECT_TRUE(known.insert(real).second) << "a join twice: " << text_of(*real);
        if (!real->left_at || *real->left_at < seen_until) {
            EXPECT_EQ(join.spell.leave.has_value(), real->left_at.has_value()) << text_of(*real);
        }
    });
    for (const auto& [key, entry] : truth.entries()) {
        const bool stayed =
            !entry->left_at || *entry->left_at - entry->joined_at > std::chrono::hours{3};
        const bool while_tracked = !entry->before_start && entry->joined_at > day.tracked_since() &&
                                   entry->joined_at < seen_until - store::kSweepSlack;
        if (while_tracked && stayed) {
            EXPECT_TRUE(known.contains(entry)) << "a join missed: " << text_of(*entry);
        }
    }
}

// Every movement of a counter that still stands in the list was taken over, but for what came to
// show while the last run was under way.
void expect_counters(Day& day) {
    const sim::GuildState& state = day.world().guild(day.guild());
    for (const sim::InviteState* invite : state.listed) {
        const auto before = day.shown_before_last_run(invite->terms.code.text());
        if (!before) {
            continue;
        }
        const auto row = day.database().prepare(
            "SELECT i.first_uses + COALESCE((SELECT SUM(c.uses_after - c.uses_before)"
            " FROM use_change c WHERE c.guild_id = i.guild_id AND c.code = i.code"
            " AND c.epoch = i.epoch), 0), i.last_uses, i.created_at FROM invite i"
            " WHERE i.code = $code AND i.stream = 0 AND i.gone_reading IS NULL");
        row->bind(row->parameter("code"), std::string_view(invite->terms.code.text()));
        ASSERT_TRUE(row->step()) << invite->terms.code.text();
        EXPECT_GE(row->integer(1), *before) << invite->terms.code.text();
        EXPECT_LE(row->integer(1), invite->visible) << invite->terms.code.text();
        EXPECT_EQ(row->integer(0), row->integer(1)) << invite->terms.code.text();
    }
}

// Certain is certain, whatever Discord did in between.
void expect_no_wrong_proof(Day& day) {
    const Truth truth(day);
    std::map<JoinId, const sim::TruthEntry*> joins;
    store::each_join(day.database(), day.guild(), 0, [&](const store::StoredJoin& join) {
        joins[join.id] = truth.of(join.spell);
    });
    store::each_attribution(day.database(), day.guild(), 0, [&](const Attribution& answer) {
        const sim::TruthEntry* real = joins.at(answer.join);
        if (answer.code.verdict == Verdict::proved && answer.code_value && real != nullptr) {
            EXPECT_EQ(answer.code_value->text(), real->code) << text_of(*real);
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

// What the failed runs said, to be read when something does not hold.
std::string complaints(Day& day) {
    std::string all;
    const auto rows = day.database().prepare(
        "SELECT substr(detail, 1, 120), COUNT(*), MIN(run_id), MAX(run_id) FROM run"
        " WHERE outcome = 'failed' GROUP BY 1 ORDER BY 3");
    while (rows->step()) {
        all += std::to_string(rows->integer(1)) + " times, run " +
               std::to_string(rows->integer(2)) + " to " + std::to_string(rows->integer(3)) + ": " +
               std::string(rows->text(0)) + "\n";
    }
    return all;
}

void expect_told(Day& day) {
    const auto failed = number(day.database(), "SELECT COUNT(*) FROM run WHERE outcome = 'failed'");
    EXPECT_EQ(failed, day.failed_runs()) << "every run that read less says so";
    EXPECT_GT(day.failed_runs(), 0) << "the day was too quiet to prove anything";
    EXPECT_GT(day.runs() - day.failed_runs(), day.runs() / 4) << "hardly a run went well";
    for (const store::Poll& poll : store::polls(day.database(), day.guild())) {
        EXPECT_TRUE(poll.ok()) << to_text(poll.kind) << ": " << poll.outcome;
    }
}

}  // namespace

void expect_trust(Day& day) {
    expect_joins(day);
    expect_counters(day);
    expect_no_wrong_proof(day);
    expect_good_manners(day);
    expect_told(day);
    if (::testing::Test::HasFailure()) {
        std::cout << complaints(day);
    }
}

}  // namespace invitectl::trust
