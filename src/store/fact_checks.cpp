#include "store/fact_checks.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/domain/settings.hpp"
#include "invitectl/domain/source.hpp"

#include "store/channel_lists.hpp"
#include "store/codes.hpp"

#include <cmath>

namespace invitectl::store {

namespace {

// Joins without an invite in an hour; more is no guild.
constexpr double kHighestRate = 1e9;

double real_of(const Fact& fact, std::string_view column) {
    const auto* real = std::get_if<double>(&fact.value(column));
    return real != nullptr ? *real : 0;
}

}  // namespace

std::string check_poll(const Fact& poll) {
    return poll.number("ok_began").has_value() == poll.number("ok_ended").has_value()
               ? ""
               : "\"ok_began\" and \"ok_ended\" come together";
}

std::string check_bracket(const Fact& reading_or_sweep) {
    return *reading_or_sweep.number("began") <= *reading_or_sweep.number("ended")
               ? ""
               : "it ended before it began";
}

std::string check_invite(const Fact& invite) {
    const auto gone = invite.number("gone_reading");
    return !gone || *gone > *invite.number("first_reading") ? ""
                                                            : "it was gone before it was listed";
}

std::string check_spell(const Fact& spell) {
    const auto earliest = spell.number("leave_earliest");
    const auto latest = spell.number("leave_latest");
    const bool left = earliest.has_value();
    for (const auto* column : {"leave_latest", "leave_cause", "left_sweep"}) {
        if (spell.number(column).has_value() != left) {
            return "the fields about the leave come together";
        }
    }
    const auto after = spell.number("joined_after");
    if (after && (*after >= *spell.number("joined_at") || !spell.number("join_id"))) {
        return "\"joined_after\" is of joins alone, and lies before \"joined_at\"";
    }
    if (left && (*earliest < *spell.number("joined_at") || *latest < *earliest)) {
        return "the leave lies before the join, or ends before it starts";
    }
    return {};
}

std::string check_audit_entry(const Fact& entry) {
    const Instant at = snowflake_time(*entry.number("entry_id"));
    return to_micros(at) == *entry.number("at") ? "" : "\"at\" is not the time that the id carries";
}

std::string check_stated(const Fact& statement) {
    const bool by_invite = statement.number("way") == number_of(Candidate::Kind::invite);
    return !by_invite || std::holds_alternative<std::string>(statement.value("code"))
               ? ""
               : "it names no invite";
}

// The reserved ones are found by their kind and must not be taken for people's own.
std::string check_source(const Fact& source) {
    const auto kind = parse_source_kind(source.text("kind"));
    if (!kind) {
        return "\"kind\" is none of named, vanity, bot, none";
    }
    if (*kind != SourceKind::named) {
        return source.text("name") == source.text("kind")
                   ? ""
                   : "a reserved source is named as its kind";
    }
    if (source.number("withdrawn_at")) {
        return {};
    }
    try {
        check_source_name(source.text("name"));
    } catch (const Error& error) {
        return error.happened() + (error.why().empty() ? "" : ": " + error.why());
    }
    return {};
}

std::string check_setting(const Fact& setting) {
    const SettingRow* row = find_setting(setting.text("key"));
    if (row == nullptr) {
        return "there is no setting of that name";
    }
    const auto value = setting.number("value");
    const auto* list = std::get_if<std::string>(&setting.value("channels"));
    const auto channels = list != nullptr ? parse_channels_text(*list) : std::nullopt;
    const auto listed = static_cast<std::int64_t>(channels ? channels->size() : 0);
    const bool of_channels = row->type == SettingType::channels;
    if ((list != nullptr && !channels) || listed != (of_channels ? value.value_or(0) : 0)) {
        return "\"channels\" is no list of as many channels as the setting has";
    }
    return !value || (row->min <= *value && *value <= row->max)
               ? ""
               : "\"value\" is out of the setting's range";
}

std::string check_calibration(const Fact& calibration) {
    const auto from = calibration.number("valid_from");
    const auto until = calibration.number("valid_until");
    if (from && until && *until <= *from) {
        return "it ends before it begins";
    }
    const double rate = real_of(calibration, "no_invite_rate");
    const double share = real_of(calibration, "bounce_share");
    if (!(rate >= 0 && rate <= kHighestRate)) {
        return "\"no_invite_rate\" is out of its range";
    }
    return share >= 0 && share <= 1 ? "" : "\"bounce_share\" is no share";
}

}  // namespace invitectl::store
