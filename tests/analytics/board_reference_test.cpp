// Boards against a plain count over plain structs, on random histories.
//
// The reference knows nothing of columns, indexes or segments: each join carries the names of its
// way in, and its outcome is read off the definitions again.
#include "invitectl/analytics/board.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

#include <map>
#include <random>

namespace invitectl::analytics {
namespace {

using namespace testing;

// Rules speak of whole seconds, facts of quarters of them.
constexpr Duration kSecond = std::chrono::seconds{1};
constexpr Duration kQuarter = kSecond / 4;

struct PlainRow {
    std::int64_t joins = 0;
    std::map<std::string_view, std::int64_t> outcomes;
    std::int64_t certain = 0;
    double expected = 0;
    double variance = 0;
};

struct PlainJoin {
    JoinEntry entry;
    std::vector<WeightedWay> candidates;
};

const std::vector<WayIn> kWays = {kByAbc, kByAbd, kByBcd, kByWidget, kByOwnUrl, kAsBot, kByNothing};

class History {
  public:
    explicit History(std::uint64_t seed) : random_(seed) {
        names.inviters[ana] = account_made_at(kStart - 3 * kDay);
        const int count = pick(40);
        for (int i = 0; i < count; ++i) {
            joins.push_back(random_join());
        }
        rules.outcome = {kSecond * pick(3), kSecond * (3 + pick(6))};
        rules.now = kStart + kSecond * pick(30);
        rules.window = {kStart + kSecond * pick(5), kStart + kSecond * (10 + pick(20))};
        rules.limit = static_cast<std::size_t>(pick(3));
        rules.credit = {pick(2) * 4 * kDay, pick(2) * 2 * kDay};
        rules.axis = static_cast<Axis>(pick(4));
        rules.ranking = static_cast<Ranking>(pick(3));
    }

    Board board() {
        BoardBuilder builder(rules, names);
        JoinColumnVectors segment;
        for (const PlainJoin& join : joins) {
            segment.add(join.entry, join.candidates);
            if (pick(4) == 0) {
                builder.add(segment.view());
                segment.clear();
            }
        }
        builder.add(segment.view());
        return builder.finish();
    }

    Dictionaries names = dictionaries();
    std::vector<PlainJoin> joins;
    BoardRules rules;

  private:
    int pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

    PlainJoin random_join() {
        PlainJoin join;
        const WayIn& way = kWays[static_cast<std::size_t>(pick(7))];
        join.entry = came(way, static_cast<Verdict>(pick(7)), kStart + kQuarter * pick(120));
        join.entry.user = account_made_at(kStart - pick(4) * kDay);
        if (pick(2) == 0) {
            const Instant earliest = join.entry.joined_at + kQuarter * pick(40);
            join.entry.leave = Leave{earliest, earliest + kQuarter * pick(16)};
        }
        if (join.entry.code_verdict == Verdict::open ||
            join.entry.code_verdict == Verdict::likely) {
            const WayIn& other = kWays[static_cast<std::size_t>(pick(7))];
            const double p = join.entry.code_verdict == Verdict::likely ? 0.95 : 0.125 * pick(7);
            join.candidates = {{way, p}, {other, 1 - p}};
        }
        return join;
    }

