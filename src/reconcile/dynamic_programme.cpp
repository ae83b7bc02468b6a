#include "reconcile/dynamic_programme.hpp"

#include "reconcile/closed_form.hpp"
#include "reconcile/group_weights.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace invitectl::reconcile {
namespace {

// The counts of the open groups, each in bits of its own.
using State = std::uint64_t;

struct Layer {
    std::vector<State> states;   // ascending
    std::vector<double> weight;  // of all ways that lead here, scaled
};

// A group as the programme sees it. Its weight is paid newcomer by newcomer, so that states that
// leave everything to ghosts do not drown the others before the end.
struct Counter {
    std::size_t first = 0;  // classes that can use it
    std::size_t last = 0;
    bool used = false;
    std::int64_t most = 0;
    unsigned shift = 0;
    unsigned width = 0;
    std::vector<double> step;    // factor of the newcomer after n
    std::vector<double> finish;  // factor of ending with n: 0 where the group cannot

    State mask() const { return ((State{1} << width) - 1) << shift; }
    std::size_t count(State state) const {
        return static_cast<std::size_t>((state & mask()) >> shift);
    }
    State one() const { return State{1} << shift; }
};

class Programme {
  public:
    explicit Programme(const Quotient& quotient)
        : quotient_(quotient), marginals_(empty_marginals(quotient)) {}

    std::optional<Marginals> run() {
        if (!plan() || !go_forward()) {
            return std::nullopt;
        }
        go_back();
        for (std::size_t g = 0; g < counters_.size(); ++g) {
            if (!counters_[g].used) {
                marginals_.ghosts[g] = expected_ghosts(quotient_.groups[g], 0);
            }
        }
        return std::move(marginals_);
    }

  private:
    // A newcomer of a class chooses, or a group closes.
    struct Step {
        bool closes = false;
        std::size_t index = 0;  // of the class or group
    };

    bool plan() {
        find_spans();
        std::size_t newcomers = 0;
        for (const Class& each : quotient_.classes) {
            newcomers += each.newcomers.size();
        }
        if (newcomers > kMostTransitions) {
            return false;
        }
        State taken = 0;
        for (std::size_t c = 0; c < quotient_.classes.size(); ++c) {
            for (std::size_t g = 0; g < counters_.size(); ++g) {
                if (counters_[g].used && counters_[g].first == c && !open(counters_[g], g, taken)) {
                    return false;
                }
            }
            for (std::size_t n = 0; n < quotient_.classes[c].newcomers.size(); ++n) {
                steps_.push_back({.closes = false, .index = c});
            }
            for (std::size_t g = 0; g < counters_.size(); ++g) {
                if (counters_[g].used && counters_[g].last == c) {
                    steps_.push_back({.closes = true, .index = g});
                    taken &= ~counters_[g].mask();
                }
            }
        }
        return true;
    }

    void find_spans() {
        counters_.resize(quotient_.groups.size());
        for (std::size_t c = 0; c < quotient_.classes.size(); ++c) {
            for (const Edge& edge : quotient_.classes[c].edges) {
                Counter& counter = counters_[edge.group];
                counter.first = counter.used ? counter.first : c;
                counter.last = c;
                counter.used = true;
                counter.most += static_cast<std::int64_t>(quotient_.classes[c].newcomers.size());
            }
        }
        for (std::size_t g = 0; g < counters_.size(); ++g) {
            counters_[g].most = capacity(quotient_.groups[g], counters_[g].most);
        }
    }

    bool open(Counter& counter, std::size_t g, State& taken) {
        counter.width = static_cast<unsigned>(std::bit_width(static_cast<State>(counter.most)));
        while (counter.shift + counter.width < 64 && (taken & counter.mask()) != 0) {
            ++counter.shift;
        }
        if (counter.shift + counter.width >= 64) {
            return false;
        }
        taken |= counter.mask();
        double before = 0;
        for (std::int64_t n = 0; n <= counter.most; ++n) {
            const double weight = log_weight(quotient_.groups[g], n);
            const double paid = std::isfinite(weight) ? weight : 0;
            if (n > 0) {
                counter.step.push_back(std::exp(paid - before));
            } else {
                log_scale_ += paid;
            }
            counter.finish.push_back(std::isfinite(weight) ? 1.0 : 0.0);
            before = paid;
        }
        return true;
    }

    // Calls visit(next state, factor, edge) for every choice of a newcomer; the last edge is no
    // invite.
    template <class Visit>
    void each_choice(const Class& each, State state, const Visit& visit) const {
        for (std::size_t e = 0; e < each.edges.size(); ++e) {
            const Counter& counter = counters_[each.edges[e].group];
            const std::size_t n = counter.count(state);
            if (n < counter.step.size()) {
                visit(state + counter.one(), each.edges[e].weight * counter.step[n], e);
            }
        }
        if (each.may_be_none) {
            visit(state, each.none_rate, each.edges.size());
        }
    }

