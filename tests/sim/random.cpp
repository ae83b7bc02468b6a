#include "tests/sim/random.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::sim {
namespace {

// SplitMix64 by Sebastiano Vigna, a published algorithm: https://prng.di.unimi.it/splitmix64.c
std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;

}  // namespace

Random::Random(std::uint64_t seed) : seed_(seed), state_(mixed(seed + kStep)) {}

std::uint64_t Random::next() {
    return mixed(state_ += kStep);
}

double Random::unit() {
    return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
    const auto choices = static_cast<double>(high - low) + 1;
    return std::min(high, low + static_cast<std::int64_t>(unit() * choices));
}

bool Random::chance(double probability) {
    return unit() < probability;
}

double Random::exponential(double mean) {
    return -mean * std::log1p(-unit());
}

Duration Random::exponential(Duration mean) {
    return Duration{static_cast<std::int64_t>(exponential(static_cast<double>(mean.count())))};
}

Duration Random::exponential_below(Duration mean, Duration max) {
    if (mean <= Duration{0} || max <= Duration{0}) {
        return Duration{0};
    }
    const double scale = static_cast<double>(mean.count());
    const double reach = -std::expm1(-static_cast<double>(max.count()) / scale);
    const double drawn = -scale * std::log1p(-unit() * reach);
    return std::min(max, Duration{static_cast<std::int64_t>(drawn)});
}

std::string_view Random::one_of(const std::vector<std::string_view>& choices) {
    return choices[static_cast<std::size_t>(
        between(0, static_cast<std::int64_t>(choices.size()) - 1))];
}

Random Random::fork(std::uint64_t salt) const {
    return Random(mixed(seed_ ^ mixed(salt + 1)));
}

Zipf::Zipf(int n) {
    double total = 0;
    for (int rank = 1; rank <= n; ++rank) {
        total += 1.0 / rank;
        cumulative_.push_back(total);
    }
}

int Zipf::draw(Random& random) const {
    const double x = random.unit() * cumulative_.back();
    const auto found = std::ranges::upper_bound(cumulative_, x);
    const auto index = std::min<std::ptrdiff_t>(
        found - cumulative_.begin(), static_cast<std::ptrdiff_t>(cumulative_.size()) - 1);
    return static_cast<int>(index);
}

}  // namespace invitectl::sim
