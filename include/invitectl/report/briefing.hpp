// A week held against the one before, for whoever runs the server.
#pragma once

#include "invitectl/analytics/briefing.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace invitectl::report {

// A time in which something could not be read.
struct BriefingGap {
    std::string what;
    Instant from;
    Instant until;
    std::string reason;
};

struct BriefingInput {
    analytics::Briefing briefing;
    const analytics::Dictionaries& dictionaries;  // used by the call only
    Names names;
    std::vector<BriefingGap> gaps;  // of the week
    std::size_t top = 5;            // sources and inviters at most
};

// Parts: summary, figures, shares, sources, inviters, bursts, gaps; those of which there is nothing
// to say are left out. Where nobody came or went, one empty part says so.
Document briefing(const BriefingInput& input);

// The columns of every part.
Document briefing_parts();

}  // namespace invitectl::report
