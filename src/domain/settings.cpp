#include "invitectl/domain/settings.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace invitectl {

namespace {

constexpr std::array<SettingRow, 16> kRows = {{
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
    {"messages",
     SettingType::boolean,
     0,
     0,
     1,
     "",
     "whether sync reads in all channels who writes when, for retention --activity; never what",
     "of everybody who writes it is now kept when, where and how long, never what they write. Tell "
     "your members; leave channels out with: invitectl settings set messages_except ID,ID"},
    {"messages_per_sync",
     SettingType::whole_number,
     50,
     1,
     10'000,
     "",
     "requests for messages in one sync at most, a hundred messages each; the next one goes on"},
    {"messages_except",
     SettingType::channels,
     0,
     0,
     500,
     "",
     "ids of channels of which no messages are read, beside the join messages",
     "",
     "none"},
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

std::optional<SettingContent> parse_channels(const SettingRow& row, std::string_view text) {
    if (text == row.zero) {
        return SettingContent{};
    }
    std::vector<ChannelId> channels;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(", "), text.size());
        const std::string_view word = text.substr(0, end);
        const auto channel = ChannelId::parse(word);
        if (!word.empty() && !channel) {
            return {};
        }
        if (channel) {
            channels.push_back(*channel);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    std::ranges::sort(channels);
    channels.erase(std::ranges::unique(channels).begin(), channels.end());
    return channels.empty() ? std::nullopt : std::optional(SettingContent(std::move(channels)));
}

std::optional<SettingContent> parsed(const SettingRow& row, std::string_view text) {
    switch (row.type) {
        case SettingType::boolean:
            return parse_boolean(text);
        case SettingType::whole_number:
            return parse_number(row, text);
        case SettingType::channels:
            return parse_channels(row, text);
    }
    return {};
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
    if (row.type == SettingType::channels) {
        return "up to " + std::to_string(row.max) + " channel ids with commas between them, or " +
               std::string(row.zero);
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

SettingContent parse_setting(const SettingRow& row, std::string_view text) {
    auto value = parsed(row, text);
    if (!value || value->number < row.min || value->number > row.max) {
        throw Error(ErrorCode::bad_value,
                    "\"" + std::string(text) + "\" is no value for " + std::string(row.key),
                    "it takes " + range_text(row),
                    "invitectl settings list");
    }
    return *std::move(value);
}

std::string format_setting(const SettingRow& row, const SettingContent& value) {
    if (row.type == SettingType::boolean) {
        return value.number != 0 ? "on" : "off";
    }
    if (value.number == 0 && !row.zero.empty()) {
        return std::string(row.zero);
    }
    if (row.type == SettingType::whole_number) {
        return std::to_string(value.number);
    }
    std::string text;
    for (const ChannelId channel : value.channels) {
        text += (text.empty() ? "" : ",") + channel.text();
    }
    return text;
}

bool Settings::set(std::string_view key, const SettingContent& content) {
    const std::int64_t value = content.number;
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
    } else if (key == "invite_targets") {
        invite_targets = value != 0;
    } else {
        return set_messages(key, content);
    }
    return true;
}

bool Settings::set_messages(std::string_view key, const SettingContent& value) {
    if (key == "join_messages") {
        join_messages = value.number != 0;
    } else if (key == "messages") {
        messages = value.number != 0;
    } else if (key == "messages_per_sync") {
        messages_per_sync = static_cast<int>(value.number);
    } else if (key == "messages_except") {
        messages_except = value.channels;
    } else {
        return false;
    }
    return true;
}

OutcomeRules outcome_rules(const Settings& settings) {
    return {settings.fake_threshold, std::chrono::days{settings.retain_days}};
}

}  // namespace invitectl
