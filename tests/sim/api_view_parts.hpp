// Pieces that several views share.
#pragma once

#include "tests/sim/guild_state.hpp"
#include <nlohmann/json.hpp>

#include <optional>

namespace invitectl::sim {

template <class Value>
nlohmann::json id_or_null(const std::optional<Value>& id) {
    return id ? nlohmann::json(id->text()) : nlohmann::json(nullptr);
}

nlohmann::json features_view(const GuildState& guild);
nlohmann::json vanity_code_view(const GuildState& guild);
// Of a role without any.
nlohmann::json colors_view();

}  // namespace invitectl::sim
