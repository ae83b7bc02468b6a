// Settings and calibrations of a guild. Both are superseded by later rows, never edited; a row
// decided in a journal entry is out of force while that entry is undone.
#pragma once

#include "invitectl/domain/calibration.hpp"
#include "invitectl/domain/settings.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/journal.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

// Absent: back to the default. Throws Error(internal) for a key that domain/settings.hpp does not
// know.
void set_setting(sql::Connection& connection,
                 GuildId guild,
                 std::string_view key,
                 const std::optional<SettingContent>& value,
                 Instant made_at,
                 std::optional<EntryId> entry = {});
Settings settings(sql::Connection& connection, GuildId guild);
// Whether the key ever had this value, even if it has another one now.
bool was_ever_set(sql::Connection& connection,
                  GuildId guild,
                  std::string_view key,
                  std::int64_t value);

struct SettingInForce {
    const SettingRow* row = nullptr;
    SettingContent value;
    std::optional<Instant> set_at;  // absent: the default
    std::string set_by;             // "user", or "program" for what it withdrew; empty: the default
    std::string note;               // why the program did
};
// Every key, in the order of domain/settings.hpp. `closed` and `no_ghosts` come from the
// calibration in force at `now`.
std::vector<SettingInForce> settings_in_force(sql::Connection& connection,
                                              GuildId guild,
                                              Instant now);

struct StoredCalibration {
    std::int64_t id = 0;  // 1, 2, 3 … per guild
    Calibration calibration;
    Instant made_at;
    // Who decided: "user"; "program", which widens a guard or withdraws a declaration; "fit", which
    // learns rates and changes neither.
    std::string origin;
    std::string note;
};

void record_calibration(sql::Connection& connection,
                        GuildId guild,
                        const Calibration& calibration,
                        Instant made_at,
                        std::string_view origin,
                        std::string_view note,
                        std::optional<EntryId> entry = {});
// In the order in which they were made: a later one holds on its whole range.
std::vector<StoredCalibration> stored_calibrations(sql::Connection& connection, GuildId guild);
std::vector<Calibration> calibrations(sql::Connection& connection, GuildId guild);

// What holds at `t`: the last in order whose range contains it, or the defaults.
Calibration calibration_at(std::span<const Calibration> in_order, Instant t);

}  // namespace invitectl::store
