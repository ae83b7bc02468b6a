// Joins with their answers, one after the other, as a filter leaves them.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/members.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace invitectl::store {

// What is not set lets everything through. Code, inviter and source mean those a join is credited
// to.
struct JoinFilter {
    TimeRange joined;
    std::optional<InviteCode> code;
    std::optional<UserId> inviter;
    std::optional<SourceId> source;
    bool without_source = false;    // credited to a code that no source has
    std::vector<Verdict> verdicts;  // of the code; a join not worked out yet is unknown
};

// Newest first. One row is held at a time; the connection must outlive it, and nothing may be
// written meanwhile.
class FoundJoins {
  public:
    FoundJoins(sql::Connection& connection, GuildId guild, const JoinFilter& filter);
    ~FoundJoins();
    FoundJoins(const FoundJoins&) = delete;
    FoundJoins& operator=(const FoundJoins&) = delete;

    // False at the end. The answer comes without its candidates; none: not worked out yet.
    bool next(StoredJoin& join, std::optional<Attribution>& answer);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace invitectl::store
