// How invite trackers usually do it, on the same traffic.
//
// All are given more than they have in life: they are never offline, never rate limited, and see a
// limited invite's last use. Event bots read the counters half a second after the event.
#pragma once

#include "tests/bench/scores.hpp"

namespace invitectl::bench {

// At every join event the counters are compared with those of the event before; credit goes to the
// first that rose, the usual recipe.
Claims event_first_match(const Trace& trace);
// The same, but only where exactly one counter rose, and by one.
Claims event_careful(const Trace& trace);
// Counters compared from poll to poll: where one code alone rose, and by as many as came, it takes
// them all.
Claims poll_strict(const Trace& trace);

}  // namespace invitectl::bench
