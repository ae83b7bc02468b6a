#include "reconcile/dynamic_programme.hpp"

#include "reconcile/cells.hpp"
#include "reconcile/closed_form.hpp"
#include "reconcile/group_weights.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::reconcile {
namespace {

// Sums of weights are brought back to 1 outside this range: far from where doubles end, since the
// two directions are multiplied.
constexpr double kLowest = 1e-60;
constexpr double kHighest = 1e60;

// A pattern shorter than this is repeated: loops over a few cells cost more than the cells.
constexpr std::size_t kLongEnough = 64;

bool is_in_range(double sum) {
    return kLowest < sum && sum < kHighest;
}

}  // namespace

std::optional<Marginals> DynamicProgramme::run(const Quotient& quotient) {
    quotient_ = &quotient;
    clear();
    find_spans();
    plan();
    if (!is_small()) {
        return std::nullopt;
    }
    marginals_ = empty_marginals(quotient);
    if (!go_forward()) {
        return std::nullopt;
    }
    go_back();
    for (std::size_t g = 0; g < counters_.size(); ++g) {
        if (!counters_[g].used) {
            marginals_.ghosts[g] = expected_ghosts(quotient.groups[g], 0);
        }
    }
    return std::move(marginals_);
}

void DynamicProgramme::clear() {
    counters_.assign(quotient_->groups.size(), {});
    step_.clear();
    finish_.clear();
    steps_.clear();
    moves_.clear();
    layers_.clear();
    cells_.clear();
    open_.clear();
    shifts_of_ = 0;
    log_scale_ = 0;
}

void DynamicProgramme::find_spans() {
    for (std::size_t c = 0; c < quotient_->classes.size(); ++c) {
        for (const Edge& edge : quotient_->classes[c].edges) {
            Counter& counter = counters_[edge.group];
            counter.first = counter.used ? counter.first : c;
            counter.last = c;
            counter.used = true;
            counter.most += static_cast<std::int64_t>(quotient_->classes[c].newcomers.size());
        }
    }
    for (std::size_t g = 0; g < counters_.size(); ++g) {
        counters_[g].most = capacity(quotient_->groups[g], counters_[g].most);
    }
}

void DynamicProgramme::plan() {
    for (std::size_t c = 0; c < quotient_->classes.size(); ++c) {
        for (const Edge& edge : quotient_->classes[c].edges) {
            if (counters_[edge.group].first == c) {
                steps_.push_back({Step::Kind::open, edge.group});
            }
        }
        steps_.push_back({Step::Kind::choose, c});
        for (const Edge& edge : quotient_->classes[c].edges) {
            if (counters_[edge.group].last == c) {
                steps_.push_back({Step::Kind::close, edge.group});
            }
        }
    }
}

// Known before anything is computed, so that giving up costs nothing.
bool DynamicProgramme::is_small() const {
    double states = 1;
    double transitions = 0;
    for (const Step& step : steps_) {
        const auto size = [&] { return static_cast<double>(counters_[step.index].most) + 1; };
        if (step.kind == Step::Kind::open) {
            states *= size();
        } else if (step.kind == Step::Kind::close) {
            states /= size();
        } else {
            const Class& each = quotient_->classes[step.index];
            transitions += states * each.size() * static_cast<double>(each.edges.size() + 1);
        }
        if (states > kMostStates || transitions > kMostTransitions) {
            return false;
        }
    }
    return true;
}

void DynamicProgramme::weigh_counts(std::size_t g) {
    Counter& counter = counters_[g];
    counter.begin = step_.size();
    double before = 0;
    for (std::int64_t n = 0; n <= counter.most; ++n) {
        const double weight = log_weight(quotient_->groups[g], n);
        const double paid = std::isfinite(weight) ? weight : 0;
        if (n > 0) {
            step_.push_back(std::exp(paid - before));
        } else {
            log_scale_ += paid;
        }
        finish_.push_back(std::isfinite(weight) ? 1.0 : 0.0);
        before = paid;
    }
    step_.push_back(0);  // nobody more
}

std::span<double> DynamicProgramme::cells(const Layer& layer) {
    return std::span(cells_).subspan(layer.begin, layer.size);
}

