// Changing the settings of a guild: decisions of people, as those of workflow/edits.hpp.
#pragma once

#include "invitectl/domain/settings.hpp"
#include "invitectl/workflow/edits.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace invitectl::workflow {

struct SettingChange {
    SettingContent value;        // now in force
    std::int64_t reopened = 0;   // joins to be worked out anew by the next sync or reconcile
    std::string_view caution{};  // to be said to whoever switched it on for the first time
};

struct WantedSetting {
    const SettingRow* row = nullptr;      // one of setting_rows()
    std::optional<SettingContent> value;  // absent: back to the default
    std::optional<Instant> from{};        // of declarations
};

// All in one transaction, or none. `closed` and `no_ghosts` become a calibration, valid from `from`
// (the first reading by default); `from` means nothing for other keys: Error(bad_value). A
// declaration equal to the one in force changes nothing. One result per wish, in order.
std::vector<SettingChange> change_settings(sql::Connection& database,
                                           GuildId guild,
                                           std::span<const WantedSetting> wanted,
                                           const Author& author);

SettingChange change_setting(sql::Connection& database,
                             GuildId guild,
                             const SettingRow& row,
                             const SettingContent& value,
                             std::optional<Instant> from,
                             const Author& author);

}  // namespace invitectl::workflow
