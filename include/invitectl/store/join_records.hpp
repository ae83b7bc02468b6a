// Joins and members with their answers, one after the other, for whoever wants all of them.
//
// A row is held at a time; the connection must outlive the reader, and nothing may be written
// meanwhile.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/members.hpp"

#include <memory>
#include <optional>

namespace invitectl::store {

struct JoinRecord {
    StoredJoin join;
    bool has_been_before = false;       // a member before, as far as anybody knows
    std::optional<Attribution> answer;  // absent: not worked out yet, or a member from before
};

enum class Candidates { read, left_out };

// In the order in which joins were found. Scans of spells, answers and candidates side by side, so
// that nothing is looked up per join.
class JoinRecords {
  public:
    JoinRecords(sql::Connection& connection,
                GuildId guild,
                const TimeRange& joined,
                Candidates candidates);
    ~JoinRecords();
    JoinRecords(const JoinRecords&) = delete;
    JoinRecords& operator=(const JoinRecords&) = delete;

    bool next(JoinRecord& record);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Whoever was a member at `at`, by user id, members from before tracking began (join id 0)
// included. Who may have left by then counts until somebody first missed them. Without candidates.
class MemberRecords {
  public:
    MemberRecords(sql::Connection& connection, GuildId guild, const TimeRange& joined, Instant at);
    ~MemberRecords();
    MemberRecords(const MemberRecords&) = delete;
    MemberRecords& operator=(const MemberRecords&) = delete;

    bool next(JoinRecord& record);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace invitectl::store
