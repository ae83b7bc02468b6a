// Discord's time from the `Date` headers of its answers, which are one second fine.
//
// A Date D means that somewhere between the local instants `began` and `ended` Discord's clock
// stood in [D, D + 1 s): the offset to the local clock lies in (D - ended, D + 1 s - began]. Every
// answer narrows that interval. The offset moves no further than the answers demand and starts at
// zero, so that a host whose clock is right keeps it, and brackets do not jitter from run to run.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/bracket.hpp"

#include <optional>

namespace invitectl::discord {

class ServerClock {
  public:
    // An answer that carried `date`, with the local instants around its request.
    void observe(Instant date, const Bracket& local);

    // Discord's time = local clock + offset.
    Duration offset() const { return offset_; }
    // When the latest answer was true. It was dated when it was given, so nothing in it is younger
    // than its Date; and it is no older than the offset leaves possible, save for the error that
    // every proof allows a clock. A slow first answer leaves the offset open by as long as it took.
    Bracket in_server_time(const Bracket& local) const;

    // Of the latest answer.
    std::optional<Instant> last_date() const { return last_date_; }

  private:
    std::optional<Instant> last_date_;
    Duration lowest_{0};
    Duration highest_{0};
    Duration offset_{0};
};

}  // namespace invitectl::discord