    std::mt19937_64 random_;
};

std::string_view plain_outcome_at(std::int64_t stayed, const OutcomeRules& rules) {
    if (stayed >= rules.retained_after.count()) {
        return "retained";
    }
    return stayed <= rules.fake_threshold.count() ? "fake" : "left";
}

// Tries every instant at which the member can have left.
std::string_view plain_outcome(const JoinEntry& join, Instant now, const OutcomeRules& rules) {
    const std::string_view present =
        now - join.joined_at >= rules.retained_after ? "retained" : "young";
    if (!join.leave) {
        return present;
    }
    std::vector<Instant> tried{join.leave->latest};
    for (Instant t = join.leave->earliest; t < join.leave->latest; t += kQuarter) {
        tried.push_back(t + Duration{1});
        tried.push_back(t + kQuarter);
    }
    std::string_view found;
    for (const Instant t : tried) {
        const auto here = t > now ? present : plain_outcome_at((t - join.joined_at).count(), rules);
        if (!found.empty() && found != here) {
            return "unsure";
        }
        found = here;
    }
    return found;
}

std::string plain_group(const WayIn& way, Axis axis, const Dictionaries& names) {
    if (axis == Axis::source && way.source <= twitch) {
        return names.sources[way.source].name;
    }
    switch (way.kind) {
        case Candidate::Kind::vanity:
            return "(server)";
        case Candidate::Kind::bot:
            return "(bot)";
        case Candidate::Kind::none:
            return "(no_invite)";
        case Candidate::Kind::invite:
            break;
    }
    switch (axis) {
        case Axis::inviter:
            return way.inviter == kNoIndex ? "(no_inviter)" : names.inviters[way.inviter].text();
        case Axis::source:
            return "(unassigned)";
        case Axis::code:
            return names.codes[way.code].code.text();
        case Axis::channel:
            break;
    }
    return way.code == widget ? "(no_channel)" : way.code == bcd ? "200" : "100";
}

std::string plain_row(const WayIn& way, const PlainJoin& join, const History& history) {
    const std::string group = plain_group(way, history.rules.axis, history.names);
    if (group.front() == '(') {
        return group;
    }
    const auto age = [&join](UserId id) { return join.entry.joined_at - id.created_at(); };
    const CreditRules& credit = history.rules.credit;
    if (way.inviter != kNoIndex && credit.min_inviter_age.count() > 0 &&
        age(history.names.inviters[way.inviter]) < credit.min_inviter_age) {
        return "(young_inviter)";
    }
    if (credit.min_member_age.count() > 0 && age(join.entry.user) < credit.min_member_age) {
        return "(young_member)";
    }
    return group;
}

std::map<std::string, PlainRow> plain_board(const History& history) {
    std::map<std::string, PlainRow> rows;
    for (const PlainJoin& join : history.joins) {
        const Instant t = join.entry.joined_at;
        if (t < history.rules.window.from || t >= history.rules.window.until ||
            t > history.rules.now) {
            continue;
        }
        // By the row and the group that is denied there, if one is: their variances add up.
        std::map<std::pair<std::string, std::string>, double> shares;
        for (const WeightedWay& candidate : join.candidates) {
            shares[{plain_row(candidate.way, join, history),
                    plain_group(candidate.way, history.rules.axis, history.names)}] += candidate.p;
        }
        const Verdict verdict = join.entry.code_verdict;
        std::string name = "(open)";
        if (verdict != Verdict::open && verdict != Verdict::unknown) {
            name = plain_row(join.entry.answer, join, history);
        } else if (history.rules.axis == Axis::channel) {
            for (const auto& [candidate, p] : shares) {
                name = p >= 0.9 ? candidate.first : name;
            }
        }
        PlainRow& row = rows[name];
        ++row.joins;
        ++row.outcomes[plain_outcome(join.entry, history.rules.now, history.rules.outcome)];
        row.certain += verdict <= Verdict::proved ? 1 : 0;
        if (shares.empty()) {
            shares[{name, name}] = 1;
        }
        for (const auto& [candidate, p] : shares) {
            rows[candidate.first].expected += p;
            rows[candidate.first].variance += p * (1 - p);
        }
    }
    return rows;
}

void fold_others(std::map<std::string, PlainRow>& rows,
                 const Board& board,
                 const History& history) {
    if (history.rules.limit == 0) {
        return;
    }
    std::map<std::string, PlainRow> kept;
    for (const BoardRow& row : board.groups) {
        const std::string name = row_name(row, history.rules.axis, history.names);
        kept.insert(rows.extract(name));
    }
    for (auto& [name, row] : rows) {
        PlainRow& target = kept[name.front() == '(' ? name : "(others)"];
        target.joins += row.joins;
        target.certain += row.certain;
        target.expected += row.expected;
        target.variance += row.variance;
        for (const auto& [outcome, count] : row.outcomes) {
            target.outcomes[outcome] += count;
        }
    }
    rows = std::move(kept);
}

void expect_same(const BoardRow& row, const PlainRow& plain, const std::string& name) {
    EXPECT_EQ(row.tally.joins, plain.joins) << name;
    EXPECT_EQ(row.certain, plain.certain) << name;
    EXPECT_NEAR(row.expected, plain.expected, 1e-9) << name;
    EXPECT_NEAR(row.variance, plain.variance, 1e-9) << name;
    std::int64_t sum = 0;
    for (int i = 0; i < kOutcomeCount; ++i) {
        const auto outcome = static_cast<Outcome>(i);
        const auto found = plain.outcomes.find(to_text(outcome));
        EXPECT_EQ(row.tally.of(outcome), found == plain.outcomes.end() ? 0 : found->second)
            << name << " " << to_text(outcome);
        sum += row.tally.of(outcome);
    }
    EXPECT_EQ(sum, row.tally.joins) << name;
}

TEST(BoardReference, a_thousand_random_histories_count_alike) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::int64_t joins_seen = 0;
    for (std::uint64_t round = 0; round < 1000 && !::testing::Test::HasFailure(); ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        History history(seed + round);
        const Board board = history.board();
        auto plain = plain_board(history);
        fold_others(plain, board, history);
        std::int64_t joins = 0;
        double expected = 0;
        for (const auto* part : {&board.groups, &board.specials}) {
            for (const BoardRow& row : *part) {
                const std::string name = row_name(row, history.rules.axis, history.names);
                expect_same(row, plain[name], name);
                plain.erase(name);
                joins += row.tally.joins;
                expected += row.expected;
            }
        }
        for (const auto& [name, row] : plain) {
            EXPECT_TRUE(row.joins == 0 && row.expected == 0) << name << " is missing";
        }
        EXPECT_EQ(board.total.tally.joins, joins);
        EXPECT_NEAR(expected, static_cast<double>(joins), 1e-9);
        joins_seen += joins;
    }
    EXPECT_GT(joins_seen, 1000);
}

}  // namespace
}  // namespace invitectl::analytics
