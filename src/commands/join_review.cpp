// join review: the joins that nobody could attribute, one after the other, for somebody who knows.
#include "invitectl/cli/time_input.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/workflow/label_edits.hpp"
#include "invitectl/workflow/undo.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"
#include "commands/review_lines.hpp"

#include <algorithm>

namespace invitectl::commands {
namespace {

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
    Review(cli::Context& context, GuildId guild, std::vector<JoinId> joins)
        : context_(context),
          guild_(guild),
          names_(names_of(context.database(), guild)),
          joins_(std::move(joins)) {}

    void run() {
        while (at_ < joins_.size() && step()) {
        }
    }

    std::int64_t labelled() const { return static_cast<std::int64_t>(given_.size()); }

  private:
    // False: that was all.
    bool step() {
        const JoinId id = joins_[at_];
        const auto join = store::find_join(context_.database(), guild_, id);
        const auto answer = store::load_attribution(context_.database(), guild_, id);
        if (!join || !answer) {
            ++at_;
            return true;
        }
        const std::string place = std::to_string(at_ + 1) + " of " + std::to_string(joins_.size());
        const std::string when =
            cli::format_in_zone(join->spell.joined_at, context_.zone()) + " " + context_.zone();
        // The last cell stays free: some terminals would wrap behind it.
        const auto key = context_.ask_key(
            review_question(*join, *answer, names_, place, when, context_.terminal_width() - 1));
        if (!key || *key == 'q' || *key == kInterrupt || *key == kEndOfInput) {
            return false;
        }
        act(*key, id, *answer);
        return true;
    }

    void act(char key, JoinId id, const Attribution& answer) {
        const std::size_t shown = std::min(answer.candidates.size(), kMostReviewChoices);
        if (key == 's') {
            ++at_;
        } else if (key == 'u') {
            take_back();
        } else if (key == 'n') {
            label(id, Candidate{});
        } else if (key >= '1' && static_cast<std::size_t>(key - '1') < shown) {
            label(id, answer.candidates[static_cast<std::size_t>(key - '1')]);
        } else {
            context_.tell("no such key");
        }
    }

    void label(JoinId id, const Candidate& way) {
        workflow::label_joins(
            context_.database(), guild_, {std::to_string(id)}, wish_of(way), author_of(context_));
        given_.push_back({store::recent_journal(context_.database(), guild_, 1).front().id, at_});
        context_.tell("Join " + std::to_string(id) + " is labelled: " + way_name(way) + ".");
        ++at_;
    }

    // Shows the join again that is open now, whatever was skipped since.
    void take_back() {
        if (given_.empty()) {
            context_.tell("nothing was labelled yet");
            return;
        }
        workflow::undo(context_.database(), guild_, given_.back().entry, author_of(context_));
        at_ = given_.back().at;
        given_.pop_back();
    }

    static constexpr char kInterrupt = '\x03';
    static constexpr char kEndOfInput = '\x04';

    struct Given {
        store::EntryId entry;
        std::size_t at;  // in joins_
    };

    cli::Context& context_;
    GuildId guild_;
    report::Names names_;
    std::vector<JoinId> joins_;
    std::size_t at_ = 0;
    std::vector<Given> given_;  // labels, to be taken back one by one
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
    Review review(context, guild, joins);
    review.run();
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
