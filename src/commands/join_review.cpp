// join review: the joins that nobody could attribute, one after the other, for somebody who knows.
#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/cli/time_input.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/workflow/label_edits.hpp"
#include "invitectl/workflow/undo.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <fmt/format.h>

namespace invitectl::commands {
namespace {

constexpr std::size_t kMostChoices = 9;  // one key each

struct Options {
    std::string level = "code";
    bool unsettled = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--level", options.level, "LEVEL", "what nobody was credited with")
        .choices({"code", "inviter", "source"});
    set.flag(
        "--unsettled", options.unsettled, "also joins that the next sync may still tell apart");
}

const LevelAnswer& level_of(const Attribution& answer, const std::string& level) {
    return level == "inviter" ? answer.inviter : level == "source" ? answer.source : answer.code;
}

// A label by source leaves the code open, but says all that its writer knew.
bool is_labelled(const Attribution& answer) {
    return answer.code.verdict == Verdict::manual || answer.inviter.verdict == Verdict::manual ||
           answer.source.verdict == Verdict::manual;
}

// What waits for a person.
std::vector<JoinId> open_joins(sql::Connection& database, GuildId guild, const Options& options) {
    std::vector<JoinId> joins;
    store::each_attribution(database, guild, 0, [&](const Attribution& answer) {
        const bool open =
            !is_credited(level_of(answer, options.level).verdict) && !is_labelled(answer);
        if (open && (answer.settled || options.unsettled)) {
            joins.push_back(answer.join);
        }
    });
    return joins;
}

std::string way_text(const Candidate& way, const report::Names& names) {
    switch (way.kind) {
        case Candidate::Kind::none:
            return "no invite";
        case Candidate::Kind::vanity:
            return "the server's own URL";
        case Candidate::Kind::bot:
            return "a bot";
        case Candidate::Kind::invite:
            break;
    }
    std::string text = way.code ? way.code->text() : "an unknown code";
    text += " by " + (way.inviter ? report::person_text(*way.inviter, names) : "nobody");
    return text + " for " + report::source_text(way.source, names);
}

std::string question(const store::StoredJoin& join,
                     const Attribution& answer,
                     const report::Names& names,
                     const std::string& place,
                     const std::string& when) {
    std::string text = fmt::format("\nJoin {} ({}): {} (id {}) at {}\n",
                                   join.id,
                                   place,
                                   text_for_people(report::person_text(join.spell.user, names)),
                                   join.spell.user.text(),
                                   when);
    for (std::size_t i = 0; i < std::min(answer.candidates.size(), kMostChoices); ++i) {
        const Candidate& way = answer.candidates[i];
        text += fmt::format(
            "  {}  {:3.0f} %  {}\n", i + 1, 100 * way.p, text_for_people(way_text(way, names)));
    }
    return text + "  n  no invite   s  skip   u  undo the last   q  quit\n? ";
}

workflow::LabelWish wish_of(const Candidate& way) {
    workflow::LabelWish wish;
    wish.reason = "reviewed";
    switch (way.kind) {
        case Candidate::Kind::none:
            wish.source = "none";
            break;
        case Candidate::Kind::bot:
            wish.source = "bot";
            break;
        case Candidate::Kind::vanity:
            wish.source = "vanity";
            break;
        case Candidate::Kind::invite:
            wish.code = way.code;
            break;
    }
    return wish;
}

class Review {
  public:
    Review(cli::Context& context, GuildId guild)
        : context_(context), guild_(guild), names_(names_of(context.database(), guild)) {}

    void run(const std::vector<JoinId>& joins) {
        for (std::size_t i = 0; i < joins.size();) {
            const std::string place = std::to_string(i + 1) + " of " + std::to_string(joins.size());
            switch (step(joins[i], place)) {
                case Next::forward:
                    ++i;
                    break;
                case Next::back:
                    i -= i > 0 ? 1 : 0;
                    break;
                case Next::again:
                    break;
                case Next::stop:
                    return;
            }
        }
    }

    std::int64_t labelled() const { return static_cast<std::int64_t>(entries_.size()); }

  private:
    enum class Next { forward, back, again, stop };

    Next step(JoinId id, const std::string& place) {
        const auto join = store::find_join(context_.database(), guild_, id);
        const auto answer = store::load_attribution(context_.database(), guild_, id);
        if (!join || !answer) {
            return Next::forward;
        }
        const auto key =
            context_.ask_key(question(*join,
                                      *answer,
                                      names_,
                                      place,
                                      cli::format_in_zone(join->spell.joined_at, context_.zone())));
        if (!key || *key == 'q' || *key == '\x03' || *key == '\x04') {
            return Next::stop;
        }
        return act(*key, id, *answer);
    }

    Next act(char key, JoinId id, const Attribution& answer) {
        const std::size_t choice = key >= '1' ? static_cast<std::size_t>(key - '1') : kMostChoices;
        if (key == 's') {
            return Next::forward;
        }
        if (key == 'u') {
            return take_back();
        }
        if (key == 'n') {
            label(id, wish_of(Candidate{}));
            return Next::forward;
        }
        if (choice < std::min(answer.candidates.size(), kMostChoices)) {
            label(id, wish_of(answer.candidates[choice]));
            return Next::forward;
        }
        context_.tell("no such key: " + std::string(1, key));
        return Next::again;
    }

    void label(JoinId id, const workflow::LabelWish& wish) {
        workflow::label_joins(
            context_.database(), guild_, {std::to_string(id)}, wish, author_of(context_));
        entries_.push_back(store::recent_journal(context_.database(), guild_, 1).front().id);
    }

    Next take_back() {
        if (entries_.empty()) {
            context_.tell("nothing was labelled yet");
            return Next::again;
        }
        workflow::undo(context_.database(), guild_, entries_.back(), author_of(context_));
        entries_.pop_back();
        return Next::back;
    }

    cli::Context& context_;
    GuildId guild_;
    report::Names names_;
    std::vector<store::EntryId> entries_;  // of the labels given, to be taken back one by one
};

cli::ExitStatus run(const Options& options, cli::Context& context) {
    const GuildId guild = context.guild().guild.id;
    const auto joins = open_joins(context.database(), guild, options);
    if (joins.empty()) {
        context.tell("No join is open.");
        return cli::ExitStatus::ok;
    }
    if (!context.can_ask()) {
        context.tell(counted(static_cast<std::int64_t>(joins.size()), "join") +
                     " open; at a terminal this steps through them. By hand: invitectl join label "
                     "ID SOURCE");
        return cli::ExitStatus::ok;
    }
    Review review(context, guild);
    review.run(joins);
    context.tell("Labelled " + counted(review.labelled(), "join") +
                 "; each can be taken back: invitectl history");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command join_review() {
    return {.path = "join review",
            .group = cli::Group::joins,
            .summary = "Step through open joins and say how they came",
            .description =
                "At a terminal: shows each join that was not attributed, with the ways it may have "
                "come and their probabilities. One key labels it, skips it, takes the last label "
                "back or quits. Every label is kept at once. Two codes of one source leave a "
                "join's code open and not its source: --level source passes over such joins.",
            .examples = {{"invitectl join review", "those that are settled"},
                         {"invitectl join review --level source", "those that no source has"},
                         {"invitectl join review --unsettled", "the latest as well"}},
            .needs = {.guild = true, .asks = true},
            .changes = true,
            .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
