#include "join_story.hpp"

#include "invitectl/base/time_text.hpp"

#include "join_columns.hpp"
#include "join_evidence.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <span>
#include <utility>

namespace invitectl::report {
namespace {

constexpr std::size_t kItems = 10;  // the rest is summed up

// A certainty only where it is one.
std::string percent(double p) {
    constexpr double kLeast = 0.001;
    if (p < kLeast || (p > 1 - kLeast && p < 1)) {
        return p < kLeast ? "under 0.1%" : "over 99.9%";
    }
    std::string text = fmt::format("{:.1f}", p * 100);
    if (text.ends_with(".0")) {
        text.resize(text.size() - 2);
    }
    return text + "%";
}

std::string by_inviter(std::optional<UserId> inviter, const Names& names) {
    return inviter ? " of " + person_text(*inviter, names) : "";
}

// "the invite abc of Ana, source Reddit ad"
std::string way_text(const Candidate& way, const Names& names) {
    switch (way.kind) {
        case Candidate::Kind::vanity:
            return "the server's own URL" + (way.code ? " (" + way.code->text() + ")" : "");
        case Candidate::Kind::bot:
            return "added as a bot" +
                   (way.inviter ? " by " + person_text(*way.inviter, names) : std::string());
        case Candidate::Kind::none:
            return "no invite at all";
        case Candidate::Kind::invite:
            break;
    }
    return "the invite " + way_code(way.kind, way.code) + by_inviter(way.inviter, names) +
           (way.source ? ", source " + source_text(way.source, names) : "");
}

std::string credited_way(const Attribution& answer, const Names& names) {
    return way_text({answer.by, answer.code_value, answer.inviter_value, answer.source_value, 1},
                    names);
}

std::string verdict_text(const LevelAnswer& level) {
    const std::string word(to_text(level.verdict));
    return level.verdict == Verdict::likely ? word + ", " + percent(level.p) : word;
}

// What an open code leaves certain enough.
void append_credited_levels(const Attribution& answer,
                            const Names& names,
                            std::vector<std::string>& story) {
    if (is_credited(answer.inviter.verdict)) {
        story.push_back("Whichever it was, the inviter is " +
                        way_inviter(answer.by, answer.inviter_value, names) + " (" +
                        verdict_text(answer.inviter) + ").");
    }
    if (is_credited(answer.source.verdict) && answer.source_value) {
        story.push_back("Whichever it was, the source is " +
                        way_source(answer.by, answer.source_value, names) + " (" +
                        verdict_text(answer.source) + ").");
    }
}

std::string came_text(const Attribution& answer, const Names& names) {
    if (is_credited(answer.code.verdict)) {
        return "Came by " + credited_way(answer, names) + ": " + verdict_text(answer.code) + ".";
    }
    if (answer.code.verdict == Verdict::open) {
        return fmt::format("Which way this member came is open: {} are possible.",
                           answer.candidates.size());
    }
    return "Which way this member came is unknown.";
}

std::string fate_text(const JoinExplanation& explanation) {
    const auto& leave = explanation.join.spell.leave;
    std::string text;
    if (!leave) {
        text = "Still a member";
    } else if (leave->exact()) {
        text = "Gone since " + moment_text(explanation, leave->latest);
    } else {
        text = "Left between " + moment_text(explanation, leave->earliest) + " and " +
               moment_text(explanation, leave->latest);
    }
    if (leave && leave->cause != LeaveCause::unknown) {
        text += " (" + std::string(to_text(leave->cause)) + ")";
    }
    return text + "; outcome: " + std::string(to_text(explanation.join.outcome)) + ".";
}

std::string reading_text(const JoinExplanation& explanation, const Reading& reading) {
    return moment_text(explanation, reading.bracket.began) + " (reading " +
           std::to_string(reading.number) + ")";
}

// Nothing where the stream was never read around this join.
std::string around_text(const JoinExplanation& explanation, Stream stream) {
    const Reading* before = nullptr;
    const Reading* after = nullptr;
    for (const Reading& reading : explanation.readings) {
        if (reading.stream == stream) {
            const bool is_before = reading.bracket.ended <= explanation.join.spell.joined_at;
            (is_before ? before : after) = &reading;
        }
    }
    if (before == nullptr && after == nullptr) {
        return {};
    }
    return std::string("- ") + (stream == Stream::vanity ? "the server's own URL" : "the invites") +
           ": before the join at " +
           (before == nullptr ? "no time" : reading_text(explanation, *before)) + ", after it at " +
           (after == nullptr ? "no time yet" : reading_text(explanation, *after));
}

std::string uses_text(const DemandLine& demand) {
    const std::int64_t least = demand.at_least;
    if (!demand.at_most) {
        return fmt::format("at least {} use{}", least, least == 1 ? "" : "s");
    }
    const std::int64_t most = *demand.at_most;
    if (least == most) {
        return fmt::format("{} use{}", least, least == 1 ? "" : "s");
    }
    return least == 0 ? fmt::format("up to {} use{}", most, most == 1 ? "" : "s")
                      : fmt::format("{} to {} uses", least, most);
}

// How a movement of this kind is known.
std::string kind_text(const std::string& kind) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kSentences{{
        {"moved", "its counter rose"},
        {"first_listed", "it was new in the list and had uses already"},
        {"deleted", "it was deleted, and uses since its last reading were never shown"},
        {"used_up", "it went when its last use was spent"},
        {"vanished", "it was gone from the list, and uses since its last reading were never shown"},
        {"created_and_gone", "it was made and gone between two readings"},
        {"fallen", "its counter fell, so it was counted anew"},
    }};
    const auto found =
        std::ranges::find(kSentences, kind, &std::pair<std::string_view, std::string_view>::first);
    return found == kSentences.end() ? kind : std::string(found->second);
}

std::string ghosts_text(const DemandLine& demand) {
    constexpr double kWorthSaying = 0.05;
    return demand.ghosts < kWorthSaying
               ? ""
               : fmt::format("; about {:.1f} of them by people who were never seen here",
                             demand.ghosts);
}

}  // namespace

