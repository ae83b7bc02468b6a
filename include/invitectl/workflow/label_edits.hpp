// Labels: what people say of joins that nobody could attribute, or that were attributed wrongly.
#pragma once

#include "invitectl/domain/label.hpp"
#include "invitectl/workflow/edit.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::workflow {

// A join as people name it: by its number, or the latest of a member by id or name. Members from
// before tracking began have no number.
struct NamedJoin {
    std::optional<JoinId> join;
    UserId user;
    Instant joined_at;
};

// Throws Error(not_found) that says why there is none.
NamedJoin join_named(sql::Connection& database, GuildId guild, const std::string& text);

struct LabelWish {
    std::optional<std::string> source;  // by name, reserved ones too; absent: the code's
    std::optional<InviteCode> code;
    std::optional<UserId> inviter;
    std::string reason;
};

struct Labelled {
    std::int64_t joins = 0;
    std::int64_t before_tracking = 0;  // of these, members from before tracking began
    bool never_seen = false;           // the code
};

// All or none of them; one entry of the journal.
Labelled label_joins(sql::Connection& database,
                     GuildId guild,
                     const std::vector<std::string>& joins,
                     const LabelWish& wish,
                     const Author& author);

// Throws Error(not_found) for a join that has no label.
Labelled unlabel_joins(sql::Connection& database,
                       GuildId guild,
                       const std::vector<std::string>& joins,
                       const Author& author);

}  // namespace invitectl::workflow
