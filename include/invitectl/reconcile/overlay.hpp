// Labels over answers.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/label.hpp"
#include "invitectl/domain/source.hpp"

namespace invitectl::reconcile {

// Makes the levels that the label speaks of `manual`. Candidates, reason and settledness stay as
// they were worked out, so that answer_levels brings the solved answer back. A label that names a
// way without a code (the server's own URL, a bot, no invite) answers code and inviter too; one
// with a code answers the inviter by whom the code is credited to, and leaves it unknown where
// nobody knows; and, where it names no source, the source by the code.
void apply_label(Attribution& answer,
                 const Label& label,
                 Instant joined_at,
                 const AssignmentTimeline& decisions);

}  // namespace invitectl::reconcile
