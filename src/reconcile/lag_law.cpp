#include "reconcile/lag_law.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::reconcile {
namespace {

// The hard bounds allow it, so it is never impossible.
constexpr double kLeast = 1e-6;

double seconds(Duration d) {
    return std::chrono::duration<double>(d).count();
}

struct Law {
    double scale;
    double bound;
    double blur;

    // Integral of P(lag <= y) from 0.
    double area(double y) const {
        if (y <= 0) {
            return 0;
        }
        const double within = std::min(y, bound);
        const double whole = 1 - std::exp(-bound / scale);
        const double area = (within - scale * (1 - std::exp(-within / scale))) / whole;
        return area + std::max(0.0, y - bound);
    }

    // P(the use shows in a reading whose middle is x seconds after it).
    double shown(double x) const {
        if (x <= -blur) {
            return 0;
        }
        if (x >= bound + blur) {
            return 1;
        }
        return std::clamp((area(x + blur) - area(x - blur)) / (2 * blur), 0.0, 1.0);
    }
};

Law law_of(const Node& node) {
    // Never quite 0: the formulas divide by all three.
    return {std::max(seconds(node.lag_scale), 1e-3),
            std::max(seconds(node.lag_bound), 1e-3),
            std::max(seconds(node.blur), 1e-3)};
}

}  // namespace

double shown_within(const Node& node, Instant t) {
    const Law law = law_of(node);
    const double by_end = node.closed ? law.shown(seconds(*node.closed - t)) : 1.0;
    const double before = node.opened ? law.shown(seconds(*node.opened - t)) : 0.0;
    return std::max(by_end - before, kLeast);
}

Plateau plateau(const Node& node) {
    constexpr Duration kSlack = std::chrono::milliseconds{2};
    return {node.opened ? *node.opened + node.blur + kSlack : node.from,
            node.closed ? *node.closed - node.blur - node.lag_bound - kSlack : node.until};
}

}  // namespace invitectl::reconcile
