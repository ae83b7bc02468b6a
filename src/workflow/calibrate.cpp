#include "invitectl/workflow/calibrate.hpp"

#include "invitectl/base/time_text.hpp"
#include "invitectl/reconcile/calibration_fit.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/history.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/rehearsal.hpp"
#include "invitectl/store/settings_store.hpp"

#include <algorithm>

namespace invitectl::workflow {

namespace {

constexpr std::string_view kProgram = "invitectl";

// Everything there is, whatever is settled.
reconcile::History whole_history(sql::Connection& database, GuildId guild) {
    const store::Rehearsal nothing_settled(database);
    return store::load_history(database, guild);
}

std::string dropped_names(const reconcile::GuardAdvice& advice) {
    if (advice.closed_dropped && advice.no_ghosts_dropped) {
        return "closed and no_ghosts";
    }
    return advice.closed_dropped ? "closed" : "no_ghosts";
}

std::string stretches(const reconcile::GuardAdvice& advice) {
    return std::to_string(advice.found) + (advice.found == 1 ? " stretch" : " stretches") +
           " between " + format_rfc3339(advice.from) + " and " + format_rfc3339(advice.until) +
           (advice.found == 1 ? " fits" : " fit") + " no explanation";
}

std::string seconds_text(Duration d) {
    return std::to_string(std::chrono::ceil<std::chrono::seconds>(d).count()) + " s";
}

std::string describe(const reconcile::GuardAdvice& advice) {
    if (advice.widened) {
        const Calibration& now = advice.calibrations.back();
        return "the guard is widened to a lag of " + seconds_text(now.lag_bound) +
               " and a clock error of " + seconds_text(now.clock_bound) + ": " + stretches(advice);
    }
    return dropped_names(advice) + " withdrawn: " + stretches(advice);
}

// By how much demands reach further under `after`.
Duration growth(const std::vector<Calibration>& before, const std::vector<Calibration>& after) {
    Duration most{0};
    for (std::size_t i = 0; i < before.size(); ++i) {
        most = std::max(most,
                        after[i].lag_bound - before[i].lag_bound + after[i].clock_bound -
                            before[i].clock_bound);
    }
    return most;
}

class Recalibration {
  public:
    Recalibration(sql::Connection& database, GuildId guild, Instant now)
        : database_(database), guild_(guild), now_(now), history_(whole_history(database, guild)) {
        const auto& first = history_.coverage.first_invites;
        first_ = first ? first->began : now;
        given_ = reconcile::in_force_from(history_.calibrations, first_);
        in_force_ = given_;
    }

    CalibrationChange run(CalibrationWish wish) {
        if (wish.balance) {
            balance();
        }
        if (wish.fit || dropped_) {
            fit();
        }
        if (change_.recorded) {
            store::unsettle_from(
                database_, guild_, first_ - Duration{1}, growth(given_, in_force_));
        }
        return change_;
    }

  private:
    void balance() {
        const reconcile::GuardAdvice advice = reconcile::widen_guard(history_, in_force_);
        if (!advice.changed()) {
            return;
        }
        in_force_ = advice.calibrations;
        dropped_ = advice.closed_dropped || advice.no_ghosts_dropped;
        change_.withdrawn = describe(advice);
        record("program", change_.withdrawn);
        note(advice.widened ? "guard" : dropped_names(advice), change_.withdrawn);
    }

    // What is learnt about the latest joins shapes the probabilities of all of them; bounds and
    // declarations stay those of each time.
    void fit() {
        if (history_.arrivals.size() < reconcile::kFitFewest) {
            return;
        }
        const Calibration fitted = reconcile::fit_rates(history_, in_force_.back());
        for (Calibration& step : in_force_) {
            step.lag_scale = fitted.lag_scale;
            step.no_invite_rate = fitted.no_invite_rate;
            step.bounce_share = fitted.bounce_share;
        }
        const std::size_t joins = std::min(history_.arrivals.size(), reconcile::kFitJoins);
        const std::string text = "rates learnt from " + std::to_string(joins) + " joins";
        record("fit", text);
        note("rates", text);
    }

    void record(std::string_view origin, const std::string& text) {
        for (const Calibration& step : in_force_) {
            store::record_calibration(database_, guild_, step, now_, origin, text);
        }
        history_.calibrations.insert(
            history_.calibrations.end(), in_force_.begin(), in_force_.end());
        change_.recorded = true;
    }

    void note(std::string subject, const std::string& detail) {
        store::add_journal_entry(
            database_,
            guild_,
            {0, now_, std::string(kProgram), "reconcile", std::move(subject), detail});
    }

    sql::Connection& database_;
    GuildId guild_;
    Instant now_;
    reconcile::History history_;
    Instant first_;
    std::vector<Calibration> given_;     // before
    std::vector<Calibration> in_force_;  // from the first reading on
    bool dropped_ = false;
    CalibrationChange change_;
};

}  // namespace

bool fit_is_due(sql::Connection& database, GuildId guild) {
    const auto made = store::stored_calibrations(database, guild);
    if (std::ranges::find(made, "fit", &store::StoredCalibration::origin) != made.end()) {
        return false;
    }
    const std::int64_t settled =
        store::member_counts(database, guild).joins - store::unsettled_joins(database, guild);
    return settled >= static_cast<std::int64_t>(reconcile::kFitFewest);
}

CalibrationChange recalibrate(sql::Connection& database,
                              GuildId guild,
                              CalibrationWish wish,
                              Instant now) {
    return Recalibration(database, guild, now).run(wish);
}

}  // namespace invitectl::workflow
