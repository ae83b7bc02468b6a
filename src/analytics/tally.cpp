#include "invitectl/analytics/board.hpp"
#include "invitectl/analytics/proportion.hpp"

namespace invitectl::analytics {

std::optional<double> Tally::kept_share() const {
    if (decided() == 0) {
        return {};
    }
    return static_cast<double>(of(Outcome::retained)) / static_cast<double>(decided());
}

std::optional<double> Tally::least_share() const {
    if (decided() == 0) {
        return {};
    }
    return wilson(static_cast<double>(of(Outcome::retained)), static_cast<double>(decided())).low;
}

void Tally::add(Outcome outcome) {
    ++joins;
    ++by_outcome.at(static_cast<std::size_t>(outcome));
}

Tally& Tally::operator+=(const Tally& other) {
    joins += other.joins;
    for (std::size_t i = 0; i < by_outcome.size(); ++i) {
        by_outcome.at(i) += other.by_outcome.at(i);
    }
    return *this;
}

}  // namespace invitectl::analytics
