#include "invitectl/workflow/edits.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/store/standing.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

namespace invitectl::workflow {

namespace {

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
    SettingChange change{.value = value ? 1 : 0};
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

std::string since(std::optional<Instant> from) {
    return from ? "from " + format_rfc3339(*from) : "";
}

std::string with_blank(const std::string& a, const std::string& b) {
    return a + (a.empty() || b.empty() ? "" : " ") + b;
}

std::string listed(const std::vector<InviteCode>& codes) {
    std::string text;
    for (const InviteCode& code : codes) {
        text += (text.empty() ? "" : " ") + code.text();
    }
    return text;
}

std::vector<InviteCode> never_seen(sql::Connection& database,
                                   GuildId guild,
                                   const std::vector<InviteCode>& codes) {
    std::vector<InviteCode> strangers;
    for (const InviteCode& code : codes) {
        if (store::invite_lives(database, guild, code).empty()) {
            strangers.push_back(code);
        }
    }
    return strangers;
}

// One decision about every code, and the answers that follow from it.
Assigned assign_all(Edit& edit,
                    const std::vector<InviteCode>& codes,
                    const std::optional<Source>& source,
                    std::optional<Instant> from) {
    Assigned assigned;
    assigned.never_seen = never_seen(edit.database, edit.guild, codes);
    const auto id = source ? std::optional(source->id) : std::nullopt;
    const auto decided =
        edit.decide(source ? "invite assign" : "invite unassign",
                    listed(codes),
                    with_blank(source ? "to \"" + source->name + "\"" : "", since(from)));
    for (const InviteCode& code : codes) {
        store::assign(edit.database, edit.guild, {code, id, from}, decided);
    }
    assigned.joins = answer_again(edit.database, edit.guild, codes);
    return assigned;
}

}  // namespace

Assigned assign_codes(sql::Connection& database,
                      GuildId guild,
                      const std::vector<InviteCode>& codes,
                      std::string_view source_name,
                      std::optional<Instant> from,
                      const Author& author) {
    check_not_in_future(from, author.at);
    Edit edit(database, guild, author);
    const Assigned assigned =
        assign_all(edit, codes, open_source(database, guild, source_name), from);
    edit.commit();
    return assigned;
}

Assigned unassign_codes(sql::Connection& database,
                        GuildId guild,
                        const std::vector<InviteCode>& codes,
                        std::optional<Instant> from,
                        const Author& author) {
    check_not_in_future(from, author.at);
    Edit edit(database, guild, author);
    const Assigned assigned = assign_all(edit, codes, std::nullopt, from);
    edit.commit();
    return assigned;
}

Assigned credit_codes(sql::Connection& database,
                      GuildId guild,
                      const std::vector<InviteCode>& codes,
                      std::optional<UserId> user,
                      std::optional<Instant> from,
                      const Author& author) {
    check_not_in_future(from, author.at);
    Edit edit(database, guild, author);
    Assigned assigned;
    assigned.never_seen = never_seen(database, guild, codes);
    const auto decided =
        edit.decide("invite credit",
                    listed(codes),
                    with_blank(user ? "to " + user->text() : "to who made them", since(from)));
    for (const InviteCode& code : codes) {
        store::credit_code(database, guild, {code, user, from}, decided);
    }
    assigned.joins = answer_again(database, guild, codes);
    edit.commit();
    return assigned;
}

Assigned ignore_codes(sql::Connection& database,
                      GuildId guild,
                      const std::vector<InviteCode>& codes,
                      const IgnoreScope& scope,
                      bool ignored,
                      const Author& author) {
    Edit edit(database, guild, author);
    Assigned assigned;
    assigned.never_seen = never_seen(database, guild, codes);
    const auto decided = edit.decide(
        "invite ignore", listed(codes), (ignored ? "on " : "no more on ") + to_text(scope));
    const auto before = store::ignored_codes(database, guild);
    for (const InviteCode& code : codes) {
        const auto found = before.find(code);
        IgnoreScope now = found == before.end() ? IgnoreScope{} : found->second;
        now.log = scope.log ? ignored : now.log;
        now.board = scope.board ? ignored : now.board;
        now.xp = scope.xp ? ignored : now.xp;
        store::ignore_code(database, guild, code, now, decided);
    }
    edit.commit();
    return assigned;
}

void exclude_users(sql::Connection& database,
                   GuildId guild,
                   const std::vector<UserId>& users,
                   const Exclusion& exclusion,
                   bool excluded,
                   const Author& author) {
    Edit edit(database, guild, author);
    std::string subject;
    for (const UserId user : users) {
        subject += (subject.empty() ? "" : " ") + user.text();
    }
    const auto decided = edit.decide(
        "member exclude", subject, (excluded ? "as " : "no more as ") + to_text(exclusion));
    const auto before = store::exclusions(database, guild);
    for (const UserId user : users) {
        const auto found = before.find(user);
        Exclusion now = found == before.end() ? Exclusion{} : found->second;
        now.as_inviter = exclusion.as_inviter ? excluded : now.as_inviter;
        now.as_member = exclusion.as_member ? excluded : now.as_member;
        store::exclude_user(database, guild, user, now, decided);
    }
    edit.commit();
}

SettingChange change_setting(sql::Connection& database,
                             GuildId guild,
                             const SettingRow& row,
                             std::int64_t value,
                             std::optional<Instant> from,
                             const Author& author) {
    const bool declaration = row.key == "closed" || row.key == "no_ghosts";
    if (from && !declaration) {
        throw Error(ErrorCode::bad_value,
                    "--from has no meaning for " + std::string(row.key),
                    "settings apply to all history; only closed and no_ghosts hold from a time on",
                    "invitectl settings list");
    }
    check_not_in_future(from, author.at);
    Edit edit(database, guild, author);
    SettingChange change{.value = value};
    const auto decided = edit.decide(
        "settings set", std::string(row.key), with_blank(format_setting(row, value), since(from)));
    if (declaration) {
        change = change_declaration(database, guild, row, value != 0, from, decided);
    } else {
        change.caution = caution_for(database, guild, row, value);
        store::set_setting(database, guild, row.key, value, author.at, decided.entry);
    }
    if (!change.caution.empty()) {
        edit.decide("cautioned", std::string(row.key), std::string(change.caution));
    }
    edit.commit();
    return change;
}

}  // namespace invitectl::workflow
