#include "invitectl/domain/settings.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"

#include <array>
#include <charconv>

namespace invitectl {

namespace {

constexpr std::array<SettingRow, 13> kRows = {{
    {"enabled",
     SettingType::boolean,
     1,
     0,
     1,
     "",
     "whether sync reads this guild; off means no request is made and a gap is recorded"},
    {"closed",
     SettingType::boolean,
     0,
     0,
     1,
     "",
     "declares that nobody joins without an invite, so that attributions can be proved"},
    {"no_ghosts",
     SettingType::boolean,
     0,
     0,
     1,
     "",
     "declares that everybody who joined was seen, even if they left at once"},
    {"fake_threshold",
     SettingType::whole_number,
     600,
     0,
     86'400,
     "s",
     "who leaves within this time of joining, the limit included, counts as fake"},
    {"retain_days",
     SettingType::whole_number,
     7,
     1,
     365,
     "days",
     "who is still a member this many days after joining counts as retained"},
    {"min_inviter_age_days",
     SettingType::whole_number,
     0,
     0,
     3'650,
     "days",
     "no credit when the inviter's account was younger than this at the join"},
    {"min_member_age_days",
     SettingType::whole_number,
     0,
     0,
     3'650,
     "days",
     "no credit when the joiner's account was younger than this at the join"},
    {"join_messages",
     SettingType::boolean,
     1,
     0,
     1,
     "",
     "whether sync reads the join messages of the system channel, which tell of people who came "
     "and went; no text is kept"},
    {"invite_targets",
     SettingType::boolean,
     0,
     0,
     1,
     "",
     "whether sync asks of each new invite whether only listed people may accept it; a request "
     "each"},
    {"credit_rejoins",
     SettingType::boolean,
     0,
     0,
     1,
     "",
     "whether boards credit joins of people who have been members before"},
    {"credit_self_invites",
     SettingType::boolean,
     0,
     0,
     1,
     "",
     "whether boards credit joins by an invite of one's own, where they credit rejoins at all"},
    {"members_search",
     SettingType::boolean,
     0,
     0,
     1,
     "",
     "whether sync also asks members-search, which Discord does not document, how members came in",
     "members-search is an endpoint that Discord does not document: its developer terms ask to use "
     "the API as documented, and it may change or go at any time. Nothing else depends on it; "
     "switch it off again with: invitectl settings set members_search off"},
    {"members_every",
     SettingType::whole_number,
     0,
     0,
     86'400,
     "s",
     "how often sync lists every member; auto: each time up to 5,000 members, hourly beyond",
     "",
     "auto"},
}};

std::optional<std::int64_t> parse_boolean(std::string_view text) {
    for (const std::string_view yes : {"on", "true", "yes", "1"}) {
        if (text == yes) {
            return 1;
        }
    }
    for (const std::string_view no : {"off", "false", "no", "0"}) {
        if (text == no) {
            return 0;
        }
    }
    return {};
}

std::optional<std::int64_t> parse_number(const SettingRow& row, std::string_view text) {
    if (!row.zero.empty() && text == row.zero) {
        return 0;
    }
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, status] = std::from_chars(text.data(), end, value);
    if (status == std::errc{} && rest == end) {
        return value;
    }
    const auto duration = parse_duration(text);
    const Duration unit =
        row.unit == "s" ? Duration{std::chrono::seconds{1}} : Duration{std::chrono::days{1}};
    if (!duration || row.unit.empty() || *duration % unit != Duration{0}) {
        return {};
    }
    return *duration / unit;
}

}  // namespace

std::span<const SettingRow> setting_rows() {
    return kRows;
}

const SettingRow* find_setting(std::string_view key) {
    for (const SettingRow& row : kRows) {
        if (row.key == key) {
            return &row;
        }
    }
    return nullptr;
}

std::string range_text(const SettingRow& row) {
    if (row.type == SettingType::boolean) {
        return "on or off";
    }
    std::string text =
        "a whole number from " + std::to_string(row.min) + " to " + std::to_string(row.max);
    if (!row.unit.empty()) {
        text += " (" + std::string(row.unit) + ")";
    }
    if (!row.zero.empty()) {
        text += " or " + std::string(row.zero);
    }
    return text;
}

std::int64_t parse_setting(const SettingRow& row, std::string_view text) {
    const auto value =
        row.type == SettingType::boolean ? parse_boolean(text) : parse_number(row, text);
    if (!value || *value < row.min || *value > row.max) {
        throw Error(ErrorCode::bad_value,
                    "\"" + std::string(text) + "\" is no value for " + std::string(row.key),
                    "it takes " + range_text(row),
                    "invitectl settings list");
    }
    return *value;
}

std::string format_setting(const SettingRow& row, std::int64_t value) {
    if (row.type == SettingType::boolean) {
        return value != 0 ? "on" : "off";
    }
    return value == 0 && !row.zero.empty() ? std::string(row.zero) : std::to_string(value);
}

bool Settings::set(std::string_view key, std::int64_t value) {
    if (key == "enabled") {
        enabled = value != 0;
    } else if (key == "fake_threshold") {
        fake_threshold = std::chrono::seconds{value};
    } else if (key == "retain_days") {
        retain_days = static_cast<int>(value);
    } else if (key == "min_inviter_age_days") {
        min_inviter_age_days = static_cast<int>(value);
    } else if (key == "min_member_age_days") {
        min_member_age_days = static_cast<int>(value);
    } else if (key == "credit_rejoins") {
        credit_rejoins = value != 0;
    } else if (key == "credit_self_invites") {
        credit_self_invites = value != 0;
    } else if (key == "members_search") {
        members_search = value != 0;
    } else if (key == "members_every") {
        members_every = std::chrono::seconds{value};
    } else if (key == "join_messages") {
        join_messages = value != 0;
    } else if (key == "invite_targets") {
        invite_targets = value != 0;
    } else {
        return false;
    }
    return true;
}

}  // namespace invitectl