std::vector<std::string> answer_story(const JoinExplanation& explanation) {
    const JoinLine& join = explanation.join;
    std::vector<std::string> story = {"Joined " + joined_text(explanation) +
                                      (join.bot ? ", a bot. " : ". ") + fate_text(explanation)};
    if (!join.attribution) {
        story.emplace_back("Not worked out yet; the next sync does, or: invitectl reconcile");
        return story;
    }
    story.push_back(came_text(*join.attribution, explanation.names));
    if (join.attribution->code.verdict == Verdict::open) {
        append_credited_levels(*join.attribution, explanation.names, story);
    }
    if (!explanation.reason.empty()) {
        story.push_back("Why: " + explanation.reason + ".");
    }
    story.emplace_back(join.attribution->settled
                           ? "Settled: no reading to come can change this."
                           : "Not settled: the next readings may still change this.");
    return story;
}

std::vector<std::string> readings_story(const JoinExplanation& explanation) {
    std::vector<std::string> story;
    for (const Stream stream : {Stream::invites, Stream::vanity}) {
        if (std::string text = around_text(explanation, stream); !text.empty()) {
            story.push_back(std::move(text));
        }
    }
    return story;
}

std::vector<std::string> demands_story(const JoinExplanation& explanation) {
    std::vector<std::string> story;
    const auto shown =
        std::span(explanation.demands).first(std::min(kItems, explanation.demands.size()));
    for (const DemandLine& demand : shown) {
        story.push_back("- " + demand.code.text() + ": " + uses_text(demand) + " after " +
                        moment_text(explanation, demand.from) + " and by " +
                        moment_text(explanation, demand.until) + "; " + kind_text(demand.kind) +
                        ghosts_text(demand));
    }
    if (shown.size() < explanation.demands.size()) {
        story.push_back(fmt::format("- and {} more (--format tsv shows all)",
                                    explanation.demands.size() - shown.size()));
    }
    return story;
}

std::vector<std::string> candidates_story(const JoinExplanation& explanation) {
    std::vector<std::string> story;
    if (!explanation.join.attribution) {
        return story;
    }
    const std::vector<Candidate>& ways = explanation.join.attribution->candidates;
    double rest = 0;
    for (std::size_t i = 0; i < ways.size(); ++i) {
        if (i < kItems) {
            story.push_back("- " + percent(ways[i].p) + " " + way_text(ways[i], explanation.names));
        } else {
            rest += ways[i].p;
        }
    }
    if (ways.size() > kItems) {
        story.push_back(fmt::format("- {} for {} more together (--format tsv shows all)",
                                    percent(rest),
                                    ways.size() - kItems));
    }
    return story;
}

}  // namespace invitectl::report
