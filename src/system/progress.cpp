#include "invitectl/system/progress.hpp"

#include "invitectl/base/escape.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/base/width.hpp"

#include <condition_variable>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

namespace invitectl::system {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto kBetweenDrawings = 250ms;  // while nothing new happens
constexpr auto kShortestPause = 100ms;    // between two drawings or objects of one step

// "12,345"
std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), ",");
    }
    return text;
}

std::int64_t whole_seconds(std::chrono::nanoseconds time) {
    return std::chrono::ceil<std::chrono::seconds>(time).count();
}

// Nothing before there is something to go by.
std::optional<std::chrono::nanoseconds> time_left(const ProgressState& state) {
    if (!state.total || state.done <= 0 || state.done >= *state.total || state.elapsed < 1s) {
        return {};
    }
    const double share = static_cast<double>(state.done) / static_cast<double>(*state.total);
    const double seconds = std::chrono::duration<double>(state.elapsed).count();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(seconds / share - seconds));
}

}  // namespace

std::string progress_text(const ProgressState& state) {
    if (state.step.empty()) {
        return "nothing has begun yet";
    }
    const std::string others =
        state.others > 0 ? " and " + std::to_string(state.others) + " more" : "";
    std::string text = state.guild.empty() ? "" : state.guild + others + ": ";
    text += state.step;
    if (state.done > 0) {
        text += ", " + grouped(state.done);
        if (state.total && *state.total >= state.done) {
            text += " of about " + grouped(*state.total);
        }
    }
    if (state.answers > 1) {
        text += ", " + grouped(state.answers) + " pages";
    }
    if (state.wait_left > 0ns) {
        text +=
            fmt::format(", waiting {} s: {}", whole_seconds(state.wait_left), state.wait_reason);
    } else {
        text +=
            fmt::format(", {} s", std::chrono::floor<std::chrono::seconds>(state.elapsed).count());
        if (const auto left = time_left(state)) {
            text += fmt::format(", about {} s left", whole_seconds(*left));
        }
    }
    return escape_for_terminal(text);
}

std::string progress_object(const ProgressState& state) {
    const auto number = [](std::optional<std::int64_t> value) {
        return value ? std::to_string(*value) : std::string("null");
    };
    const bool waits = state.wait_left > 0ns;
    return "{\"type\":\"progress\",\"guild\":" + json_string(state.guild) +
           ",\"step\":" + json_string(state.step) + ",\"done\":" + std::to_string(state.done) +
           ",\"total\":" + number(state.total) + ",\"answers\":" + std::to_string(state.answers) +
           fmt::format(",\"elapsed\":{:.3f}",
                       std::chrono::duration<double>(state.elapsed).count()) +
           fmt::format(",\"wait\":{:.3f}", std::chrono::duration<double>(state.wait_left).count()) +
           ",\"wait_reason\":" + (waits ? json_string(state.wait_reason) : "null") + "}";
}

struct ProgressReporter::State {
    State(ProgressMode chosen, DescriptorBuffer& to, int cells)
        : mode(chosen), err(to), width(cells) {}

    // What one thread is doing.
    struct Work {
        ProgressState now;
        Steady::time_point step_began = Steady::now();
        Steady::time_point wait_ends{};
        Steady::time_point told{};

        bool is_going_on() const { return !now.step.empty(); }
        ProgressState snapshot() const {
            ProgressState state = now;
            const auto present = Steady::now();
            state.elapsed = present - step_began;
            state.wait_left = std::max(0ns, std::chrono::nanoseconds(wait_ends - present));
            return state;
        }
    };

    ProgressMode mode;
    DescriptorBuffer& err;
    int width;

    mutable std::mutex mutex;
    std::condition_variable_any changed;
    std::map<std::thread::id, Work> works;
    Steady::time_point drawn{};
    RequestTally tally;
    std::jthread drawer;

    // All below: with the mutex held.
    Work& here() { return works[std::this_thread::get_id()]; }

