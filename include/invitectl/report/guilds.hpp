// The guilds of a database.
#pragma once

#include "invitectl/domain/guild.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct GuildLine {
    Guild guild;
    std::string alias;
    bool is_default = false;
    bool enabled = true;
    Instant added_at;
    std::int64_t members = 0;             // present, by the latest sweep
    std::int64_t joins = 0;               // recorded since the guild was added
    std::optional<Instant> last_reading;  // when the latest invite reading ended
    std::optional<Instant> last_sweep;    // when the latest member sweep ended
};

Table guilds(const std::vector<GuildLine>& lines);

// One guild as a record.
Table guild_show(const GuildLine& line, const Names& names);

}  // namespace invitectl::report
