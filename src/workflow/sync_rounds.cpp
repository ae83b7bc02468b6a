#include "workflow/sync_parts.hpp"
#include "workflow/together.hpp"

#include <algorithm>
#include <list>

namespace invitectl::workflow {

namespace {

// What passes by itself may have passed by the next round; the rest would only be asked in vain.
bool may_pass(const Error& failure) {
    return failure.code() == ErrorCode::network || failure.code() == ErrorCode::discord_unavailable;
}

bool brought_news(const GuildSync& result) {
    const auto& read = result.collected;
    return read && (read->counters_moved() || (read->members && !read->members->quiet()));
}

// What the rounds of one guild found, together.
void add(GuildSync& total, GuildSync round) {
    total.paused = round.paused;
    total.failure = std::move(round.failure);
    if (round.reconciled) {
        total.reconciled = round.reconciled;
    }
    if (!round.collected) {
        return;
    }
    if (!total.collected) {
        total.collected = std::move(round.collected);
        return;
    }
    Collected& sum = *total.collected;
    const int news = sum.invites.news + round.collected->invites.news;
    auto members = round.collected->members ? round.collected->members : sum.members;
    if (sum.members && round.collected->members) {
        members->joined += sum.members->joined;
        members->left += sum.members->left;
    }
    const std::int64_t unseen = sum.unseen + round.collected->unseen;
    auto messages = round.collected->messages ? round.collected->messages : sum.messages;
    if (sum.messages && round.collected->messages) {
        messages->messages += sum.messages->messages;
    }
    sum = *std::move(round.collected);
    sum.unseen = unseen;
    sum.invites.news = news;
    sum.members = members;
    sum.messages = std::move(messages);
}

class RoundsRun {
  public:
    RoundsRun(sql::Connection& database,
              Discord& discord,
              Clock& clock,
              Log& log,
              const std::vector<GuildId>& guilds,
              Progress& progress)
        : database_(database), discord_(discord), clock_(clock), log_(log), progress_(progress) {
        for (const store::RunId run :
             begin_runs(database, clock, "sync", {guilds.begin(), guilds.end()})) {
            runs_.emplace_back(database, clock, run);
        }
        for (const GuildId guild : guilds) {
            totals_.emplace_back().guild = guild;
        }
    }

    // Returns whether there was news.
    bool read(const Round& round) {
        const Depth depth = round.whole ? Depth::whole : Depth::counters_first;
        bool news = false;
        std::vector<store::RunId> ids;
        for (const RecordedRun& run : runs_) {
            ids.push_back(run.id());
        }
        each_together(discord_.turns, totals_.size(), [&](std::size_t i) {
            news = read(totals_[i], ids[i], depth) || news;
        });
        return news;
    }

    // Nobody is left to ask.
    bool over() const {
        return limit_ || std::ranges::all_of(totals_, [](const GuildSync& total) {
                   return total.paused || (total.failure && !may_pass(*total.failure));
               });
    }

    std::vector<GuildSync> finished() {
        auto run = runs_.begin();
        for (const GuildSync& total : totals_) {
            finish(*run++, total);
        }
        return std::move(totals_);
    }

  private:
    bool read(GuildSync& total, store::RunId run, Depth depth) {
        if (limit_) {  // counts for whoever was not read before it
            total.failure = limit_;
            return false;
        }
        if (total.failure && !may_pass(*total.failure)) {
            return false;
        }
        GuildSync result =
            sync_guild(database_, discord_, clock_, log_, total.guild, progress_, run, depth);
        const bool news = brought_news(result);
        if (result.failure && result.failure->code() == ErrorCode::rate_limited) {
            limit_ = result.failure;
        }
        add(total, std::move(result));
        return news;
    }

    sql::Connection& database_;
    Discord& discord_;
    Clock& clock_;
    Log& log_;
    Progress& progress_;
    std::list<RecordedRun> runs_;  // one for each guild, in their order
    std::vector<GuildSync> totals_;
    std::optional<Error> limit_;  // ends the run
};

}  // namespace

std::vector<GuildSync> sync_in_rounds(sql::Connection& database,
                                      Discord& discord,
                                      Clock& clock,
                                      Log& log,
                                      const std::vector<GuildId>& guilds,
                                      const Pace& pace,
                                      const std::stop_token& stop,
                                      Progress& progress) {
    RoundsRun run(database, discord, clock, log, guilds, progress);
    Rounds rounds(pace);
    const auto began = clock.monotonic();
    const auto elapsed = [&] {
        return std::chrono::duration_cast<Duration>(clock.monotonic() - began);
    };
    while (const auto round = rounds.next()) {
        while (elapsed() < round->at && !stop.stop_requested()) {
            progress.begin("waiting for the next round");
            clock.sleep(round->at - elapsed());
        }
        if (stop.stop_requested()) {
            throw Error(ErrorCode::interrupted, "interrupted; what was read is stored");
        }
        const bool news = run.read(*round);
        if (run.over()) {
            break;
        }
        rounds.done(elapsed(), news, round->whole || news);
    }
    return run.finished();
}

}  // namespace invitectl::workflow