    // The longest step, which changes least often from one drawing to the next.
    void draw() {
        const Work* longest = nullptr;
        std::size_t going_on = 0;
        for (const auto& [thread, work] : works) {
            going_on += work.is_going_on() ? 1U : 0U;
            const bool longer =
                work.is_going_on() && (longest == nullptr || work.step_began < longest->step_began);
            longest = longer ? &work : longest;
        }
        if (longest == nullptr) {
            return;
        }
        ProgressState state = longest->snapshot();
        state.others = going_on - 1;
        err.show_status(cut_to_width(progress_text(state), width - 1));
        drawn = Steady::now();
    }

    // `at_once`: something that must not wait for the next drawing.
    void tell(Work& work, bool at_once) {
        const auto before = mode == ProgressMode::line ? drawn : work.told;
        if (mode == ProgressMode::silent || !work.is_going_on() ||
            (!at_once && Steady::now() - before < kShortestPause)) {
            return;
        }
        if (mode == ProgressMode::line) {
            draw();
            return;
        }
        err.write_line(progress_object(work.snapshot()));
        work.told = Steady::now();
    }

    // So that seconds count while an answer is waited for.
    void keep_drawing(const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        while (!stop.stop_requested()) {
            changed.wait_for(lock, stop, kBetweenDrawings, [] { return false; });
            if (!stop.stop_requested()) {
                draw();
            }
        }
    }

    void write_line_of(const ProgressState& state) {
        err.write_line(mode == ProgressMode::json ? progress_object(state) : progress_text(state));
    }
};

ProgressReporter::ProgressReporter(ProgressMode mode, DescriptorBuffer& err, int width)
    : state_(std::make_unique<State>(mode, err, width)) {}

ProgressReporter::~ProgressReporter() {
    end();
    if (state_->drawer.joinable()) {
        state_->drawer.request_stop();
        state_->drawer.join();
    }
}

void ProgressReporter::guild(std::string_view alias) {
    const std::lock_guard lock(state_->mutex);
    if (alias.empty()) {
        state_->works.erase(std::this_thread::get_id());
        return;
    }
    state_->here().now.guild = alias;
}

void ProgressReporter::begin(std::string_view step, std::optional<std::int64_t> total) {
    const std::lock_guard lock(state_->mutex);
    State::Work& work = state_->here();
    work.now.step = step;
    work.now.total = total;
    work.now.done = 0;
    work.now.answers = 0;
    work.step_began = Steady::now();
    work.wait_ends = {};
    state_->tell(work, true);
    if (state_->mode == ProgressMode::line && !state_->drawer.joinable()) {
        state_->drawer = std::jthread(
            [state = state_.get()](const std::stop_token& stop) { state->keep_drawing(stop); });
    }
}

void ProgressReporter::reach(std::int64_t done) {
    const std::lock_guard lock(state_->mutex);
    State::Work& work = state_->here();
    work.now.done = done;
    work.wait_ends = {};
    state_->tell(work, false);
}

void ProgressReporter::waiting(std::chrono::nanoseconds length, std::string_view reason) {
    const std::lock_guard lock(state_->mutex);
    State::Work& work = state_->here();
    state_->tally.waited += length;
    work.now.wait_reason = reason;
    work.wait_ends = Steady::now() + length;
    state_->tell(work, true);
}

void ProgressReporter::answered(std::string_view route, int status) {
    const std::lock_guard lock(state_->mutex);
    State::Work& work = state_->here();
    ++state_->tally.answers[{std::string(route), status}];
    ++work.now.answers;
    work.wait_ends = {};
    state_->tell(work, false);
}

void ProgressReporter::end() {
    const std::lock_guard lock(state_->mutex);
    for (auto& [thread, work] : state_->works) {
        work.now.step.clear();
    }
    state_->err.show_status("");
}

RequestTally ProgressReporter::tally() const {
    const std::lock_guard lock(state_->mutex);
    return state_->tally;
}

void ProgressReporter::report_now() {
    const std::lock_guard lock(state_->mutex);
    bool told = false;
    for (const auto& [thread, work] : state_->works) {
        if (work.is_going_on()) {
            state_->write_line_of(work.snapshot());
            told = true;
        }
    }
    if (!told) {
        state_->write_line_of({});
    }
}

}  // namespace invitectl::system
