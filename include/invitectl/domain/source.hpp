// Named buckets that codes are assigned to, and which code belonged to which bucket when.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "invitectl/base/time.hpp"
#include "invitectl/domain/invite_code.hpp"

namespace invitectl {

using SourceId = std::int64_t;

// Every guild has the three reserved ones; people create the rest.
enum class SourceKind { named, vanity, bot, none };

std::string_view to_text(SourceKind kind);
std::optional<SourceKind> parse_source_kind(std::string_view text);

struct Source {
    SourceId id = 0;
    std::string name;  // byte for byte as typed; two names are the same source only if equal
    SourceKind kind = SourceKind::named;
    Instant created_at;
    std::optional<Instant> retired_at;
};

// The name is 1..200 bytes of UTF-8, not blank, without control characters, and none of the reserved
// names. Throws Error(bad_value) that says what is wrong.
void check_source_name(std::string_view name);

// One decision: from `from` on (absent: for all history) the code belongs to `source` (absent: to none).
struct Assignment {
    InviteCode code;
    std::optional<SourceId> source;
    std::optional<Instant> from;
};

// All decisions about all codes; a later decision wins over an earlier one where both apply.
class AssignmentTimeline {
  public:
    // In the order in which they were made.
    void add(const Assignment& assignment);

    // The source of whoever came by `code` at `t`.
    std::optional<SourceId> source_of(const InviteCode& code, Instant t) const;

  private:
    struct Step {
        Instant from;
        std::optional<SourceId> source;
    };
    std::map<InviteCode, std::vector<Step>> steps_;  // per code, by `from`, no two alike
};

}  // namespace invitectl
