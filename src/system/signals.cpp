#include "invitectl/system/process.hpp"

#include <atomic>
#include <csignal>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <unistd.h>

namespace invitectl::system {
namespace {

// A signal that only wakes the waiting thread when the watch ends.
constexpr int kWakeUp = SIGUSR2;

sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGUSR1, kWakeUp}) {
        sigaddset(&set, number);
    }
    return set;
}

}  // namespace

// A thread waits for the signals, because a handler may call next to nothing, and certainly not
// what request_stop runs.
struct SignalWatch::State {
    std::stop_source stop;
    std::atomic<int> caught = 0;
    std::atomic<bool> done = false;
    sigset_t before{};
    std::thread waiter;
    std::mutex mutex;
    std::function<void()> report;

    void answer_request() {
        const std::lock_guard lock(mutex);
        if (report) {
            report();
        }
    }

    void wait_for_signals() {
        const sigset_t set = watched_signals();
        while (!done) {
            int number = 0;
            if (::sigwait(&set, &number) != 0 || number == kWakeUp) {
                continue;
            }
            if (number == SIGUSR1) {
                answer_request();
                continue;
            }
            if (caught.exchange(number) != 0) {
                ::_exit(128 + number);
            }
            stop.request_stop();
        }
    }
};

SignalWatch::SignalWatch() : state_(std::make_unique<State>()) {
    const sigset_t set = watched_signals();
    ::pthread_sigmask(SIG_BLOCK, &set, &state_->before);
    state_->waiter = std::thread([state = state_.get()] { state->wait_for_signals(); });
}

SignalWatch::~SignalWatch() {
    state_->done = true;
    ::pthread_kill(state_->waiter.native_handle(), kWakeUp);
    state_->waiter.join();
    ::pthread_sigmask(SIG_SETMASK, &state_->before, nullptr);
}

std::stop_token SignalWatch::token() const {
    return state_->stop.get_token();
}

int SignalWatch::caught() const {
    return state_->caught;
}

void SignalWatch::on_request(std::function<void()> report) {
    const std::lock_guard lock(state_->mutex);
    state_->report = std::move(report);
}

}  // namespace invitectl::system
