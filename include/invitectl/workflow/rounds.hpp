// Several short polls inside one run: which round is due when, and how far it reads. Pure; times
// are those since the run began.
//
// The run is cut into slots of `every`, and a round begins with a slot. The first and the last slot
// are whole syncs, and so is a round when the latest whole one began kWholeEvery ago; the others
// read the counters alone and go on to members and audit log only where one of them moved. After
// kQuietRounds rounds in a row without news every second slot is left out, after as many again
// three of four, until something moves. A slot that passes while a round still runs is not made up
// for. So runs of `--every 10s --for 55s`, started each minute, poll each 10 s without a break.
#pragma once

#include "invitectl/base/time.hpp"

#include <cstdint>
#include <optional>

namespace invitectl::workflow {

struct Pace {
    Duration every;  // above 0
    Duration total;  // at least `every`
};

inline constexpr int kQuietRounds = 3;
inline constexpr int kWidestStride = 4;  // slots from one round to the next
inline constexpr Duration kWholeEvery = std::chrono::minutes{5};

struct Round {
    Duration at{0};
    bool whole = true;
    bool last = false;
};

class Rounds {
  public:
    explicit Rounds(const Pace& pace);

    // Nothing after the last one.
    std::optional<Round> next() const;
    // The round that next() gave is over; `moved`: it brought news; `was_whole`: it read
    // everything.
    void done(Duration ended, bool moved, bool was_whole);

  private:
    std::int64_t slot_after(Duration ended) const;

    Pace pace_;
    std::int64_t last_slot_;
    std::int64_t slot_ = 0;
    Duration earliest_{0};  // the slot may have passed already
    Duration latest_whole_{0};
    int quiet_ = 0;
    bool over_ = false;
};

}  // namespace invitectl::workflow
