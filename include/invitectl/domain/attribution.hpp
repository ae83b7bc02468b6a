// The answer for one join.
//
// Three levels are answered apart, because they can be certain apart: two candidate codes of one
// inviter leave the code open and the inviter certain.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/domain/verdict.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl {

using JoinId = std::int64_t;  // 1, 2, 3 … per guild, in the order in which joins were found

// One way in that the counters allow for a join. Exactly one of these is what really happened.
struct Candidate {
    enum class Kind { invite, vanity, bot, none };
    Kind kind = Kind::none;
    std::optional<InviteCode> code;  // of invite and vanity
    // Of invite: who is credited, where known; of bot: who added it.
    std::optional<UserId> inviter;
    std::optional<SourceId> source;  // absent: a code assigned to no source
    double p = 0;                    // 0..1; all candidates of a join together give 1
    // The inviter is whom a person credits, and made_by whom Discord names.
    bool recredited = false;
    std::optional<UserId> made_by{};

    friend bool operator==(const Candidate&, const Candidate&) = default;
};

// One level's answer. `certain` verdicts have p == 1.
struct LevelAnswer {
    Verdict verdict = Verdict::unknown;
    double p = 0;

    friend bool operator==(const LevelAnswer&, const LevelAnswer&) = default;
};

struct Attribution {
    JoinId join = 0;
    LevelAnswer code;
    LevelAnswer inviter;
    LevelAnswer source;
    // What each level answers where its verdict is credited; absent otherwise. `by` says of what
    // kind the answer is, so that "(server)", "(bot)" and "(no invite)" can be told from an unknown
    // inviter.
    Candidate::Kind by = Candidate::Kind::none;
    std::optional<InviteCode> code_value;
    std::optional<UserId> inviter_value;
    std::optional<SourceId> source_value;
    bool settled = false;  // nothing that is still to be read can change it
    std::string reason;    // one word for the rule that decided: see reconcile/explanations.hpp
    std::vector<Candidate> candidates;  // most probable first, ties by kind and code

    friend bool operator==(const Attribution&, const Attribution&) = default;
};

}  // namespace invitectl
