#include "tally_columns.hpp"

#include "invitectl/base/time_text.hpp"

#include "cells.hpp"

#include <algorithm>

namespace invitectl::report {
namespace {

std::string count_text(const analytics::Tally& tally, Outcome outcome) {
    return std::to_string(tally.of(outcome)) + " " + std::string(to_text(outcome));
}

}  // namespace

std::vector<Column> tally_columns(const OutcomeRules& rules) {
    const std::string fake = format_duration(rules.fake_threshold);
    const std::string day_n = format_duration(rules.retained_after);
    return {
        column("joins",
               "joins",
               Type::integer,
               "joins that stand in this row: the sum of retained, left, fake, young and unsure",
               Room::always,
               "joins"),
        column("retained",
               "retained",
               Type::integer,
               "joins that were still members " + day_n + " after joining (setting retain_days)",
               Room::always,
               "joins"),
        share_column(
            "kept_share",
            "share",
            "retained joins among those whose fate is known (retained, left and fake); empty where "
            "none is",
            "of kept_of"),
        column("kept_of",
               "of",
               Type::integer,
               "joins whose fate is known: what the share is a share of",
               Room::always,
               "joins"),
        column("left",
               "left",
               Type::integer,
               "joins that ended later than " + fake + " and before " + day_n,
               Room::always,
               "joins"),
        column("fake",
               "fake",
               Type::integer,
               "joins that ended within " + fake + ", the limit included (setting fake_threshold)",
               Room::always,
               "joins"),
        column("young",
               "young",
               Type::integer,
               "members who are there and joined less than " + day_n + " ago",
               Room::always,
               "joins"),
        column("unsure",
               "unsure",
               Type::integer,
               "joins that ended at a time known too roughly to say which of these they are",
               Room::if_there,
               "joins"),
    };
}

void append_tally_cells(const analytics::Tally& tally, std::vector<Cell>& cells) {
    const std::initializer_list<Cell> own = {tally.joins,
                                             tally.of(Outcome::retained),
                                             cell(tally.kept_share()),
                                             tally.decided(),
                                             tally.of(Outcome::left),
                                             tally.of(Outcome::fake),
                                             tally.of(Outcome::young),
                                             tally.of(Outcome::unsure)};
    cells.insert(cells.end(), own);
}

std::vector<std::string> outcome_notes(const OutcomeRules& rules) {
    const std::string fake = format_duration(rules.fake_threshold);
    const std::string day_n = format_duration(rules.retained_after);
    return {"retained: still a member " + day_n +
                " after joining. left: before that. fake: within " + fake + ".",
            "share: retained among retained, left and fake, of which there are \"of\". young: not "
            "yet " +
                day_n + " here. unsure: when they left is known too roughly."};
}

std::vector<std::string> sum_notes(const analytics::Tally& total,
                                   const TimeRange& window,
                                   Instant now) {
    std::string when = "As of " + format_compact(now) + " UTC";
    if (window.from != Instant::min()) {
        when += ", joins from " + format_compact(window.from) + " UTC";
    }
    if (window.until != Instant::max() && window.until <= now) {
        when += ", joins before " + format_compact(window.until) + " UTC";
    }
    std::string sum = "The rows add up to the " + std::to_string(total.joins) +
                      (total.joins == 1 ? " join: " : " joins: ");
    for (const Outcome outcome :
         {Outcome::retained, Outcome::left, Outcome::fake, Outcome::young, Outcome::unsure}) {
        sum += count_text(total, outcome) + (outcome == Outcome::unsure ? "." : ", ");
    }
    return {when + ".", sum};
}

}  // namespace invitectl::report
