#include "reconcile/matrix_scaling.hpp"

#include "reconcile/balance_out.hpp"
#include "reconcile/closed_form.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::reconcile {
namespace {

constexpr double kSettled = 1e-12;
constexpr double kLeast = 1e-300;

class Scaling {
  public:
    explicit Scaling(const Quotient& quotient)
        : quotient_(quotient),
          attraction_(quotient.groups.size(), 1.0),
          pull_(attraction_.size()) {}

    Marginals run() {
        for (int round = 0; round < kScalingRounds && scale_once() > kSettled; ++round) {
        }
        return marginals();
    }

  private:
    // What a newcomer of the class is drawn by in all.
    double all_of(const Class& each) const {
        double sum = each.may_be_none ? each.none_rate : 0;
        for (const Edge& edge : each.edges) {
            sum += edge.weight * attraction_[edge.group];
        }
        return std::max(sum, kLeast);
    }

    // Returns the largest relative change of an attraction.
    double scale_once() {
        std::fill(pull_.begin(), pull_.end(), 0.0);
        for (const Class& each : quotient_.classes) {
            const double share = each.size() / all_of(each);
            for (const Edge& edge : each.edges) {
                pull_[edge.group] += share * edge.weight;
            }
        }
        double change = 0;
        for (std::size_t g = 0; g < attraction_.size(); ++g) {
            const double next = std::max(attraction(quotient_.groups[g], pull_[g]), kLeast);
            change = std::max(change, std::abs(next - attraction_[g]) / next);
            attraction_[g] = next;
        }
        return change;
    }

    static double attraction(const Group& group, double pull) {
        const double mass = group.ghosts ? group.ghost_mass : 0;
        const auto most = static_cast<double>(group.at_most);
        if (group.exact()) {
            return most / std::max(mass + pull, kLeast);
        }
        const double all = group.used_up * most / std::max(mass + pull, kLeast);
        const double some = (1 - group.used_up) * group.rate;
        return std::min(all + some, most / std::max(pull, kLeast));
    }

    Marginals marginals() const {
        Marginals marginals = empty_marginals(quotient_);
        for (std::size_t c = 0; c < quotient_.classes.size(); ++c) {
            const Class& each = quotient_.classes[c];
            const double all = all_of(each);
            double rest = 1;
            for (std::size_t e = 0; e < each.edges.size(); ++e) {
                const Edge& edge = each.edges[e];
                const double p = std::min(1.0, edge.weight * attraction_[edge.group] / all);
                marginals.edge[c][e] = p;
                marginals.attributed[edge.group] += p * each.size();
                rest -= p;
            }
            marginals.none[c] = each.may_be_none ? std::max(rest, 0.0) : 0.0;
        }
        balance_out(quotient_, marginals);
        for (std::size_t g = 0; g < attraction_.size(); ++g) {
            marginals.ghosts[g] =
                ghosts(quotient_.groups[g], marginals.attributed[g], attraction_[g]);
        }
        return marginals;
    }

    // Numbers that are exact stay so.
    static double ghosts(const Group& group, double attributed, double attraction) {
        const double room = std::max(0.0, static_cast<double>(group.at_most) - attributed);
        if (group.exact()) {
            return room;
        }
        return group.ghosts ? std::min(room, group.ghost_mass * attraction) : 0.0;
    }

    const Quotient& quotient_;
    std::vector<double> attraction_;  // per group
    std::vector<double> pull_;        // per group: newcomers drawn by an attraction of 1
};

}  // namespace

Marginals matrix_scaling(const Quotient& quotient) {
    return Scaling(quotient).run();
}

}  // namespace invitectl::reconcile
