#include "invitectl/workflow/invite_effects.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/store/markers.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/workflow/edits.hpp"
#include "invitectl/workflow/reconcile_run.hpp"
#include "invitectl/workflow/undo.hpp"

#include <algorithm>
#include <set>

namespace invitectl::workflow {

namespace {

using plan::Action;
using store::Intent;
using store::IntentState;

// An intent's time is the local clock's, an invite's Discord's: this far may they be apart.
constexpr Duration kClockSlack = std::chrono::minutes{2};

NewInvite terms_of(const Intent& intent) {
    NewInvite terms{.max_age = intent.wish.max_age,
                    .max_uses = intent.wish.max_uses,
                    .temporary = intent.wish.temporary,
                    .roles = {},
                    .targets = intent.wish.targets};
    if (intent.role) {
        terms.roles.push_back(*intent.role);
    }
    return terms;
}

// Errors after which a request is known to have had no effect.
bool is_refusal(const Error& error) {
    switch (error.code()) {
        case ErrorCode::bad_value:
        case ErrorCode::not_found:
        case ErrorCode::missing_permission:
        case ErrorCode::token_rejected:
        case ErrorCode::guild_gone:
        case ErrorCode::refused_by_discord:
        case ErrorCode::rate_limited:
            return true;
        default:
            return false;
    }
}

Intent begin(sql::Connection& database, GuildId guild, Intent intent, const Author& author) {
    intent.made_at = author.at;
    intent.author = author.name;
    sql::Transaction step(database);
    intent.id = store::add_intent(database, guild, intent);
    step.commit();
    return intent;
}

void end(sql::Connection& database,
         GuildId guild,
         Intent& intent,
         IntentState state,
         const std::string& outcome,
         Instant at) {
    intent.state = state;
    intent.ended_at = at;
    intent.outcome = outcome;
    store::end_intent(database, guild, intent);
}

void end_at_once(sql::Connection& database,
                 GuildId guild,
                 Intent& intent,
                 IntentState state,
                 const std::string& outcome,
                 Instant at) {
    sql::Transaction step(database);
    end(database, guild, intent, state, outcome, at);
    step.commit();
}

void mark_if_new(Edit& edit, RoleId role, SourceId source, const store::Decided& decided) {
    const auto marks = store::marker_roles(edit.database, edit.guild);
    const auto found = marks.find(role);
    if (found == marks.end() || found->second != source) {
        mark_source_in(edit, role, source, decided);
    }
}

// What a new code carries: its source, whom it is credited to, and the journal entry of both.
void complete_creation(sql::Connection& database,
                       GuildId guild,
                       Intent& intent,
                       const InviteCode& code,
                       const std::string& outcome,
                       const Author& author) {
    intent.code = code;
    const Author asked{intent.author, author.at};
    Edit edit(database, guild, asked);
    std::string name;
    for (const Source& source : store::sources(database, guild)) {
        name = source.id == intent.wish.source ? source.name : name;
    }
    const auto decided = edit.decide("invite create", code.text(), "for \"" + name + "\"");
    if (!name.empty()) {
        store::assign(database, guild, {code, intent.wish.source, {}}, decided);
    }
    if (intent.wish.credit) {
        store::credit_code(database, guild, {code, intent.wish.credit, {}}, decided);
    }
    if (intent.role && !name.empty()) {
        mark_if_new(edit, *intent.role, intent.wish.source, decided);
    }
    const std::vector<InviteCode> codes{code};
    answer_again(database, guild, codes);
    end(database, guild, intent, IntentState::untold, outcome, author.at);
    edit.commit();
}

std::optional<Role> marker_role(const std::vector<Role>& roles, const std::string& name) {
    const auto found = std::ranges::find_if(roles, [&](const Role& role) {
        return role.name == name && role.permissions == 0 && !role.managed;
    });
    return found == roles.end() ? std::nullopt : std::optional(*found);
}

// Finds out about one open intent. True: it took effect.
bool settle(sql::Connection& database,
            GuildId guild,
            InvitePorts& ports,
            Intent& intent,
            const Author& author) {
    switch (intent.action) {
        case Action::create_invite: {
            std::vector<InviteCode> found;
            for (const Invite& invite : ports.invites.created_since(
                     guild, intent.wish.channel, terms_of(intent), intent.made_at - kClockSlack)) {
                found.push_back(invite.terms.code);
            }
            const auto code = plan::adoptable(found, store::codes_made(database, guild));
            if (code) {
                complete_creation(
                    database, guild, intent, *code, "found after an interruption", author);
            }
            return code.has_value();
        }
        case Action::create_role: {
            const auto role =
                marker_role(ports.roles.roles(guild), intent.wish.marker_role.value_or(""));
            if (role) {
                intent.role = role->id;
                end_at_once(database, guild, intent, IntentState::done, "found", author.at);
            }
            return role.has_value();
        }
        case Action::delete_invite: {
            const auto listed = ports.reading.invites(guild);
            const bool there = std::ranges::any_of(listed.value, [&](const Invite& invite) {
                return invite.terms.code == intent.code;
            });
            if (!there) {
                end_at_once(database, guild, intent, IntentState::done, "gone", author.at);
            }
            return !there;
        }
    }
    return false;
}

// An interrupted run is typed again soon or never.
constexpr Duration kAskedAgainWithin = std::chrono::hours{24};

// The invite of an interrupted run that asked for the very same, where there is one.
std::optional<Intent> untold(sql::Connection& database,
                             GuildId guild,
                             const plan::InviteWish& wish,
                             Instant now) {
    for (Intent& intent : store::unfinished_intents(database, guild)) {
        const bool same = intent.action == Action::create_invite &&
                          intent.state == IntentState::untold && intent.wish == wish;
        if (same && intent.made_at > now - kAskedAgainWithin) {
            return std::move(intent);
        }
    }
    return {};
}

std::string reason_or(const std::string& reason, const std::string& made_up) {
    return reason.empty() ? made_up : reason;
}

RoleId make_role(sql::Connection& database,
                 GuildId guild,
                 InvitePorts& ports,
                 const std::string& name,
                 const std::string& reason,
                 const Author& author) {
    Intent wanted;
    wanted.action = Action::create_role;
    wanted.wish.marker_role = name;
    wanted.reason = reason;
    Intent intent = begin(database, guild, wanted, author);
    try {
        intent.role = ports.roles.create(guild, name, reason).id;
    } catch (const Error& error) {
        if (is_refusal(error)) {
            end_at_once(database, guild, intent, IntentState::failed, error.happened(), author.at);
        }
        throw;
    }
    end_at_once(database, guild, intent, IntentState::done, "made", author.at);
    return *intent.role;
}

Intent request_invite(sql::Connection& database,
                      GuildId guild,
                      InvitePorts& ports,
                      Intent intent,
                      const Author& author) {
    intent = begin(database, guild, std::move(intent), author);
    try {
        const Invite made =
            ports.invites.create(guild, intent.wish.channel, terms_of(intent), intent.reason);
        complete_creation(database, guild, intent, made.terms.code, "made", author);
        return intent;
    } catch (const Error& error) {
        if (is_refusal(error)) {
            end_at_once(database, guild, intent, IntentState::failed, error.happened(), author.at);
        }
        throw;
    }
}

}  // namespace

bool has_open_intents(sql::Connection& database, GuildId guild) {
    return std::ranges::any_of(
        store::unfinished_intents(database, guild),
        [](const Intent& intent) { return intent.state == IntentState::open; });
}

Settled settle_intents(sql::Connection& database,
                       GuildId guild,
                       InvitePorts& ports,
                       const Author& author) {
    Settled settled;
    for (Intent& intent : store::unfinished_intents(database, guild)) {
        if (intent.state != IntentState::open) {
            continue;
        }
        if (settle(database, guild, ports, intent, author)) {
            settled.effective.push_back(intent);
        } else {
            end_at_once(database,
                        guild,
                        intent,
                        IntentState::failed,
                        "did not take effect before an interruption",
                        author.at);
            settled.failed.push_back(intent);
        }
    }
    return settled;
}

Prepared prepare(sql::Connection& database,
                 GuildId guild,
                 InvitePorts& ports,
                 const InviteRequest& request) {
    plan::check_wish(request.wish);
    Prepared prepared{.wish = request.wish};
    if (request.new_source && !store::find_source(database, guild, request.source)) {
        check_new_source_name(request.source);
        prepared.source_exists = false;
    } else {
        prepared.wish.source = open_source(database, guild, request.source).id;
    }
    if (request.wish.marker_role) {
        const auto role = marker_role(ports.roles.roles(guild), *request.wish.marker_role);
        prepared.role = role ? std::optional(role->id) : std::nullopt;
    }
    return prepared;
}

CreatedInvite create_invite(sql::Connection& database,
                            GuildId guild,
                            InvitePorts& ports,
                            const InviteRequest& request,
                            const Author& author) {
    settle_intents(database, guild, ports, author);
    Prepared prepared = prepare(database, guild, ports, request);
    if (prepared.source_exists) {
        if (const auto intent = untold(database, guild, prepared.wish, author.at)) {
            return {*intent->code, true, *intent};
        }
    }
    const std::string reason =
        reason_or(request.reason, "invitectl: an invite for " + request.source);
    if (prepared.wish.marker_role && !prepared.role) {
        prepared.role =
            make_role(database, guild, ports, *prepared.wish.marker_role, reason, author);
    }
    std::optional<store::EntryId> source_entry;
    if (!prepared.source_exists) {
        Edit edit(database, guild, author);
        const auto decided = edit.decide("source create", request.source, "");
        prepared.wish.source = store::create_source(database, guild, request.source, decided);
        source_entry = decided.entry;
        edit.commit();
    }
    Intent intent;
    intent.wish = prepared.wish;
    intent.role = prepared.role;
    intent.reason = reason;
    try {
        Intent made = request_invite(database, guild, ports, std::move(intent), author);
        return {*made.code, false, std::move(made)};
    } catch (const Error& error) {
        if (source_entry && is_refusal(error)) {
            undo(database, guild, source_entry, author);
        }
        throw;
    }
}

void note_told(sql::Connection& database, GuildId guild, CreatedInvite& created, Instant now) {
    end_at_once(database, guild, created.intent, IntentState::done, created.intent.outcome, now);
}

namespace {

std::string maker_text(sql::Connection& database, GuildId guild, const InviteTerms& terms) {
    if (!terms.inviter) {
        return {};
    }
    const auto person = store::person(database, guild, *terms.inviter);
    return (person ? person->username + " " : "") + "(" + terms.inviter->text() + ")";
}

// Whether a code that no reading has seen is an invite of this server.
class UnseenCodes {
  public:
    UnseenCodes(sql::Connection& database,
                GuildId guild,
                const std::function<std::vector<Invite>()>& listed_now)
        : database_(database), guild_(guild), listed_now_(listed_now) {}

