#include "invitectl/workflow/edits.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/intents.hpp"
#include "invitectl/store/markers.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/store/standing.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include <set>

namespace invitectl::workflow {

namespace {

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
    const std::set<InviteCode> ours = store::codes_made(database, guild);
    std::vector<InviteCode> strangers;
    for (const InviteCode& code : codes) {
        if (!ours.contains(code) && store::invite_lives(database, guild, code).empty()) {
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

Marked mark_source_in(Edit& edit,
                      RoleId role,
                      std::optional<SourceId> source,
                      const store::Decided& decided) {
    store::mark_role(edit.database, edit.guild, role, source, decided);
    Marked marked;
    marked.joins = answer_again(
        edit.database, edit.guild, store::codes_giving(edit.database, edit.guild, role));
    if (const auto first = store::first_holder(edit.database, edit.guild, role)) {
        store::unsettle_from(edit.database, edit.guild, *first - Duration{1});
    }
    marked.reopened = store::unsettled_joins(edit.database, edit.guild);
    return marked;
}

Marked mark_source(sql::Connection& database,
                   GuildId guild,
                   RoleId role,
                   std::optional<std::string_view> source_name,
                   const Author& author) {
    Edit edit(database, guild, author);
    std::optional<Source> source;
    if (source_name) {
        source = open_source(database, guild, *source_name);
    }
    const auto decided = edit.decide(source ? "source mark" : "source unmark",
                                     "role " + role.text(),
                                     source ? source->name : "");
    const Marked marked =
        mark_source_in(edit, role, source ? std::optional(source->id) : std::nullopt, decided);
    edit.commit();
    return marked;
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

}  // namespace invitectl::workflow
