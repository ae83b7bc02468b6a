#include "reconcile/dynamic_programme.hpp"

#include "reconcile/closed_form.hpp"
#include "reconcile/group_weights.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace invitectl::reconcile {
namespace {

// A group as the programme sees it. Its weight is paid newcomer by newcomer, so that states that
// leave everything to ghosts do not drown the others before the end.
struct Counter {
    std::size_t first = 0;  // classes that can use it
    std::size_t last = 0;
    bool used = false;
    std::int64_t most = 0;
    std::vector<double> step;    // factor of the newcomer after n
    std::vector<double> finish;  // factor of ending with n: 0 where the group cannot

    std::size_t size() const { return finish.size(); }
};

// A newcomer of a class chooses, a group opens, or a group closes.
struct Step {
    enum class Kind { choose, open, close };
    Kind kind = Kind::choose;
    std::size_t index = 0;  // of the class or group
};

// Weights of all states at one time: one cell per combination of the open groups' counts, the
// group opened last turning slowest.
struct Layer {
    std::vector<std::uint32_t> open;  // groups
    std::vector<double> cell;
};

class Programme {
  public:
    explicit Programme(const Quotient& quotient)
        : quotient_(quotient), marginals_(empty_marginals(quotient)) {}

    std::optional<Marginals> run() {
        find_spans();
        plan();
        if (!is_small() || !go_forward()) {
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

    void plan() {
        for (std::size_t c = 0; c < quotient_.classes.size(); ++c) {
            for (const Edge& edge : quotient_.classes[c].edges) {
                if (counters_[edge.group].first == c) {
                    steps_.push_back({Step::Kind::open, edge.group});
                }
            }
            steps_.push_back({Step::Kind::choose, c});
            for (const Edge& edge : quotient_.classes[c].edges) {
                if (counters_[edge.group].last == c) {
                    steps_.push_back({Step::Kind::close, edge.group});
                }
            }
        }
    }

    // Known before anything is computed, so that giving up costs nothing.
    bool is_small() const {
        double states = 1;
        double transitions = 0;
        for (const Step& step : steps_) {
            const auto size = [&] { return static_cast<double>(counters_[step.index].most) + 1; };
            if (step.kind == Step::Kind::open) {
                states *= size();
            } else if (step.kind == Step::Kind::close) {
                states /= size();
            } else {
                const Class& each = quotient_.classes[step.index];
                transitions += states * each.size() * static_cast<double>(each.edges.size() + 1);
            }
            if (states > kMostStates || transitions > kMostTransitions) {
                return false;
            }
        }
        return true;
    }

    void weigh_counts(std::size_t g) {
        Counter& counter = counters_[g];
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
    }

    // How many cells apart two states are that differ by one newcomer of the group.
    std::size_t stride(const Layer& layer, std::size_t group) const {
        std::size_t stride = 1;
        for (const std::uint32_t g : layer.open) {
            if (g == group) {
                return stride;
            }
            stride *= counters_[g].size();
        }
        return stride;
    }

    // Calls visit(cell, cell after, n) for every state in which the group can take one more.
    template <class Visit>
    void each_step(const Layer& layer, std::size_t group, const Visit& visit) const {
        const std::size_t inner = stride(layer, group);
        const std::size_t size = counters_[group].size();
        for (std::size_t outer = 0; outer < layer.cell.size(); outer += inner * size) {
            for (std::size_t n = 0; n + 1 < size; ++n) {
                const std::size_t begin = outer + n * inner;
                for (std::size_t i = begin; i < begin + inner; ++i) {
                    visit(i, i + inner, n);
                }
            }
        }
    }

    // Calls visit(cell, cell without the group, n) for every state.
    template <class Visit>
    void each_end(const Layer& layer, std::size_t group, const Visit& visit) const {
        const std::size_t inner = stride(layer, group);
        const std::size_t size = counters_[group].size();
        for (std::size_t outer = 0; outer * inner * size < layer.cell.size(); ++outer) {
            for (std::size_t n = 0; n < size; ++n) {
                for (std::size_t i = 0; i < inner; ++i) {
                    visit((outer * size + n) * inner + i, outer * inner + i, n);
                }
            }
        }
    }

    bool go_forward() {
        layers_.push_back({{}, {1.0}});
        for (const Step& step : steps_) {
            const std::size_t times = step.kind == Step::Kind::choose
                                          ? quotient_.classes[step.index].newcomers.size()
                                          : 1;
            for (std::size_t n = 0; n < times; ++n) {
                if (!add(step)) {
                    return false;
                }
            }
        }
        marginals_.log_evidence = log_scale_ + std::log(layers_.back().cell.front());
        return true;
    }

    bool add(const Step& step) {
        moves_.push_back(step);
        switch (step.kind) {
            case Step::Kind::open:
                weigh_counts(step.index);
                layers_.push_back(opened(layers_.back(), step.index));
                return true;
            case Step::Kind::close:
                layers_.push_back(closed(layers_.back(), step.index));
                break;
            case Step::Kind::choose:
                layers_.push_back(chosen(layers_.back(), quotient_.classes[step.index]));
                break;
        }
        return scale(layers_.back());
    }

    Layer opened(const Layer& layer, std::size_t group) const {
        Layer next = layer;
        next.open.push_back(static_cast<std::uint32_t>(group));
        next.cell.resize(layer.cell.size() * counters_[group].size());
        return next;
    }

    Layer closed(const Layer& layer, std::size_t group) const {
        Layer next;
        for (const std::uint32_t g : layer.open) {
            if (g != group) {
                next.open.push_back(g);
            }
        }
        next.cell.resize(layer.cell.size() / counters_[group].size());
        each_end(layer, group, [&](std::size_t from, std::size_t to, std::size_t n) {
            next.cell[to] += counters_[group].finish[n] * layer.cell[from];
        });
        return next;
    }

    Layer chosen(const Layer& layer, const Class& each) const {
        Layer next{layer.open, layer.cell};
        const double none = each.may_be_none ? each.none_rate : 0;
        for (double& cell : next.cell) {
            cell *= none;
        }
        for (const Edge& edge : each.edges) {
            const std::vector<double>& step = counters_[edge.group].step;
            each_step(layer, edge.group, [&](std::size_t from, std::size_t to, std::size_t n) {
                next.cell[to] += edge.weight * step[n] * layer.cell[from];
            });
        }
        return next;
    }

    // To a sum of 1. False: nothing is left, or too much.
    bool scale(Layer& layer) {
        double sum = 0;
        for (const double cell : layer.cell) {
            sum += cell;
        }
        if (!(sum > 0) || !std::isfinite(sum)) {
            return false;
        }
        for (double& cell : layer.cell) {
            cell /= sum;
        }
        log_scale_ += std::log(sum);
        return true;
    }

    void go_back() {
        std::vector<double> after(1, 1.0);  // weight of all ways on from each state of a layer
        for (std::size_t i = moves_.size(); i-- > 0;) {
            const Layer& layer = layers_[i];
            switch (moves_[i].kind) {
                case Step::Kind::open:
                    after.resize(layer.cell.size());
                    break;
                case Step::Kind::close:
                    after = close_back(layer, moves_[i].index, after);
                    break;
                case Step::Kind::choose:
                    after = choose_back(layer, moves_[i].index, after);
                    break;
            }
            const double top = *std::max_element(after.begin(), after.end());
            for (double& weight : after) {
                weight /= top;
            }
        }
        for (std::size_t c = 0; c < quotient_.classes.size(); ++c) {
            share_out(c);
        }
    }

    std::vector<double> close_back(const Layer& layer,
                                   std::size_t g,
                                   const std::vector<double>& after) {
        const Counter& counter = counters_[g];
        std::vector<double> before(layer.cell.size());
        std::vector<double> ending(counter.size());  // weight of ending with n
        each_end(layer, g, [&](std::size_t from, std::size_t to, std::size_t n) {
            before[from] = counter.finish[n] * after[to];
            ending[n] += layer.cell[from] * before[from];
        });
        double whole = 0;
        double newcomers = 0;
        double ghosts = 0;
        for (std::size_t n = 0; n < ending.size(); ++n) {
            if (ending[n] > 0) {
                whole += ending[n];
                newcomers += ending[n] * static_cast<double>(n);
                ghosts +=
                    ending[n] * expected_ghosts(quotient_.groups[g], static_cast<std::int64_t>(n));
            }
        }
        marginals_.attributed[g] = newcomers / whole;
        marginals_.ghosts[g] = ghosts / whole;
        return before;
    }

    std::vector<double> choose_back(const Layer& layer,
                                    std::size_t c,
                                    const std::vector<double>& after) {
        const Class& each = quotient_.classes[c];
        std::vector<double> before(layer.cell.size());
        std::vector<double> chosen(each.edges.size() + 1, 0.0);
        const double none = each.may_be_none ? each.none_rate : 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            before[i] = none * after[i];
            chosen.back() += layer.cell[i] * before[i];
        }
        double whole = chosen.back();
        for (std::size_t e = 0; e < each.edges.size(); ++e) {
            const Edge& edge = each.edges[e];
            const std::vector<double>& step = counters_[edge.group].step;
            double sum = 0;
            each_step(layer, edge.group, [&](std::size_t from, std::size_t to, std::size_t n) {
                const double on = edge.weight * step[n] * after[to];
                before[from] += on;
                sum += layer.cell[from] * on;
            });
            chosen[e] = sum;
            whole += sum;
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
    std::vector<Step> steps_;        // one per class and border
    std::vector<Step> moves_;        // one per newcomer and border
    std::vector<Layer> layers_;      // before each move, and after the last
    double log_scale_ = 0;
};

}  // namespace

std::optional<Marginals> dynamic_programme(const Quotient& quotient) {
    return Programme(quotient).run();
}

}  // namespace invitectl::reconcile
