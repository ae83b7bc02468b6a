#include "workflow/together.hpp"

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace invitectl::workflow {
namespace {

constexpr std::size_t kMostThreads = 8;  // as many requests a client has under way

}  // namespace

void each_together(Turns* turns, std::size_t count, const std::function<void(std::size_t)>& work) {
    if (turns == nullptr || count < 2) {
        for (std::size_t i = 0; i < count; ++i) {
            work(i);
        }
        return;
    }
    std::size_t next = 0;
    std::exception_ptr failure;
    const auto run = [&] {
        const Turn turn(*turns);  // guards what is captured, too
        while (next < count && !failure) {
            try {
                work(next++);
            } catch (...) {
                failure = failure ? failure : std::current_exception();
            }
        }
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min(count, kMostThreads); ++i) {
        threads.emplace_back(run);
    }
    threads.clear();
    if (failure) {
        std::rethrow_exception(failure);
    }
}

}  // namespace invitectl::workflow
