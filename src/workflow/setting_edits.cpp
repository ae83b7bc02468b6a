#include "invitectl/workflow/setting_edits.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/settings_store.hpp"

namespace invitectl::workflow {

namespace {

bool is_declaration(const SettingRow& row) {
    return row.key == "closed" || row.key == "no_ghosts";
}

void note(sql::Connection& database,
          GuildId guild,
          const Author& author,
          std::string action,
          const SettingRow& row,
          std::string detail) {
    store::add_journal_entry(
        database,
        guild,
        {0, author.at, author.name, std::move(action), std::string(row.key), std::move(detail)});
}

void check_from(const SettingRow& row, std::optional<Instant> from, Instant now) {
    if (from && !is_declaration(row)) {
        throw Error(ErrorCode::bad_value,
                    "--from has no meaning for " + std::string(row.key),
                    "settings apply to all history; only closed and no_ghosts hold from a time on",
                    "invitectl settings list");
    }
    if (from && *from > now) {
        throw Error(ErrorCode::bad_value,
                    "--from " + format_rfc3339(*from) + " lies in the future",
                    "it is " + format_rfc3339(now),
                    "leave --from out for all history");
    }
}

// Declarations are calibrations: they hold for a range of time and are kept with it.
SettingChange change_declaration(sql::Connection& database,
                                 GuildId guild,
                                 const SettingRow& row,
                                 bool value,
                                 std::optional<Instant> from,
                                 const Author& author) {
    const auto first = store::first_reading(database, guild, Stream::invites);
    const Instant since = from ? *from : first ? first->bracket.began : author.at;
    Calibration changed = store::calibration_at(store::calibrations(database, guild), author.at);
    bool& field = row.key == "closed" ? changed.closed : changed.no_ghosts;
    SettingChange change{.value = value ? 1 : 0};
    if (field == value && !from) {
        return change;
    }
    field = value;
    changed.valid = {since, Instant::max()};
    store::record_calibration(database, guild, changed, author.at, "user", "");
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

// Inside a transaction of the caller.
SettingChange change(sql::Connection& database,
                     GuildId guild,
                     const WantedSetting& wanted,
                     const Author& author) {
    const SettingRow& row = *wanted.row;
    check_from(row, wanted.from, author.at);
    const std::int64_t value = wanted.value.value_or(row.fallback);
    SettingChange done{.value = value};
    if (is_declaration(row)) {
        done = change_declaration(database, guild, row, value != 0, wanted.from, author);
    } else {
        done.caution = caution_for(database, guild, row, value);
        store::set_setting(database, guild, row.key, wanted.value, author.at);
    }
    note(database,
         guild,
         author,
         wanted.value ? "settings set" : "settings reset",
         row,
         format_setting(row, value) + (wanted.from ? " from " + format_rfc3339(*wanted.from) : ""));
    if (!done.caution.empty()) {
        note(database, guild, author, "cautioned", row, std::string(done.caution));
    }
    return done;
}

}  // namespace

std::vector<SettingChange> change_settings(sql::Connection& database,
                                           GuildId guild,
                                           std::span<const WantedSetting> wanted,
                                           const Author& author) {
    sql::Transaction step(database);
    std::vector<SettingChange> changes;
    for (const WantedSetting& one : wanted) {
        changes.push_back(change(database, guild, one, author));
    }
    step.commit();
    return changes;
}

SettingChange change_setting(sql::Connection& database,
                             GuildId guild,
                             const SettingRow& row,
                             std::int64_t value,
                             std::optional<Instant> from,
                             const Author& author) {
    const WantedSetting wanted{&row, value, from};
    return change_settings(database, guild, {&wanted, 1}, author).front();
}

}  // namespace invitectl::workflow
