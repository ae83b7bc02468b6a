// Several requests under way, each on a connection of its own that is reused. Any thread may send,
// and lets others run meanwhile.
#pragma once

#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/turns.hpp"

#include "discord/transport.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace invitectl::discord {

class PooledTransport final : public Transport {
  public:
    // Discord answers in some 150 ms: eight under way make 45 a second, close to its limit of 50.
    static constexpr std::size_t kMostUnderWay = 8;

    using Open = std::function<std::unique_ptr<Transport>()>;
    // The first is opened at once, so that what is wrong with its settings is said at once; the
    // others as they are needed.
    PooledTransport(Turns& turns, Clock& clock, Open open);

    // Waits for a free connection. The answer says when it came, since this thread's next turn may
    // come later.
    Response send(const Request& request) override;

  private:
    class Borrowed;

    Turns& turns_;
    Clock& clock_;
    Open open_;
    std::mutex guard_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Transport>> idle_;
    std::size_t opened_ = 0;
};

}  // namespace invitectl::discord
