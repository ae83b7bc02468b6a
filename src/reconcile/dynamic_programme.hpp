// Exact marginals along time.
//
// The state is how many newcomers every open group has taken; a group is open from its first
// newcomer to its last. Exact as long as few groups are open at once, which is what polling gives.
#pragma once

#include "reconcile/quotient.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace invitectl::reconcile {

inline constexpr std::size_t kMostStates = 4'096;         // at one time
inline constexpr std::size_t kMostTransitions = 400'000;  // in one component

// Keeps its memory from one component to the next: most are so small that asking for it would cost
// more than the work.
class DynamicProgramme {
  public:
    // Absent: more than kMostStates or kMostTransitions would be needed.
    std::optional<Marginals> run(const Quotient& quotient);

  private:
    // A group as the programme sees it. Its weight is paid newcomer by newcomer, so that states
    // that leave everything to ghosts do not drown the others before the end.
    struct Counter {
        std::size_t first = 0;  // classes that can use it
        std::size_t last = 0;
        bool used = false;
        std::int64_t most = 0;
        std::size_t begin = 0;  // of its numbers in step_ and finish_

        std::size_t size() const { return static_cast<std::size_t>(most) + 1; }
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
        std::size_t begin = 0;  // in cells_
        std::size_t size = 0;
        std::size_t first_open = 0;  // groups, in open_
        std::size_t last_open = 0;
    };

    // What a choice of one group does to a layer (cells.hpp).
    struct Shift {
        std::size_t by = 0;
        std::size_t begin = 0;  // of its pattern in patterns_
        std::size_t size = 0;
    };

    void clear();
    void find_spans();
    void plan();
    bool is_small() const;
    void weigh_counts(std::size_t g);

    std::span<double> cells(const Layer& layer);
    Layer& add_layer(std::size_t size);
    std::size_t stride(const Layer& layer, std::size_t group) const;
    void find_shifts(const Layer& layer, const Class& each);
    std::span<const double> pattern(const Shift& shift) const;
    template <class Visit>
    void each_end(const Layer& layer, std::size_t group, const Visit& visit) const;

    bool go_forward();
    bool add(const Step& step);
    void open(std::size_t group);
    void close(std::size_t group);
    void choose(const Class& each);
    bool keep_in_range(Layer& layer);

    void go_back();
    void close_back(const Layer& layer, std::size_t g);
    void choose_back(const Layer& layer, std::size_t c);
    void share_out(std::size_t c);

    const Quotient* quotient_ = nullptr;
    Marginals marginals_;
    std::vector<Counter> counters_;  // per group
    std::vector<double> step_;       // factor of a group's newcomer after n
    std::vector<double> finish_;     // factor of a group's ending with n: 0 where it cannot
    std::vector<Step> steps_;        // one per class and border
    std::vector<Step> moves_;        // one per newcomer and border
    std::vector<Layer> layers_;      // before each move, and after the last
    std::vector<double> cells_;      // of all layers
    std::vector<std::uint32_t> open_;
    std::size_t shifts_of_ = 0;  // the class that shifts_ are of, and one more; 0: none
    std::vector<Shift> shifts_;  // per edge
    std::vector<double> patterns_;
    std::vector<double> after_;   // weight of all ways on from each state of a layer
    std::vector<double> before_;  // the same for the layer before
    std::vector<double> ending_;  // weight of ending with n
    double log_scale_ = 0;
};

}  // namespace invitectl::reconcile
