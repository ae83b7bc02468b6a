#include "invitectl/analytics/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace invitectl::analytics {
namespace {

using std::chrono::days;

// Finer where answers claim to be nearly certain.
constexpr std::array kBinEnds{0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1.0};
constexpr days kWeek{7};

Instant monday_of(Instant t) {
    const auto day = std::chrono::floor<days>(t);
    return day - days{std::chrono::weekday{day}.iso_encoding() - 1};
}

double hours(Duration d) {
    return std::chrono::duration<double, std::ratio<3600>>(d).count();
}

std::string way_of(const Candidate& candidate) {
    switch (candidate.kind) {
        case Candidate::Kind::invite:
        case Candidate::Kind::vanity:
            return "code " + (candidate.code ? candidate.code->text() : "");
        case Candidate::Kind::bot:
            return "bot";
        case Candidate::Kind::none:
            break;
    }
    return "none";
}

}  // namespace

std::int64_t VerdictCounts::certain() const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        sum += is_certain(static_cast<Verdict>(i)) ? by.at(i) : 0;
    }
    return sum;
}

std::int64_t VerdictCounts::total() const {
    return std::accumulate(by.begin(), by.end(), std::int64_t{0});
}

void CoverageBuilder::add(Instant joined_at, const Attribution& answer) {
    if (!window_.contains(joined_at) || joined_at > now_) {
        return;
    }
    ++coverage_.code.of(answer.code.verdict);
    ++coverage_.inviter.of(answer.inviter.verdict);
    ++coverage_.source.of(answer.source.verdict);
    ++weeks_[monday_of(joined_at)].of(answer.code.verdict);
    ++reasons_[answer.reason];
    coverage_.settled += answer.settled ? 1 : 0;
}

Coverage CoverageBuilder::finish() const {
    Coverage coverage = coverage_;
    if (!weeks_.empty()) {
        for (Instant week = weeks_.begin()->first; week <= weeks_.rbegin()->first; week += kWeek) {
            const auto found = weeks_.find(week);
            coverage.weeks.push_back(
                {week, found == weeks_.end() ? VerdictCounts{} : found->second});
        }
    }
    for (const auto& [reason, joins] : reasons_) {
        coverage.reasons.push_back({reason, joins});
    }
    std::ranges::stable_sort(
        coverage.reasons, std::ranges::greater{}, [](const ReasonCount& one) { return one.joins; });
    return coverage;
}

void Traffic::add(const Attribution& answer) {
    ++joins_;
    for (const Candidate& candidate : answer.candidates) {
        ways_[way_of(candidate)] += candidate.p;
        known_ += candidate.p;
    }
}

double Traffic::joins_per_hour() const {
    return length_ > Duration{0} ? static_cast<double>(joins_) / hours(length_) : 0;
}

double Traffic::alone(Duration poll, Duration guard) const {
    const double in_window = joins_per_hour() * hours(poll + guard);
    double sum = 0;
    for (const auto& [way, expected] : ways_) {
        const double share = expected / known_;
        sum += share * std::exp(-in_window * (1 - share));
    }
    return sum;
}

Reliability::Reliability() {
    double from = 0;
    for (const double end : kBinEnds) {
        bins_.push_back({.from = from, .until = end, .answers = 0, .expected = 0, .right = 0});
        from = end;
    }
}

void Reliability::add(double p, bool right) {
    const auto bin =
        std::ranges::find_if(bins_, [&](const ReliabilityBin& one) { return p <= one.until; });
    ReliabilityBin& taken = bin == bins_.end() ? bins_.back() : *bin;
    ++taken.answers;
    taken.expected += p;
    taken.right += right ? 1 : 0;
}

std::int64_t Reliability::answers() const {
    std::int64_t sum = 0;
    for (const ReliabilityBin& bin : bins_) {
        sum += bin.answers;
    }
    return sum;
}

std::vector<ReliabilityBin> Reliability::bins() const {
    std::vector<ReliabilityBin> filled;
    std::ranges::copy_if(bins_, std::back_inserter(filled), [](const ReliabilityBin& bin) {
        return bin.answers > 0;
    });
    return filled;
}

double Reliability::error() const {
    double distance = 0;
    for (const ReliabilityBin& bin : bins_) {
        distance += std::abs(bin.expected - static_cast<double>(bin.right));
    }
    return answers() == 0 ? 0 : distance / static_cast<double>(answers());
}

}  // namespace invitectl::analytics
