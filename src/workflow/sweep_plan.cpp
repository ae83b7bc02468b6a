#include "invitectl/workflow/sweep_plan.hpp"

namespace invitectl::workflow {

// Without any sweep there is nothing to compare with, so the first one is read to its end.
SweepPlan plan_sweep(Duration every,
                     const std::optional<store::Sweep>& last,
                     bool under_way,
                     std::optional<Duration> since_previous,
                     Instant now) {
    if (!last) {
        return {};
    }
    const bool large = last->members > kSweptEachTime;
    const Duration pause = every > Duration{0} ? every : large ? kSweptAtLeastEvery : Duration{0};
    SweepPlan plan;
    plan.due = under_way || now - last->bracket.began >= pause;
    if (large && since_previous && *since_previous <= kRunsAreFrequent) {
        plan.pages = kPagesPerRun;
    }
    return plan;
}

}  // namespace invitectl::workflow
