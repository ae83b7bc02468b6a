#include "invitectl/reconcile/overlay.hpp"

namespace invitectl::reconcile {
namespace {

constexpr LevelAnswer kByHand{Verdict::manual, 1};

void say_inviter(Attribution& answer, std::optional<UserId> inviter) {
    answer.inviter = kByHand;
    answer.inviter_value = inviter;
}

void say_no_code(Attribution& answer, Candidate::Kind way) {
    answer.by = way;
    answer.code = kByHand;
    answer.code_value = {};
    say_inviter(answer, {});
}

void say_code(Attribution& answer,
              const Label& label,
              Instant joined_at,
              const AssignmentTimeline& decisions) {
    answer.by = label.way.value_or(Candidate::Kind::invite);
    answer.code = kByHand;
    answer.code_value = label.code;
    if (!label.source && answer.by == Candidate::Kind::invite) {
        answer.source = kByHand;
        answer.source_value = decisions.source_of(*label.code, joined_at);
    }
    const auto credited = decisions.credited(*label.code, joined_at);
    if (credited || label.made_by || answer.by == Candidate::Kind::vanity) {
        say_inviter(answer, credited ? credited : label.made_by);
    } else {
        answer.inviter = {};
        answer.inviter_value = {};
    }
}

// An inviter is named for somebody who came without an invite, as was thought: then nothing is
// known of the code.
void expect_invite(Attribution& answer) {
    if (answer.by != Candidate::Kind::invite && answer.code.verdict != Verdict::manual) {
        answer.code = {};
        answer.code_value = {};
    }
    answer.by = Candidate::Kind::invite;
}

}  // namespace

void apply_label(Attribution& answer,
                 const Label& label,
                 Instant joined_at,
                 const AssignmentTimeline& decisions) {
    if (!label.says_anything()) {
        return;
    }
    if (label.code) {
        say_code(answer, label, joined_at, decisions);
    } else if (label.way && *label.way != Candidate::Kind::invite) {
        say_no_code(answer, *label.way);
    }
    if (label.inviter) {
        expect_invite(answer);
        say_inviter(answer, label.inviter);
    }
    if (label.source) {
        answer.source = kByHand;
        answer.source_value = label.source;
    }
    const bool other_levels =
        is_credited(answer.code.verdict) || is_credited(answer.inviter.verdict);
    if (!other_levels) {
        answer.by = label.way.value_or(Candidate::Kind::invite);
    }
}

}  // namespace invitectl::reconcile
