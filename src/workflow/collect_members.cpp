// The members' part of a collection: sweeps, and looks at single members.
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sightings.hpp"
#include "invitectl/workflow/sweep_plan.hpp"

#include "workflow/collect_parts.hpp"

#include <algorithm>

namespace invitectl::workflow {

namespace {

// Members whom a sweep misses are looked for one by one, so many at most; the others wait for the
// next sweep.
constexpr std::size_t kMostLooks = 50;

// The same for whom a join message announces between two sweeps.
constexpr int kMostNewcomers = 50;

}  // namespace

void Collector::sweep_members(GuildId guild, store::RunId run, bool all_members, Collected& into) {
    if (all_members) {
        read_member_pages(guild, run, {}, into);
        finish_sweep(guild, run, into);
        return;
    }
    const auto last = store::latest_sweep(database_, guild);
    const SweepPlan plan =
        plan_sweep(store::settings(database_, guild).members_every,
                   last,
                   store::sweep_under_way(database_, guild, into.read_at),
                   previous_ ? std::optional(into.read_at - *previous_) : std::nullopt,
                   into.read_at);
    if (plan.due && read_member_pages(guild, run, plan.pages, into)) {
        finish_sweep(guild, run, into);
    } else {
        into.members.emplace();
        into.members->sweep = *last;
    }
}

// True once the last page is there.
bool Collector::read_member_pages(GuildId guild,
                                  store::RunId run,
                                  std::optional<int> most,
                                  Collected& into) {
    sql::Transaction start(database_);
    store::SweepProgress progress = store::begin_or_resume_sweep(database_, guild, into.read_at);
    start.commit();
    const auto before = store::latest_sweep(database_, guild);
    progress_.begin("members", before ? std::optional(before->members) : std::nullopt);
    for (int pages = 0; !progress.complete && (!most || pages < *most); ++pages) {
        auto page = noting_failure(guild, store::PollKind::members, run, [&] {
            return discord_.members.members(guild, progress.after);
        });
        page.bracket = in_order(page.bracket);
        sql::Transaction step(database_);
        progress = store::stage_page(database_, guild, page);
        step.commit();
        into.read_at = page.bracket.ended;
        progress_.reach(progress.members);
    }
    return progress.complete;
}

void Collector::finish_sweep(GuildId guild, store::RunId run, Collected& into) {
    const std::vector<UserId> doubtful = look_for_missing(guild, into);
    sql::Transaction step(database_);
    store::give_benefit_of_doubt(database_, guild, doubtful);
    into.members = store::promote_sweep(database_, guild);
    swept_ = true;
    store::record_poll(
        database_, guild, store::PollKind::members, into.members->sweep.bracket, "ok", run);
    open_again(guild,
               into.members->news_since,
               into.members->sweep.bracket.ended,
               "members",
               "joins were seen late");
    step.commit();
}

// Pages are no snapshot: whoever moves between two of them is in neither. So nobody has left before
// a look at them alone says so. Returns those who were not looked for.
std::vector<UserId> Collector::look_for_missing(GuildId guild, Collected& into) {
    std::vector<UserId> missing = store::missing_from_sweep(database_, guild);
    const std::size_t looks = std::min(missing.size(), kMostLooks);
    for (std::size_t i = 0; i < looks; ++i) {
        auto look = discord_.members.member(guild, missing[i]);
        look.bracket = in_order(look.bracket);
        sql::Transaction step(database_);
        if (look.value) {
            store::stage_sighting(database_, guild, {*std::move(look.value), look.bracket});
        } else {
            store::stage_absence(database_, guild, missing[i], look.bracket);
        }
        step.commit();
        into.read_at = look.bracket.ended;
    }
    missing.erase(missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(looks));
    return missing;
}

// A large guild is swept once an hour; whoever is announced meanwhile is looked for at once, so
// that the join is known with its exact time. Who is gone already, or one too many, is known from
// the message alone.
void Collector::look_for_announced(GuildId guild,
                                   const std::vector<Message>& messages,
                                   Collected& into) {
    if (swept_) {
        return;  // whoever is announced after that is left to the next sweep, or look
    }
    for (const UserId user : store::newcomers_among(database_, guild, messages)) {
        if (++newcomers_ > kMostNewcomers) {
            return;
        }
        auto look = discord_.members.member(guild, user);
        look.bracket = in_order(look.bracket);
        into.read_at = look.bracket.ended;
        if (!look.value) {
            continue;
        }
        sql::Transaction step(database_);
        const Instant joined_at = look.value->joined_at;
        if (store::record_sighting(database_, guild, {*std::move(look.value), look.bracket})) {
            ++into.members->joined;
            open_again(guild,
                       joined_at,
                       look.bracket.ended,
                       "join messages",
                       "a member was seen whom no sweep listed");
        }
        step.commit();
    }
}

}  // namespace invitectl::workflow
