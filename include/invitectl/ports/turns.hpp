// Several guilds at once, one step at a time.
//
// Each guild is read by a thread of its own, of which only the one whose turn it is runs. It gives
// its turn away while it waits for the network or sleeps, and only then: so several requests are
// under way, and nothing else (database, limiter, log) ever sees two threads at a time. Nobody
// waits with a transaction open.
#pragma once

#include <mutex>

namespace invitectl {

class Turns {
  public:
    // From now on this thread may run.
    void take() {
        running_.lock();
        taken_ = true;
    }
    void give() {
        taken_ = false;
        running_.unlock();
    }
    // Asked by the thread that runs: false where there is only one, which takes no turns.
    bool taken() const { return taken_; }

  private:
    std::mutex running_;
    bool taken_ = false;
};

// This thread's turn, for as long as it works.
class Turn {
  public:
    explicit Turn(Turns& turns) : turns_(turns) { turns_.take(); }
    ~Turn() { turns_.give(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    Turns& turns_;
};

// Gives the turn of this thread away while it waits.
class Away {
  public:
    explicit Away(Turns& turns) : turns_(turns), had_turn_(turns.taken()) {
        if (had_turn_) {
            turns_.give();
        }
    }
    ~Away() {
        if (had_turn_) {
            turns_.take();
        }
    }
    Away(const Away&) = delete;
    Away& operator=(const Away&) = delete;

  private:
    Turns& turns_;
    bool had_turn_;
};

}  // namespace invitectl
