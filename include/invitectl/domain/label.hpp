// What a person says of one join. It lies over what was worked out and changes nothing beneath.
#pragma once

#include "invitectl/domain/attribution.hpp"

#include <optional>

namespace invitectl {

struct Label {
    std::optional<SourceId> source;
    std::optional<InviteCode> code;
    std::optional<UserId> inviter;       // as typed; absent: whoever the code is credited to
    std::optional<Candidate::Kind> way;  // where source or code tells it
    std::optional<UserId> made_by;       // who made the code, as known when the label was given

    // False for the label that takes an earlier one back.
    bool says_anything() const { return source || code || inviter; }
    friend bool operator==(const Label&, const Label&) = default;
};

}  // namespace invitectl
