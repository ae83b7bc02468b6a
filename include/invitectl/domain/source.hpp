// Named buckets that codes are assigned to, which code belonged to which bucket when, and to whom a
// code is credited.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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
    std::optional<SourceId> merged_into{};  // everything of it counts there
    std::optional<UserId> owner{};          // credited for its codes, instead of who made them
    std::string note{};
    std::vector<std::string> tags{};
};

// The name is 1..200 bytes of UTF-8, not blank, without characters that move the cursor, turn the
// reading order or do not show, and none of the reserved names. Throws Error(bad_value) that says
// what is wrong.
void check_source_name(std::string_view name);
// The same for a name that somebody gives now: not wholly in brackets either, as the rows of boards
// that are no source are.
void check_new_source_name(std::string_view name);

// The existing names that people could take for `name`: alike but for case, spaces, or letters of
// other scripts that look the same. An equal name is not among them.
std::vector<std::string> confusable_names(std::string_view name,
                                          const std::vector<Source>& sources);

// One decision: from `from` on (absent: for all history) the code belongs to `source` (absent: to
// none).
struct Assignment {
    InviteCode code;
    std::optional<SourceId> source;
    std::optional<Instant> from;
};

// One decision: from `from` on (absent: always) joins by the code are credited to `user` (absent:
// to its source's owner where there is one, else to who made it).
struct Credit {
    InviteCode code;
    std::optional<UserId> user;
    std::optional<Instant> from;
};

// All decisions about all codes; a later decision wins over an earlier one where both apply.
class AssignmentTimeline {
  public:
    // In the order in which they were made.
    void add(const Assignment& assignment);
    void add(const Credit& credit);
    void set_owner(SourceId source, UserId owner) { owners_[source] = owner; }

    // The source of whoever came by `code` at `t`.
    std::optional<SourceId> source_of(const InviteCode& code, Instant t) const;
    // Who is credited for whoever came by `code` at `t`, where a person has decided it.
    std::optional<UserId> credited(const InviteCode& code, Instant t) const;
    // Whether both are the same at two times for every code, since no decision begins in between.
    bool is_same_at(Instant a, Instant b) const;

  private:
    template <class Value>
    struct Step {
        Instant from;
        std::optional<Value> value;
    };
    // Per code, by `from`, no two alike.
    template <class Value>
    using Steps = std::map<InviteCode, std::vector<Step<Value>>>;

    template <class Value>
    static void decide(Steps<Value>& steps,
                       const InviteCode& code,
                       std::optional<Instant> from,
                       const std::optional<Value>& value);
    template <class Value>
    static std::optional<Value> decided(const Steps<Value>& steps,
                                        const InviteCode& code,
                                        Instant t);

    Steps<SourceId> steps_;
    Steps<UserId> credits_;
    std::map<SourceId, UserId> owners_;
    std::set<Instant> begins_;  // of decisions, overridden ones included
};

}  // namespace invitectl
