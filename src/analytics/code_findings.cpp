#include "invitectl/analytics/code_findings.hpp"

#include <array>

namespace invitectl::analytics {
namespace {

constexpr std::array<std::string_view, 7> kFindings = {
    "unseen", "unassigned", "ignored", "unmoved", "baseline_only", "all_open", "ghosts_only"};

// Why no join is credited to a code that has been seen.
CodeFinding cause(const CodeFacts& facts) {
    if (facts.open_joins > 0) {
        return CodeFinding::all_open;
    }
    if (facts.uses_since > 0) {
        return CodeFinding::ghosts_only;
    }
    return facts.baseline_uses > 0 ? CodeFinding::baseline_only : CodeFinding::unmoved;
}

}  // namespace

std::string_view to_text(CodeFinding finding) {
    return kFindings.at(static_cast<std::size_t>(finding));
}

std::vector<CodeFinding> findings(const CodeFacts& facts) {
    std::vector<CodeFinding> found;
    if (!facts.seen && facts.joins == 0 && facts.open_joins == 0) {
        found.push_back(CodeFinding::unseen);
    }
    if (!facts.assigned && !facts.own_url) {
        found.push_back(CodeFinding::unassigned);
    }
    if (facts.ignored.any()) {
        found.push_back(CodeFinding::ignored);
    }
    if (facts.joins == 0 && (facts.seen || facts.open_joins > 0)) {
        found.push_back(cause(facts));
    }
    return found;
}

}  // namespace invitectl::analytics
