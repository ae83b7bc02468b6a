#include "invitectl/system/progress.hpp"

#include "invitectl/base/escape.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/base/width.hpp"

#include <condition_variable>
#include <fmt/format.h>
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
    std::string text = state.guild.empty() ? "" : state.guild + ": ";
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

    ProgressMode mode;
    DescriptorBuffer& err;
    int width;

    mutable std::mutex mutex;
    std::condition_variable_any changed;
    ProgressState now;
    Steady::time_point step_began = Steady::now();
    Steady::time_point wait_ends{};
    Steady::time_point told{};
    RequestTally tally;
    std::jthread drawer;

    // All below: with the mutex held.
    ProgressState snapshot() const {
        ProgressState state = now;
        const auto present = Steady::now();
        state.elapsed = present - step_began;
        state.wait_left = std::max(0ns, std::chrono::nanoseconds(wait_ends - present));
        return state;
    }

    void draw() {
        if (now.step.empty()) {
            return;
        }
        err.show_status(cut_to_width(progress_text(snapshot()), width - 1));
        told = Steady::now();
    }

    // `at_once`: something that must not wait for the next drawing.
    void tell(bool at_once) {
        if (mode == ProgressMode::silent || now.step.empty() ||
            (!at_once && Steady::now() - told < kShortestPause)) {
            return;
        }
        if (mode == ProgressMode::line) {
            draw();
            return;
        }
        err.write_line(progress_object(snapshot()));
        told = Steady::now();
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
    state_->now.guild = alias;
}

void ProgressReporter::begin(std::string_view step, std::optional<std::int64_t> total) {
    const std::lock_guard lock(state_->mutex);
    state_->now.step = step;
    state_->now.total = total;
    state_->now.done = 0;
    state_->now.answers = 0;
    state_->step_began = Steady::now();
    state_->wait_ends = {};
    state_->tell(true);
    if (state_->mode == ProgressMode::line && !state_->drawer.joinable()) {
        state_->drawer = std::jthread(
            [state = state_.get()](const std::stop_token& stop) { state->keep_drawing(stop); });
    }
}

void ProgressReporter::reach(std::int64_t done) {
    const std::lock_guard lock(state_->mutex);
    state_->now.done = done;
    state_->wait_ends = {};
    state_->tell(false);
}

void ProgressReporter::waiting(std::chrono::nanoseconds length, std::string_view reason) {
    const std::lock_guard lock(state_->mutex);
    state_->tally.waited += length;
    state_->now.wait_reason = reason;
    state_->wait_ends = Steady::now() + length;
    state_->tell(true);
}

void ProgressReporter::answered(std::string_view route, int status) {
    const std::lock_guard lock(state_->mutex);
    ++state_->tally.answers[{std::string(route), status}];
    ++state_->now.answers;
    state_->wait_ends = {};
    state_->tell(false);
}

void ProgressReporter::end() {
    const std::lock_guard lock(state_->mutex);
    state_->now.step.clear();
    state_->err.show_status("");
}

RequestTally ProgressReporter::tally() const {
    const std::lock_guard lock(state_->mutex);
    return state_->tally;
}

void ProgressReporter::report_now() {
    const std::lock_guard lock(state_->mutex);
    const ProgressState state = state_->snapshot();
    state_->err.write_line(state_->mode == ProgressMode::json ? progress_object(state)
                                                              : progress_text(state));
}

}  // namespace invitectl::system