// With the open groups of the layer before; its cells are 0.
DynamicProgramme::Layer& DynamicProgramme::add_layer(std::size_t size) {
    Layer next{.begin = cells_.size(), .size = size, .first_open = 0, .last_open = 0};
    if (!layers_.empty()) {
        next.first_open = layers_.back().first_open;
        next.last_open = layers_.back().last_open;
    }
    cells_.resize(cells_.size() + size);
    return layers_.emplace_back(next);
}

// How many cells apart two states are that differ by one newcomer of the group.
std::size_t DynamicProgramme::stride(const Layer& layer, std::size_t group) const {
    std::size_t stride = 1;
    for (std::size_t i = layer.first_open; i < layer.last_open && open_[i] != group; ++i) {
        stride *= counters_[open_[i]].size();
    }
    return stride;
}

void DynamicProgramme::find_shifts(const Layer& layer, const Class& each) {
    shifts_.clear();
    patterns_.clear();
    for (const Edge& edge : each.edges) {
        const Counter& counter = counters_[edge.group];
        Shift shift{.by = stride(layer, edge.group), .begin = patterns_.size(), .size = 0};
        for (std::size_t n = 0; n < counter.size(); ++n) {
            patterns_.insert(patterns_.end(), shift.by, edge.weight * step_[counter.begin + n]);
        }
        const std::size_t once = patterns_.size() - shift.begin;
        const std::size_t times = std::min((kLongEnough + once - 1) / once, layer.size / once);
        patterns_.resize(shift.begin + times * once);
        for (std::size_t i = once; i < times * once; ++i) {
            patterns_[shift.begin + i] = patterns_[shift.begin + i - once];
        }
        shift.size = times * once;
        shifts_.push_back(shift);
    }
}

std::span<const double> DynamicProgramme::pattern(const Shift& shift) const {
    return std::span(patterns_).subspan(shift.begin, shift.size);
}

// Calls visit(cell, cell without the group, n) for every state.
template <class Visit>
void DynamicProgramme::each_end(const Layer& layer, std::size_t group, const Visit& visit) const {
    const std::size_t inner = stride(layer, group);
    const std::size_t size = counters_[group].size();
    for (std::size_t outer = 0; outer * inner * size < layer.size; ++outer) {
        for (std::size_t n = 0; n < size; ++n) {
            for (std::size_t i = 0; i < inner; ++i) {
                visit((outer * size + n) * inner + i, outer * inner + i, n);
            }
        }
    }
}

bool DynamicProgramme::go_forward() {
    cells(add_layer(1)).front() = 1;
    for (const Step& step : steps_) {
        const std::size_t times =
            step.kind == Step::Kind::choose ? quotient_->classes[step.index].newcomers.size() : 1;
        for (std::size_t n = 0; n < times; ++n) {
            if (!add(step)) {
                return false;
            }
        }
    }
    marginals_.log_evidence = log_scale_ + std::log(cells(layers_.back()).front());
    return true;
}

bool DynamicProgramme::add(const Step& step) {
    moves_.push_back(step);
    switch (step.kind) {
        case Step::Kind::open:
            open(step.index);
            return true;
        case Step::Kind::close:
            close(step.index);
            break;
        case Step::Kind::choose:
            if (shifts_of_ != step.index + 1) {
                find_shifts(layers_.back(), quotient_->classes[step.index]);
                shifts_of_ = step.index + 1;
            }
            choose(quotient_->classes[step.index]);
            break;
    }
    return keep_in_range(layers_.back());
}

void DynamicProgramme::open(std::size_t group) {
    weigh_counts(group);
    const Layer last = layers_.back();
    Layer& next = add_layer(last.size * counters_[group].size());
    next.first_open = open_.size();
    for (std::size_t i = last.first_open; i < last.last_open; ++i) {
        open_.push_back(open_[i]);
    }
    open_.push_back(static_cast<std::uint32_t>(group));
    next.last_open = open_.size();
    std::ranges::copy(cells(last), cells(next).begin());
}