    bool go_forward() {
        layers_.push_back({{0}, {1.0}});
        std::size_t transitions = 0;
        for (const Step& step : steps_) {
            const Layer& layer = layers_.back();
            scratch_.clear();
            for (std::size_t s = 0; s < layer.states.size(); ++s) {
                const State state = layer.states[s];
                if (step.closes) {
                    const Counter& counter = counters_[step.index];
                    scratch_.push_back({state & ~counter.mask(),
                                        layer.weight[s] * counter.finish[counter.count(state)]});
                } else {
                    each_choice(quotient_.classes[step.index],
                                state,
                                [&](State next, double factor, std::size_t) {
                                    scratch_.push_back({next, layer.weight[s] * factor});
                                });
                }
            }
            transitions += scratch_.size();
            if (transitions > kMostTransitions || !merge_scratch()) {
                return false;
            }
        }
        marginals_.log_evidence = log_scale_ + std::log(layers_.back().weight.front());
        return true;
    }

    // Makes a layer of the scratch: one entry per state, weights scaled to sum to 1.
    bool merge_scratch() {
        std::stable_sort(scratch_.begin(), scratch_.end(), [](const auto& a, const auto& b) {
            return a.first < b.first;
        });
        Layer layer;
        double sum = 0;
        for (const auto& [state, weight] : scratch_) {
            if (!(weight > 0)) {
                continue;
            }
            if (layer.states.empty() || layer.states.back() != state) {
                layer.states.push_back(state);
                layer.weight.push_back(0);
            }
            layer.weight.back() += weight;
            sum += weight;
        }
        if (layer.states.empty() || layer.states.size() > kMostStates || !std::isfinite(sum)) {
            return false;
        }
        for (double& weight : layer.weight) {
            weight /= sum;
        }
        log_scale_ += std::log(sum);
        layers_.push_back(std::move(layer));
        return true;
    }

    void go_back() {
        std::vector<double> after(1, 1.0);  // weight of all ways on from each state of a layer
        for (std::size_t i = steps_.size(); i-- > 0;) {
            after = steps_[i].closes ? close_back(i, after) : choose_back(i, after);
            const double top = *std::max_element(after.begin(), after.end());
            for (double& weight : after) {
                weight /= top;
            }
        }
        for (std::size_t c = 0; c < quotient_.classes.size(); ++c) {
            share_out(c);
        }
    }

    // The weight on from a state of layer i; 0 for one that leads nowhere.
    double onward(std::size_t i, State state, const std::vector<double>& after) const {
        const auto& states = layers_[i].states;
        const auto found = std::lower_bound(states.begin(), states.end(), state);
        return found != states.end() && *found == state
                   ? after[static_cast<std::size_t>(found - states.begin())]
                   : 0.0;
    }

    std::vector<double> close_back(std::size_t i, const std::vector<double>& after) {
        const std::size_t g = steps_[i].index;
        const Counter& counter = counters_[g];
        const Layer& layer = layers_[i];
        std::vector<double> before;
        double whole = 0;
        double newcomers = 0;
        double ghosts = 0;
        for (std::size_t s = 0; s < layer.states.size(); ++s) {
            const std::size_t n = counter.count(layer.states[s]);
            const double on = onward(i + 1, layer.states[s] & ~counter.mask(), after);
            before.push_back(counter.finish[n] * on);
            const double weight = layer.weight[s] * before.back();
            if (weight > 0) {
                whole += weight;
                newcomers += weight * static_cast<double>(n);
                ghosts +=
                    weight * expected_ghosts(quotient_.groups[g], static_cast<std::int64_t>(n));
            }
        }
        marginals_.attributed[g] = newcomers / whole;
        marginals_.ghosts[g] = ghosts / whole;
        return before;
    }

    std::vector<double> choose_back(std::size_t i, const std::vector<double>& after) {
        const std::size_t c = steps_[i].index;
        const Class& each = quotient_.classes[c];
        const Layer& layer = layers_[i];
        std::vector<double> before(layer.states.size(), 0.0);
        std::vector<double> chosen(each.edges.size() + 1, 0.0);
        double whole = 0;
        for (std::size_t s = 0; s < layer.states.size(); ++s) {
            each_choice(each, layer.states[s], [&](State next, double factor, std::size_t e) {
                const double on = factor * onward(i + 1, next, after);
                before[s] += on;
                chosen[e] += layer.weight[s] * on;
                whole += layer.weight[s] * on;
            });
        }
        for (std::size_t e = 0; e < each.edges.size(); ++e) {
            marginals_.edge[c][e] += chosen[e] / whole;
        }
        marginals_.none[c] += chosen.back() / whole;
        return before;
    }

    // Newcomers of a class are alike: each gets the same part of what all of them got.
    void share_out(std::size_t c) {
        const double size = quotient_.classes[c].size();
        for (double& p : marginals_.edge[c]) {
            p /= size;
        }
        marginals_.none[c] /= size;
    }

    const Quotient& quotient_;
    Marginals marginals_;
    std::vector<Counter> counters_;  // per group
    std::vector<Step> steps_;
    std::vector<Layer> layers_;  // before each step, and after the last
    std::vector<std::pair<State, double>> scratch_;
    double log_scale_ = 0;
};

}  // namespace

std::optional<Marginals> dynamic_programme(const Quotient& quotient) {
    return Programme(quotient).run();
}

}  // namespace invitectl::reconcile
