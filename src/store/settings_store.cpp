#include "invitectl/store/settings_store.hpp"

#include "store/channel_lists.hpp"
#include "store/query.hpp"

#include <map>

namespace invitectl::store {

namespace {

struct LastValue {
    std::optional<SettingContent> value;
    Instant made_at;
};

// Of the columns value and channels, in this order.
std::optional<SettingContent> read_content(const Query& row, int value) {
    if (row.is_null(value)) {
        return {};
    }
    if (row.is_null(value + 1)) {
        return row.get<std::int64_t>(value);
    }
    return SettingContent(stored_channels(row.text(value + 1)));
}

// What the last row of each key says.
std::map<std::string, LastValue> last_values(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT key, value, channels, made_at FROM setting WHERE guild_id = $guild"
              " AND withdrawn_at IS NULL ORDER BY setting_id",
              {"guild"});
    std::map<std::string, LastValue> last;
    all.with(guild);
    while (all.next()) {
        last[all.get<std::string>(0)] = {read_content(all, 1), all.get<Instant>(3)};
    }
    return last;
}

// Open ends are absent in the table.
std::optional<Instant> stored_from(const TimeRange& range) {
    return range.from == Instant::min() ? std::nullopt : std::optional(range.from);
}

std::optional<Instant> stored_until(const TimeRange& range) {
    return range.until == Instant::max() ? std::nullopt : std::optional(range.until);
}

SettingInForce declared(const SettingRow& row,
                        const std::vector<StoredCalibration>& made,
                        Instant now) {
    SettingInForce in_force{&row, row.fallback, {}, {}, {}};
    for (const StoredCalibration& one : made) {
        const bool on = row.key == "closed" ? one.calibration.closed : one.calibration.no_ghosts;
        // A calibration made for another reason carries the declaration along.
        if (one.calibration.valid.contains(now) && (in_force.value.number != 0) != on) {
            in_force = {&row, std::int64_t{on}, one.made_at, one.origin, one.note};
        }
    }
    return in_force;
}

}  // namespace

void set_setting(sql::Connection& connection,
                 GuildId guild,
                 std::string_view key,
                 const std::optional<SettingContent>& value,
                 Instant made_at,
                 std::optional<EntryId> entry) {
    require_transaction(connection);
    if (find_setting(key) == nullptr) {
        throw Error(ErrorCode::internal, "no setting is called " + std::string(key));
    }
    Query(connection,
          "INSERT INTO setting (guild_id, setting_id, key, value, channels, made_at, entry_id)"
          " SELECT $guild, COALESCE(MAX(setting_id), 0) + 1, $key, $value, $channels, $made_at,"
          " $entry FROM setting WHERE guild_id = $guild",
          {"guild", "key", "value", "channels", "made_at", "entry"})
        .with(guild,
              key,
              value ? std::optional(value->number) : std::nullopt,
              value && !value->channels.empty() ? std::optional(channels_text(value->channels))
                                                : std::nullopt,
              made_at,
              entry)
        .run();
}

Settings settings(sql::Connection& connection, GuildId guild) {
    Settings in_force;
    for (const auto& [key, last] : last_values(connection, guild)) {
        if (last.value) {
            in_force.set(key, *last.value);
        }
    }
    return in_force;
}

bool was_ever_set(sql::Connection& connection,
                  GuildId guild,
                  std::string_view key,
                  std::int64_t value) {
    Query find(connection,
               "SELECT 1 FROM setting WHERE guild_id = $guild AND key = $key AND value = $value",
               {"guild", "key", "value"});
    return find.with(guild, key, value).next();
}

