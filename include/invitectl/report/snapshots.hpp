// Readings of the invite list and the vanity counter.
#pragma once

#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/stream.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct SnapshotLine {
    Reading reading;
    bool quiet = false;      // nothing had changed; this row moves with every further quiet reading
    std::int64_t codes = 0;  // listed
    std::int64_t uses = 0;   // sum of their counters
    std::int64_t moved_codes = 0;  // whose counter moved
    std::int64_t new_uses = 0;     // by how much counters rose
    std::int64_t came = 0;         // codes listed for the first time
    std::int64_t went = 0;         // codes no longer listed
};

Table snapshots(const std::vector<SnapshotLine>& lines);

// No `before`: the code was not listed by the earlier reading; no `after`: not by the later one.
struct CodeChangeLine {
    InviteCode code;
    int epoch = 1;
    std::optional<std::int64_t> before;
    std::optional<std::int64_t> after;
};

// Parts: snapshot (a record), changes.
Document snapshot_show(const SnapshotLine& line, const std::vector<CodeChangeLine>& changes);

// What changed from one reading to a later one.
Table snapshot_diff(const Reading& before,
                    const Reading& after,
                    const std::vector<CodeChangeLine>& changes);

}  // namespace invitectl::report
