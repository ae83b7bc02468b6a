// How sure the answers are, what other poll intervals would give, and what is wrong or missing.
#pragma once

#include "invitectl/analytics/coverage.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct CoverageReason {
    std::string reason;    // one word
    std::string sentence;  // what it means
    std::int64_t joins = 0;
};

struct CoverageStretch {
    Instant from;
    Instant until;
    std::int64_t joins = 0;
    std::int64_t demands = 0;
};

struct CoverageGap {
    std::string kind;
    Instant from;
    Instant until;
    std::string reason;
};

struct CoverageDeclaration {
    std::string key;
    bool on = false;
    std::string advice;  // one word: "keep", "set", "leave", "wait", "watch"
    std::int64_t joins = 0;
    std::int64_t contradictions = 0;
    std::optional<double> announced;  // share of the joins seen; of no_ghosts
};

struct CoverageJump {
    std::string source;
    double before = 0;  // share, 0..1
    double now = 0;
    std::int64_t joins = 0;
    std::string code;  // empty: no code
    std::optional<Instant> assigned_at;
    std::string assigned_by;
    std::string undo;  // a command line; empty: nothing to undo
};

struct CoverageView {
    analytics::Coverage coverage;
    const analytics::Traffic* traffic = nullptr;
    Duration guard{0};
    analytics::Reliability reliability;
    std::vector<CoverageReason> reasons;
    std::vector<CoverageStretch> inconsistencies;
    std::vector<CoverageGap> gaps;
    std::vector<CoverageDeclaration> declarations;
    std::vector<CoverageJump> jumps;
};

Document coverage(const CoverageView& view);

}  // namespace invitectl::report