std::vector<SettingInForce> settings_in_force(sql::Connection& connection,
                                              GuildId guild,
                                              Instant now) {
    const std::map<std::string, LastValue> last = last_values(connection, guild);
    const std::vector<StoredCalibration> made = stored_calibrations(connection, guild);
    std::vector<SettingInForce> rows;
    for (const SettingRow& row : setting_rows()) {
        if (row.key == "closed" || row.key == "no_ghosts") {
            rows.push_back(declared(row, made, now));
            continue;
        }
        const auto found = last.find(std::string(row.key));
        if (found != last.end() && found->second.value) {
            rows.push_back({&row, *found->second.value, found->second.made_at, "user", {}});
        } else {
            rows.push_back({&row, row.fallback, {}, {}, {}});
        }
    }
    return rows;
}

void record_calibration(sql::Connection& connection,
                        GuildId guild,
                        const Calibration& calibration,
                        Instant made_at,
                        std::string_view origin,
                        std::string_view note,
                        std::optional<EntryId> entry) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO calibration (guild_id, calibration_id, valid_from, valid_until, lag_bound,"
          " clock_bound, closed, no_ghosts, lag_scale, no_invite_rate, bounce_share, bounce_tau,"
          " made_at, origin, note, entry_id)"
          " SELECT $guild, COALESCE(MAX(calibration_id), 0) + 1, $from, $until, $lag_bound,"
          " $clock_bound, $closed, $no_ghosts, $lag_scale, $no_invite_rate, $bounce_share, "
          "$bounce_tau, $made_at, $origin, $note, $entry"
          " FROM calibration WHERE guild_id = $guild",
          {"guild",
           "from",
           "until",
           "lag_bound",
           "clock_bound",
           "closed",
           "no_ghosts",
           "lag_scale",
           "no_invite_rate",
           "bounce_share",
           "bounce_tau",
           "made_at",
           "origin",
           "note",
           "entry"})
        .with(guild,
              stored_from(calibration.valid),
              stored_until(calibration.valid),
              calibration.lag_bound,
              calibration.clock_bound,
              calibration.closed,
              calibration.no_ghosts,
              calibration.lag_scale,
              calibration.no_invite_rate,
              calibration.bounce_share,
              calibration.bounce_tau,
              made_at,
              origin,
              note,
              entry)
        .run();
}

std::vector<StoredCalibration> stored_calibrations(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT calibration_id, valid_from, valid_until, lag_bound, clock_bound, closed,"
              " no_ghosts, lag_scale, no_invite_rate, bounce_share, bounce_tau, made_at, origin, "
              "note FROM calibration WHERE guild_id = $guild AND withdrawn_at IS NULL"
              " ORDER BY calibration_id",
              {"guild"});
    std::vector<StoredCalibration> found;
    all.with(guild);
    while (all.next()) {
        Calibration calibration;
        calibration.valid.from = all.get<std::optional<Instant>>(1).value_or(Instant::min());
        calibration.valid.until = all.get<std::optional<Instant>>(2).value_or(Instant::max());
        calibration.lag_bound = all.get<Duration>(3);
        calibration.clock_bound = all.get<Duration>(4);
        calibration.closed = all.get<bool>(5);
        calibration.no_ghosts = all.get<bool>(6);
        calibration.lag_scale = all.get<Duration>(7);
        calibration.no_invite_rate = all.get<double>(8);
        calibration.bounce_share = all.get<double>(9);
        calibration.bounce_tau = all.get<Duration>(10);
        found.push_back({.id = all.get<std::int64_t>(0),
                         .calibration = calibration,
                         .made_at = all.get<Instant>(11),
                         .origin = all.get<std::string>(12),
                         .note = all.get<std::string>(13)});
    }
    return found;
}

std::vector<Calibration> calibrations(sql::Connection& connection, GuildId guild) {
    std::vector<Calibration> found;
    for (const StoredCalibration& stored : stored_calibrations(connection, guild)) {
        found.push_back(stored.calibration);
    }
    return found;
}

Calibration calibration_at(std::span<const Calibration> in_order, Instant t) {
    Calibration in_force;
    for (const Calibration& calibration : in_order) {
        if (calibration.valid.contains(t)) {
            in_force = calibration;
        }
    }
    return in_force;
}

}  // namespace invitectl::store
