#include "invitectl/workflow/setting_edits.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/workflow/edit.hpp"

namespace invitectl::workflow {

namespace {

bool is_declaration(const SettingRow& row) {
    return row.key == "closed" || row.key == "no_ghosts";
}

void check_from(const SettingRow& row, std::optional<Instant> from, Instant now) {
    if (from && !is_declaration(row)) {
        throw Error(ErrorCode::bad_value,
                    "--from has no meaning for " + std::string(row.key),
                    "settings apply to all history; only closed and no_ghosts hold from a time on",
                    "invitectl settings list");
    }
    check_not_in_future(from, now);
}

// Declarations are calibrations: they hold for a range of time and are kept with it.
SettingChange change_declaration(sql::Connection& database,
                                 GuildId guild,
                                 const SettingRow& row,
                                 bool value,
                                 std::optional<Instant> from,
                                 const store::Decided& decided) {
    const auto first = store::first_reading(database, guild, Stream::invites);
    const Instant since = from ? *from : first ? first->bracket.began : decided.at;
    Calibration changed = store::calibration_at(store::calibrations(database, guild), decided.at);
    bool& field = row.key == "closed" ? changed.closed : changed.no_ghosts;
    SettingChange change{.value = std::int64_t{value}};
    if (field == value && !from) {
        return change;
    }
    field = value;
    changed.valid = {since, Instant::max()};
    store::record_calibration(database, guild, changed, decided.at, "user", "", decided.entry);
    store::unsettle_from(database, guild, since - Duration{1});  // who joined at `since` as well
    change.reopened = store::unsettled_joins(database, guild);
    return change;
}

std::string_view caution_for(sql::Connection& database,
                             GuildId guild,
                             const SettingRow& row,
                             std::int64_t value) {
    const bool first_time = value != 0 && !store::was_ever_set(database, guild, row.key, value);
    return first_time ? row.caution : "";
}

SettingChange change(Edit& edit, const WantedSetting& wanted, Instant now) {
    const SettingRow& row = *wanted.row;
    check_from(row, wanted.from, now);
    const SettingContent value = wanted.value.value_or(row.fallback);
    const auto decided = edit.decide(
        wanted.value ? "settings set" : "settings reset",
        std::string(row.key),
        format_setting(row, value) + (wanted.from ? " from " + format_rfc3339(*wanted.from) : ""));
    SettingChange done{.value = value};
    if (is_declaration(row)) {
        done = change_declaration(
            edit.database, edit.guild, row, value.number != 0, wanted.from, decided);
    } else {
        done.caution = caution_for(edit.database, edit.guild, row, value.number);
        store::set_setting(edit.database, edit.guild, row.key, wanted.value, now, decided.entry);
    }
    if (!done.caution.empty()) {
        edit.decide("cautioned", std::string(row.key), std::string(done.caution));
    }
    return done;
}

}  // namespace

std::vector<SettingChange> change_settings(sql::Connection& database,
                                           GuildId guild,
                                           std::span<const WantedSetting> wanted,
                                           const Author& author) {
    Edit edit(database, guild, author);
    std::vector<SettingChange> changes;
    for (const WantedSetting& one : wanted) {
        changes.push_back(change(edit, one, author.at));
    }
    edit.commit();
    return changes;
}

SettingChange change_setting(sql::Connection& database,
                             GuildId guild,
                             const SettingRow& row,
                             const SettingContent& value,
                             std::optional<Instant> from,
                             const Author& author) {
    const WantedSetting wanted{&row, value, from};
    return change_settings(database, guild, {&wanted, 1}, author).front();
}

}  // namespace invitectl::workflow
