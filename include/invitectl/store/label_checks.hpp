// Labels as truth to hold answers against.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/ports/sql.hpp"

#include <functional>
#include <optional>

namespace invitectl::store {

// What a person said about a join; at least one of the two.
struct LabelTruth {
    JoinId join = 0;
    std::optional<InviteCode> code;
    std::optional<SourceId> source;
};

// The label in force of every labelled join, by join.
void each_label_truth(sql::Connection& connection,
                      GuildId guild,
                      const std::function<void(const LabelTruth&)>& visit);

}  // namespace invitectl::store
