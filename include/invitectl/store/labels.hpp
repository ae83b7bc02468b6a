// What people say of joins.
#pragma once

#include "invitectl/domain/label.hpp"
#include "invitectl/store/sources.hpp"

#include <optional>
#include <string>
#include <vector>

namespace invitectl::store {

// About the join of `user` at `joined_at`, which may be one from before tracking began. Supersedes
// earlier labels of the same join; one that says nothing takes them back.
void add_label(sql::Connection& connection,
               GuildId guild,
               UserId user,
               Instant joined_at,
               const Label& label,
               const std::string& reason,
               const Decided& decided);

struct StoredLabel {
    std::optional<JoinId> join;  // absent: from before tracking began
    UserId user;
    Instant joined_at;
    Label label;
    std::string reason;
    std::string author;
    Instant made_at;
    std::optional<EntryId> entry;
};

// The one in force of every labelled join, by join and user; sources that were merged stand for
// what they were merged into.
std::vector<StoredLabel> labels(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
