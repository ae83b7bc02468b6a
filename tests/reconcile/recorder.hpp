// Keeps what is read the way the store does, and gives it as a History: whole, or as the slice that
// is not settled.
#pragma once

#include "invitectl/reconcile/attribute.hpp"

#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace invitectl::reconcile {

inline InviteCode code(std::string_view text) {
    return *InviteCode::parse(text);
}

class Recorder {
  public:
    // What a list or the vanity counter shows.
    struct Listed {
        InviteTerms terms;
        std::int64_t uses = 0;
    };

    void read(Stream stream, Bracket bracket, const std::vector<Listed>& list);
    void read_invites(Bracket bracket, const std::vector<Listed>& list) {
        read(Stream::invites, bracket, list);
    }

    // A new join gets the next id.
    JoinId arrive(UserId user, Instant joined_at, bool bot = false);
    void swept(Instant began) { facts.coverage.latest_sweep_began = began; }
    void audited(Instant began) { facts.coverage.latest_audit_began = began; }

    // Reconciles the slice that is left, and takes note of what is settled.
    Result reconcile_rest(const AssignmentTimeline& assignments, const ReservedSources& reserved);

    History whole() const { return facts; }
    History rest() const;

    // Settled answers and demands so far.
    std::map<JoinId, Attribution> answers;
    std::map<DemandKey, DemandOutcome> outcomes;

    // Everything; tests add log entries and calibrations here.
    History facts;

  private:
    struct Tape {
        ReadingNumber number = 0;
        bool quiet = false;
        std::map<InviteCode, std::size_t> listed;  // index into facts.lives
    };

    Tape& tape(Stream stream) { return tapes_[stream == Stream::invites ? 0 : 1]; }
    bool has_news(const Tape& tape, const std::vector<Listed>& list) const;
    void add_row(Stream stream, Bracket bracket, bool news);
    void list_code(Stream stream, const Listed& listed);

    Tape tapes_[2];
    std::map<InviteCode, int> epochs_;
    Marks marks_;
};

}  // namespace invitectl::reconcile
