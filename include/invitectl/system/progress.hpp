// Progress on standard error: a line that is drawn again and again, or objects, or nothing until
// somebody asks.
#pragma once

#include "invitectl/ports/progress.hpp"
#include "invitectl/system/process.hpp"

#include <memory>
#include <string>

namespace invitectl::system {

// What there is to say at a moment. Pure, so that a test can look at it.
struct ProgressState {
    std::string guild{};
    std::size_t others = 0;  // guilds that are read at the same time
    std::string step{};      // empty: nothing has begun
    std::int64_t done = 0;
    std::optional<std::int64_t> total{};
    std::int64_t answers = 0;               // in this step
    std::chrono::nanoseconds elapsed{0};    // of this step
    std::chrono::nanoseconds wait_left{0};  // of a wait; 0: none
    std::string wait_reason{};
};

// "harbour: members, 3,000 of about 12,000, 3 pages, 4 s, about 12 s left"; "harbour and 7 more: …"
// where several guilds are read side by side.
std::string progress_text(const ProgressState& state);
// {"type":"progress","guild":…} without a line break.
std::string progress_object(const ProgressState& state);

// May be called from any thread, and keeps apart what each is doing. The line shows the step that
// has lasted longest; objects tell of every guild. `err` outlives it.
class ProgressReporter final : public Progress {
  public:
    ProgressReporter(ProgressMode mode, DescriptorBuffer& err, int width);
    ~ProgressReporter() override;

    void guild(std::string_view alias) override;
    void begin(std::string_view step, std::optional<std::int64_t> total) override;
    void reach(std::int64_t done) override;
    void waiting(std::chrono::nanoseconds length, std::string_view reason) override;
    void answered(std::string_view route, int status) override;
    void end() override;
    RequestTally tally() const override;

    // One line for each guild at work on what is going on, whatever the mode: for SIGUSR1.
    void report_now();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace invitectl::system
