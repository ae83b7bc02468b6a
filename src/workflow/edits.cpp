#include "invitectl/workflow/edits.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/markers.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

namespace invitectl::workflow {

namespace {

void note(sql::Connection& database,
          GuildId guild,
          const Author& author,
          std::string action,
          std::string subject,
          std::string detail) {
    store::add_journal_entry(
        database,
        guild,
        {0, author.at, author.name, std::move(action), std::move(subject), std::move(detail)});
}

Source assignable_source(sql::Connection& database, GuildId guild, std::string_view name) {
    const auto found = store::find_source(database, guild, name);
    if (!found) {
        std::vector<std::string> names;
        for (const Source& source : store::sources(database, guild)) {
            names.push_back(source.name);
        }
        const auto near = nearest(name, names);
        throw Error(ErrorCode::not_found,
                    "there is no source named \"" + std::string(name) + "\"",
                    near ? "the nearest name is \"" + *near + "\"" : "names must be given exactly",
                    "invitectl source list");
    }
    if (found->kind != SourceKind::named) {
        throw Error(ErrorCode::refused,
                    "codes cannot be assigned to \"" + found->name + "\"",
                    "it is reserved for joins that came by no invite of the list",
                    "invitectl source list");
    }
    if (found->retired_at) {
        throw Error(ErrorCode::refused,
                    "the source \"" + found->name + "\" is retired",
                    "retired sources keep their history but take no more codes",
                    "invitectl source list");
    }
    return *found;
}

void check_not_in_future(std::optional<Instant> from, Instant now) {
    if (from && *from > now) {
        throw Error(ErrorCode::bad_value,
                    "--from " + format_rfc3339(*from) + " lies in the future",
                    "it is " + format_rfc3339(now),
                    "leave --from out for all history");
    }
}

// One decision about every code, and the answers that follow from it. Inside a transaction of the
// caller.
Assigned decide(sql::Connection& database,
                GuildId guild,
                const std::vector<InviteCode>& codes,
                const std::optional<Source>& source,
                std::optional<Instant> from,
                const Author& author) {
    Assigned assigned;
    const auto id = source ? std::optional(source->id) : std::nullopt;
    for (const InviteCode& code : codes) {
        if (store::invite_lives(database, guild, code).empty()) {
            assigned.never_seen.push_back(code);
        }
        store::assign(database, guild, {code, id, from}, author.at, author.name);
        note(database,
             guild,
             author,
             source ? "invite assign" : "invite unassign",
             code.text(),
             (source ? source->name : "") + (from ? " from " + format_rfc3339(*from) : ""));
    }
    assigned.joins = answer_again(database, guild, codes);
    return assigned;
}

}  // namespace

Source create_source(sql::Connection& database,
                     GuildId guild,
                     const std::string& name,
                     const Author& author) {
    check_source_name(name);
    sql::Transaction step(database);
    const SourceId id = store::create_source(database, guild, name, author.at);
    note(database, guild, author, "source create", name, "");
    step.commit();
    return {id, name, SourceKind::named, author.at, {}};
}

Assigned assign_codes(sql::Connection& database,
                      GuildId guild,
                      const std::vector<InviteCode>& codes,
                      std::string_view source_name,
                      std::optional<Instant> from,
                      const Author& author) {
    check_not_in_future(from, author.at);
    sql::Transaction step(database);
    const Assigned assigned = decide(
        database, guild, codes, assignable_source(database, guild, source_name), from, author);
    step.commit();
    return assigned;
}

Assigned unassign_codes(sql::Connection& database,
                        GuildId guild,
                        const std::vector<InviteCode>& codes,
                        std::optional<Instant> from,
                        const Author& author) {
    check_not_in_future(from, author.at);
    sql::Transaction step(database);
    const Assigned assigned = decide(database, guild, codes, std::nullopt, from, author);
    step.commit();
    return assigned;
}

Marked mark_source_in(sql::Connection& database,
                      GuildId guild,
                      RoleId role,
                      const std::optional<Source>& source,
                      const Author& author) {
    store::mark_role(database,
                     guild,
                     role,
                     source ? std::optional(source->id) : std::nullopt,
                     author.at,
                     author.name);
    note(database,
         guild,
         author,
         source ? "source mark" : "source unmark",
         "role " + role.text(),
         source ? source->name : "");
    Marked marked;
    marked.joins = answer_again(database, guild, store::codes_giving(database, guild, role));
    if (const auto first = store::first_holder(database, guild, role)) {
        store::unsettle_from(database, guild, *first - Duration{1});
    }
    marked.reopened = store::unsettled_joins(database, guild);
    return marked;
}

Marked mark_source(sql::Connection& database,
                   GuildId guild,
                   RoleId role,
                   std::optional<std::string_view> source_name,
                   const Author& author) {
    sql::Transaction step(database);
    std::optional<Source> source;
    if (source_name) {
        source = assignable_source(database, guild, *source_name);
    }
    const Marked marked = mark_source_in(database, guild, role, source, author);
    step.commit();
    return marked;
}

}  // namespace invitectl::workflow