void DynamicProgramme::close(std::size_t group) {
    const Layer last = layers_.back();
    Layer& next = add_layer(last.size / counters_[group].size());
    next.first_open = open_.size();
    for (std::size_t i = last.first_open; i < last.last_open; ++i) {
        if (open_[i] != group) {
            open_.push_back(open_[i]);
        }
    }
    next.last_open = open_.size();
    const double* const finish = finish_.data() + counters_[group].begin;
    const std::span<const double> from = cells(last);
    const std::span<double> to = cells(next);
    each_end(last, group, [&](std::size_t cell, std::size_t without, std::size_t n) {
        to[without] += finish[n] * from[cell];
    });
}

void DynamicProgramme::choose(const Class& each) {
    const Layer last = layers_.back();
    const std::span<double> to = cells(add_layer(last.size));
    const std::span<const double> from = cells(last);
    scale_into(from, each.may_be_none ? each.none_rate : 0, to);
    for (const Shift& shift : shifts_) {
        add_shifted(from, pattern(shift), shift.by, to);
    }
}

// False: nothing is left, or too much.
bool DynamicProgramme::keep_in_range(Layer& layer) {
    const double sum = sum_of(cells(layer));
    if (is_in_range(sum)) {
        return true;
    }
    if (!(sum > 0) || !std::isfinite(sum)) {
        return false;
    }
    for (double& cell : cells(layer)) {
        cell /= sum;
    }
    log_scale_ += std::log(sum);
    return true;
}

void DynamicProgramme::go_back() {
    after_.assign(1, 1.0);
    for (std::size_t i = moves_.size(); i-- > 0;) {
        const Layer& layer = layers_[i];
        switch (moves_[i].kind) {
            case Step::Kind::open:
                after_.resize(layer.size);
                break;
            case Step::Kind::close:
                close_back(layer, moves_[i].index);
                break;
            case Step::Kind::choose:
                choose_back(layer, moves_[i].index);
                break;
        }
        const double sum = sum_of(after_);
        if (!is_in_range(sum)) {
            for (double& weight : after_) {
                weight /= sum;
            }
        }
    }
    for (std::size_t c = 0; c < quotient_->classes.size(); ++c) {
        share_out(c);
    }
}

void DynamicProgramme::close_back(const Layer& layer, std::size_t g) {
    const Counter& counter = counters_[g];
    const double* const finish = finish_.data() + counter.begin;
    const std::span<const double> cell = cells(layer);
    before_.assign(layer.size, 0.0);
    ending_.assign(counter.size(), 0.0);
    each_end(layer, g, [&](std::size_t from, std::size_t to, std::size_t n) {
        before_[from] = finish[n] * after_[to];
        ending_[n] += cell[from] * before_[from];
    });
    double whole = 0;
    double newcomers = 0;
    double ghosts = 0;
    for (std::size_t n = 0; n < ending_.size(); ++n) {
        if (ending_[n] > 0) {
            whole += ending_[n];
            newcomers += ending_[n] * static_cast<double>(n);
            ghosts +=
                ending_[n] * expected_ghosts(quotient_->groups[g], static_cast<std::int64_t>(n));
        }
    }
    marginals_.attributed[g] = newcomers / whole;
    marginals_.ghosts[g] = ghosts / whole;
    std::swap(before_, after_);
}

void DynamicProgramme::choose_back(const Layer& layer, std::size_t c) {
    const Class& each = quotient_->classes[c];
    if (shifts_of_ != c + 1) {
        find_shifts(layer, each);
        shifts_of_ = c + 1;
    }
    const std::span<const double> cell = cells(layer);
    before_.resize(layer.size);
    scale_into(after_, each.may_be_none ? each.none_rate : 0, before_);
    const double none = product_sum(cell, before_);
    double whole = none;
    ending_.clear();  // with an edge
    for (const Shift& shift : shifts_) {
        ending_.push_back(add_shifted_back(after_, pattern(shift), shift.by, cell, before_));
        whole += ending_.back();
    }
    for (std::size_t e = 0; e < each.edges.size(); ++e) {
        marginals_.edge[c][e] += ending_[e] / whole;
    }
    marginals_.none[c] += none / whole;
    std::swap(before_, after_);
}

// Newcomers of a class are alike: each gets the same part of what all of them got.
void DynamicProgramme::share_out(std::size_t c) {
    const double size = quotient_->classes[c].size();
    for (double& p : marginals_.edge[c]) {
        p /= size;
    }
    marginals_.none[c] /= size;
}

}  // namespace invitectl::reconcile
