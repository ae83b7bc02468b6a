// Joins with their attribution: lists, one join, and why it was attributed as it was.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/outcome.hpp"
#include "invitectl/domain/spell.hpp"
#include "invitectl/domain/stated_source.hpp"
#include "invitectl/domain/stream.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct JoinLine {
    JoinId id = 0;
    Spell spell;
    bool bot = false;
    bool did_rejoin = false;                 // Discord says so
    bool has_been_before = false;            // so do the records; only exports ask
    Outcome outcome = Outcome::young;        // as of the report's moment
    std::optional<Attribution> attribution;  // absent: not reconciled yet
};

// Fills the next join and returns true, or returns false at the end.
using JoinSource = std::function<bool(JoinLine&)>;

JoinSource joins_of(std::vector<JoinLine> joins);

struct JoinsInput {
    std::string name;  // "join recent", "join list", "export joins"
    std::string title;
    JoinSource joins;  // in the order in which they are to appear
    Names names;
    Instant now;
};

// Streams: one row per join, pulled when asked for.
Table joins(JoinsInput input);

// One join as a record.
Table join_show(const JoinLine& join, const Names& names, Instant now);

// A counter movement that could have brought the join.
struct DemandLine {
    InviteCode code;
    int epoch = 1;
    Stream stream = Stream::invites;
    std::string kind;                     // why it is counted: one word of reconcile's
    std::int64_t at_least = 0;            // uses it stands for
    std::optional<std::int64_t> at_most;  // absent: not bounded
    Instant from;                         // the join lies in (from, until]
    Instant until;
    double attributed = 0;  // expected number of its uses that are joins
    double ghosts = 0;      // and that nobody was seen for
};

// What is known of a join beside the counters.
struct JoinEvidence {
    std::optional<StatedSource> stated;  // by members-search
    std::vector<InviteCode> stamped;     // invites that give the marker role held when first seen
    std::vector<InviteCode> for_others;  // invites for listed people, not for this member
    std::vector<Instant> announced;      // join messages of this join
    bool closed = false;                 // declared at the time
    bool no_ghosts = false;
};

struct JoinExplanation {
    JoinLine join;
    std::vector<Reading> readings;    // those around the join, in order of time
    std::vector<DemandLine> demands;  // that reach it
    JoinEvidence evidence;
    std::string reason;  // a sentence: what decided
    Names names;
    Instant now;
    std::function<std::string(Instant)> instant_text;  // as people read it; absent: in UTC
};

// Parts: join, evidence, readings, demands, candidates, ruled_out.
Document join_explain(const JoinExplanation& explanation);

}  // namespace invitectl::report