    void look_up(plan::Doomed& one) {
        if (!listed_) {
            listed_ = listed_now_();
            made_ = store::codes_made(database_, guild_);
        }
        const auto found = std::ranges::find_if(
            *listed_, [&](const Invite& invite) { return invite.terms.code == one.code; });
        one.listed = found != listed_->end();
        one.known = one.listed || made_.contains(one.code);
        one.inviter = one.listed ? maker_text(database_, guild_, found->terms) : "";
    }

  private:
    sql::Connection& database_;
    GuildId guild_;
    const std::function<std::vector<Invite>()>& listed_now_;
    std::optional<std::vector<Invite>> listed_;
    std::set<InviteCode> made_;
};

}  // namespace

std::vector<plan::Doomed> doomed(sql::Connection& database,
                                 GuildId guild,
                                 const std::vector<InviteCode>& codes,
                                 const std::function<std::vector<Invite>()>& listed_now,
                                 Instant now) {
    const AssignmentTimeline timeline = store::assignment_timeline(database, guild);
    const std::vector<Source> sources = store::sources(database, guild);
    UnseenCodes unseen(database, guild, listed_now);
    std::vector<plan::Doomed> found;
    for (const InviteCode& code : codes) {
        plan::Doomed one{.code = code};
        const auto lives = store::invite_lives(database, guild, code);
        if (lives.empty()) {
            unseen.look_up(one);
        } else {
            one.listed = !lives.back().gone;
            one.own_url = lives.back().stream == Stream::vanity;
            one.inviter = maker_text(database, guild, lives.back().terms);
        }
        const auto source = timeline.source_of(code, now);
        for (const Source& known : sources) {
            one.source = source == known.id ? known.name : one.source;
        }
        found.push_back(std::move(one));
    }
    return found;
}

std::vector<InviteCode> live_codes_of(sql::Connection& database,
                                      GuildId guild,
                                      SourceId source,
                                      Instant now) {
    const AssignmentTimeline timeline = store::assignment_timeline(database, guild);
    std::set<InviteCode> listed;
    std::set<InviteCode> known;
    store::each_invite_life(database, guild, [&](const store::InviteLife& life) {
        known.insert(life.terms.code);
        if (life.stream == Stream::invites && !life.gone) {
            listed.insert(life.terms.code);
        }
    });
    std::set<InviteCode> live;
    for (const InviteCode& code : store::codes_ever_of(database, guild, {source})) {
        const bool may_live = listed.contains(code) || !known.contains(code);
        if (may_live && timeline.source_of(code, now) == source) {
            live.insert(code);
        }
    }
    return {live.begin(), live.end()};
}

DeletedInvites delete_invites(sql::Connection& database,
                              GuildId guild,
                              InvitePorts& ports,
                              const std::vector<InviteCode>& codes,
                              const std::string& reason,
                              const Author& author) {
    DeletedInvites result;
    for (const InviteCode& code : codes) {
        Intent wanted;
        wanted.action = Action::delete_invite;
        wanted.code = code;
        wanted.reason = reason_or(reason, "invitectl: invite no longer in use");
        Intent intent = begin(database, guild, wanted, author);
        try {
            const Change change = ports.invites.remove(guild, code, intent.reason);
            Edit edit(database, guild, author);
            edit.decide("invite delete",
                        code.text(),
                        change == Change::already ? "was gone already" : intent.reason);
            end(database, guild, intent, IntentState::done, "deleted", author.at);
            edit.commit();
            (change == Change::already ? result.gone : result.deleted).push_back(code);
        } catch (const Error& error) {
            if (!is_refusal(error) || error.code() == ErrorCode::token_rejected) {
                throw;
            }
            end_at_once(database, guild, intent, IntentState::failed, error.happened(), author.at);
            result.failed.emplace_back(code, error);
        }
    }
    return result;
}

}  // namespace invitectl::workflow
