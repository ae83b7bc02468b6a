#include "tests/bench/scores.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::bench {
namespace {

constexpr double kLeastP = 1e-9;  // what an impossible truth costs: ln of it
constexpr double kNearlyCertain = 0.99;
constexpr double kNinety = 1.645;  // standard deviations either way hold 90 %
constexpr std::size_t kBins = 20;

// The truth as a candidate.
Candidate truth_of(const Trace& trace, const TrueJoin& join) {
    if (join.way == kUninvited) {
        return {.kind = Candidate::Kind::none, .code = {}, .inviter = {}, .source = {}, .p = 1};
    }
    const TraceWay& way = trace.ways[static_cast<std::size_t>(join.way)];
    return {.kind = way.vanity ? Candidate::Kind::vanity : Candidate::Kind::invite,
            .code = way.code,
            .inviter = way.inviter,
            .source = {},
            .p = 1};
}

bool same_way(const Candidate& a, const Candidate& b) {
    return a.kind == b.kind && a.code == b.code;
}

// What one inviter, or the server by its own URL, is credited.
struct Credit {
    double expected = 0;
    double real = 0;
    double variance = 0;
};

class Credits {
  public:
    void real(const Candidate& truth) {
        if (truth.kind != Candidate::Kind::none) {
            of(truth).real += 1;
        }
    }
    // The candidates of one join, inviter by inviter.
    void expect(const std::vector<Candidate>& candidates) {
        std::map<std::int64_t, double> mass;
        for (const Candidate& one : candidates) {
            if (one.kind != Candidate::Kind::none) {
                mass[key(one)] += one.p;
            }
        }
        for (const auto& [inviter, p] : mass) {
            Credit& credit = by_inviter_[inviter];
            credit.expected += p;
            credit.variance += p * (1 - p);
        }
    }

    double error() const {
        double distance = 0;
        double real = 0;
        for (const auto& [inviter, credit] : by_inviter_) {
            distance += std::abs(credit.expected - credit.real);
            real += credit.real;
        }
        return real > 0 ? 100 * distance / real : 0;
    }
    double covered() const {
        double inside = 0;
        for (const auto& [inviter, credit] : by_inviter_) {
            const double off = std::abs(credit.expected - credit.real);
            inside += off <= kNinety * std::sqrt(credit.variance) + 0.5 ? 1 : 0;
        }
        return by_inviter_.empty() ? 100 : 100 * inside / static_cast<double>(by_inviter_.size());
    }

  private:
    static std::int64_t key(const Candidate& one) { return one.inviter ? one.inviter->value : 0; }
    Credit& of(const Candidate& one) { return by_inviter_[key(one)]; }

    std::map<std::int64_t, Credit> by_inviter_;
};

class Judge {
  public:
    Judge(const Trace& trace,
          const AssignmentTimeline& assignments,
          const reconcile::ReservedSources& reserved)
        : trace_(trace), assignments_(assignments), reserved_(reserved) {}

    void add(const TrueJoin& join, const Attribution& answer) {
        Candidate truth = truth_of(trace_, join);
        truth.source = reconcile::source_of(truth, join.at, assignments_, reserved_);
        ++scores_.joins;
        judge_proofs(truth, answer);
        judge_probabilities(truth, answer);
        inviters_.real(truth);
        inviters_.expect(answer.candidates);
        if (join.retained) {
            retained_.real(truth);
            retained_.expect(answer.candidates);
        }
    }

    Scores finish(std::int64_t inconsistent) {
        const auto joins = static_cast<double>(std::max<std::int64_t>(scores_.joins, 1));
        scores_.log_loss /= joins;
        for (const Bin& bin : bins_) {
            scores_.calibration_error += std::abs(bin.expected - bin.right) / joins;
        }
        scores_.inviter_error = inviters_.error();
        scores_.retained_error = retained_.error();
        scores_.covered = retained_.covered();
        scores_.inconsistent = inconsistent;
        return scores_;
    }

  private:
    struct Bin {
        double expected = 0;
        double right = 0;
    };

    void judge_proofs(const Candidate& truth, const Attribution& answer) {
        const auto proves = [](const LevelAnswer& level) {
            return level.verdict == Verdict::proved || level.verdict == Verdict::stated;
        };
        if (proves(answer.code)) {
            scores_.proved[0].add(answer.by == truth.kind && answer.code_value == truth.code);
        }
        if (proves(answer.inviter)) {
            scores_.proved[1].add(answer.inviter_value == truth.inviter);
        }
        if (proves(answer.source)) {
            scores_.proved[2].add(answer.source_value == truth.source);
        }
    }

    void judge_probabilities(const Candidate& truth, const Attribution& answer) {
        double p = 0;
        for (const Candidate& one : answer.candidates) {
            p += same_way(one, truth) ? one.p : 0;
        }
        scores_.log_loss -= std::log(std::max(p, kLeastP));
        if (answer.candidates.empty()) {
            return;
        }
        const Candidate& best = answer.candidates.front();
        const bool right = same_way(best, truth);
        scores_.best.add(right);
        if (best.p >= kNearlyCertain) {
            scores_.nearly_certain.add(right);
        }
        const auto bin = static_cast<std::size_t>(best.p * kBins);
        bins_[std::min(bin, kBins - 1)].expected += best.p;
        bins_[std::min(bin, kBins - 1)].right += right ? 1 : 0;
    }

    const Trace& trace_;
    const AssignmentTimeline& assignments_;
    const reconcile::ReservedSources& reserved_;
    Scores scores_;
    std::array<Bin, kBins> bins_{};
    Credits inviters_;
    Credits retained_;
};

}  // namespace

double Claims::share(std::int64_t of) const {
    return of == 0 ? 0 : 100 * static_cast<double>(made) / static_cast<double>(of);
}

double Claims::precision() const {
    return made == 0 ? 100 : 100 * static_cast<double>(right) / static_cast<double>(made);
}

std::int64_t Scores::wrong() const {
    std::int64_t sum = 0;
    for (const Claims& level : proved) {
        sum += level.made - level.right;
    }
    return sum;
}

Scores score(const Trace& trace,
             const reconcile::Result& result,
             const AssignmentTimeline& assignments,
             const reconcile::ReservedSources& reserved) {
    std::vector<const Attribution*> answers(trace.history.arrivals.size() + 1);
    for (const Attribution& answer : result.attributions) {
        answers[static_cast<std::size_t>(answer.join)] = &answer;
    }
    Judge judge(trace, assignments, reserved);
    for (const TrueJoin& join : trace.joins) {
        if (join.join != 0) {
            judge.add(join, *answers[static_cast<std::size_t>(join.join)]);
        }
    }
    return judge.finish(static_cast<std::int64_t>(result.inconsistencies.size()));
}

}  // namespace invitectl::bench
