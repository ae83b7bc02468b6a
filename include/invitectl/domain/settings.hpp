// The settings of a guild: one table of what exists, with limits and defaults.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/outcome.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace invitectl {

enum class SettingType { boolean, whole_number, channels };

// What a setting says: a number (0 or 1 of a boolean), or channels, ascending and each once, of
// which the number says how many.
struct SettingContent {
    std::int64_t number = 0;
    std::vector<ChannelId> channels{};

    SettingContent(std::int64_t number_alone = 0)
        : number(number_alone) {}  // NOLINT: a number is one
    explicit SettingContent(std::vector<ChannelId> list)
        : number(static_cast<std::int64_t>(list.size())), channels(std::move(list)) {}

    friend bool operator==(const SettingContent&, const SettingContent&) = default;
};

struct SettingRow {
    std::string_view key;
    SettingType type;
    std::int64_t fallback;  // booleans: 0 or 1
    std::int64_t min;       // of channels: how many
    std::int64_t max;
    std::string_view unit;  // "s", "days" or empty
    std::string_view summary;
    // Said, and written down, when somebody switches it on for the first time; mostly empty.
    std::string_view caution{};
    std::string_view zero{};  // the word for 0, where it means something special
};

std::span<const SettingRow> setting_rows();
const SettingRow* find_setting(std::string_view key);

// Reads "on/off/true/false/yes/no" or a whole number ("10m" where the unit is seconds, "7d" where
// it is days), or channel ids with commas or blanks between them, and holds it against the row's
// limits. Throws Error(bad_value) naming the range.
SettingContent parse_setting(const SettingRow& row, std::string_view text);

// "on or off", "a whole number from 0 to 86400 (s)".
std::string range_text(const SettingRow& row);

// "on"/"off", the number, or "1,2" for channels.
std::string format_setting(const SettingRow& row, const SettingContent& value);

// The values a guild works with. `closed` and `no_ghosts` are not here: they are declarations, kept
// as calibrations with a range of validity (domain/calibration.hpp), though `settings` shows them
// too.
struct Settings {
    bool enabled = true;
    Duration fake_threshold = std::chrono::seconds{600};
    int retain_days = 7;
    int min_inviter_age_days = 0;
    int min_member_age_days = 0;
    bool credit_rejoins = false;
    bool credit_self_invites = false;
    bool members_search = false;
    Duration members_every{0};  // between two listings of every member; 0: as the guild allows
    bool join_messages = true;
    bool invite_targets = false;
    bool messages = false;
    int messages_per_sync = 50;              // requests for them at most
    std::vector<ChannelId> messages_except;  // ascending

    // Sets the field a key stands for; false for a key that has none here.
    bool set(std::string_view key, const SettingContent& value);

  private:
    bool set_messages(std::string_view key, const SettingContent& value);
};

OutcomeRules outcome_rules(const Settings& settings);

}  // namespace invitectl
