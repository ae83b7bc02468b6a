// The settings of a guild with their limits.
#pragma once

#include "invitectl/domain/settings.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct SettingLine {
    const SettingRow* row = nullptr;  // one of setting_rows()
    SettingContent value;             // in force
    std::optional<Instant> set_at;    // absent: the default
    std::string set_by{};             // "user", "program"; empty: the default
};

Table settings(const std::vector<SettingLine>& lines);

}  // namespace invitectl::report
