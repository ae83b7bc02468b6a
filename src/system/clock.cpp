#include "invitectl/system/clock.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace invitectl::system {
namespace {

class SystemClock final : public Clock {
  public:
    explicit SystemClock(std::stop_token stop) : stop_(std::move(stop)) {}

    Instant now() override {
        return std::chrono::floor<Duration>(std::chrono::system_clock::now());
    }

    std::chrono::nanoseconds monotonic() override {
        return std::chrono::steady_clock::now().time_since_epoch();
    }

    void sleep(std::chrono::nanoseconds duration) override {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        stopped.wait_for(lock, stop_, duration, [] { return false; });
    }

  private:
    std::stop_token stop_;
};

}  // namespace

std::unique_ptr<Clock> system_clock(std::stop_token stop) {
    return std::make_unique<SystemClock>(std::move(stop));
}

}  // namespace invitectl::system
