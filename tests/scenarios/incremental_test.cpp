// Random histories, cut by syncs at random points and full of second thoughts: whatever was worked
// out piece by piece is, to the byte, what working it out at once gives.
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/workflow/edits.hpp"
#include "invitectl/workflow/label_edits.hpp"
#include "invitectl/workflow/reconcile_run.hpp"
#include "invitectl/workflow/source_edits.hpp"
#include "invitectl/workflow/undo.hpp"

#include "tests/reconcile/campaign.hpp"
#include "tests/scenarios/follower.hpp"
#include "tests/sim/life.hpp"
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

namespace invitectl::testing {
namespace {

using namespace std::chrono_literals;

class History {
  public:
    explicit History(std::uint64_t seed) : random_(seed) {
        sim::LifeConfig life;
        life.joins_per_hour = 2 + static_cast<double>(below(20));
        life.popular_codes = 4 + static_cast<int>(below(12));
        if (below(2) == 0) {
            life = sim::closed(life);
        }
        sim::WorldConfig config;
        config.seed = seed;
        living_ = sim::living_guild(config, life);
        sim::MemoryOptions options;
        options.seed = seed;
        options.missed = below(3) == 0 ? 0.02 : 0;
        options.latency = 40ms;
        options.clock_error = std::chrono::seconds{below(4) == 0 ? below(60) - 30 : 0};
        tool_.emplace(*living_.world, living_.guild, options);
        begin();
        if (below(3) == 0) {
            widen();
        }
        for (const char* name : {"ads", "friends"}) {
            workflow::create_source(tool_->database(), living_.guild, name, author());
        }
    }

    void step() {
        switch (below(26)) {
            case 0:
                decide([&] { reassign(); });
                break;
            case 1:
                tool_->set("members_search", below(2) == 0 ? "on" : "off");
                break;
            case 2:
                tool_->set("closed", below(2) == 0 ? "on" : "off");
                break;
            case 3:
                tool_->set("no_ghosts", below(4) == 0 ? "on" : "off");
                break;
            case 4:
                decide([&] { label(); });
                break;
            case 5:
                decide([&] { workflow::undo(tool_->database(), living_.guild, {}, author()); });
                break;
            default:
                living_.world->advance(std::chrono::minutes{1 + below(below(8) == 0 ? 120 : 12)});
                sync();
        }
    }

    std::vector<store::Difference> differences() {
        tool_->work_out();
        return workflow::verify_rebuild(tool_->database(), living_.guild, 3);
    }

    std::int64_t below(std::int64_t n) {
        return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random_);
    }

  private:
    workflow::Author author() { return {"ana", living_.world->now()}; }

    void begin() {
        for (int tries = 0; tries < 20; ++tries) {
            try {
                tool_->begin(below(2) == 0);
                return;
            } catch (const Error&) {
                living_.world->advance(1min);
            }
        }
    }

    // A guard far wider than readings are apart.
    void widen() {
        const auto calibrations = store::calibrations(tool_->database(), living_.guild);
        Calibration wide = store::calibration_at(calibrations, living_.world->now());
        wide.lag_bound = std::chrono::seconds{40 << below(3)};
        wide.clock_bound = wide.lag_bound / 2;
        wide.valid = {};
        sql::Transaction step(tool_->database());
        store::record_calibration(
            tool_->database(), living_.guild, wide, living_.world->now(), "program", "a test");
        store::unsettle_from(
            tool_->database(), living_.guild, Instant::min(), wide.lag_bound + wide.clock_bound);
        step.commit();
    }

    // Requests that fail are part of life.
    void sync() {
        try {
            tool_->sync();
        } catch (const Error& error) {
            if (error.code() == ErrorCode::internal) {
                throw;
            }
        }
    }

    void reassign() {
        const auto& entries = living_.world->truth(living_.guild).entries;
        if (entries.empty()) {
            return;
        }
        const auto i = static_cast<std::size_t>(below(std::ssize(entries)));
        const auto code = InviteCode::parse(entries[i].code);
        if (!code) {
            return;
        }
        std::optional<Instant> from;
        if (below(2) == 0) {
            from = living_.world->now() - std::chrono::minutes{below(600)};
        }
        if (below(4) == 0) {
            workflow::unassign_codes(tool_->database(), living_.guild, {*code}, from, author());
        } else {
            workflow::assign_codes(tool_->database(),
                                   living_.guild,
                                   {*code},
                                   below(2) == 0 ? "ads" : "friends",
                                   from,
                                   author());
        }
    }

    void label() {
        const std::vector<std::string> joins = {std::to_string(1 + below(60)),
                                                std::to_string(1 + below(400))};
        const auto& entries = living_.world->truth(living_.guild).entries;
        workflow::LabelWish wish;
        wish.source = below(2) == 0 ? "ads" : "friends";
        if (below(2) == 0 && !entries.empty()) {
            const auto i = static_cast<std::size_t>(below(std::ssize(entries)));
            wish.source.reset();
            wish.code = InviteCode::parse(entries[i].code);
        }
        if (below(4) == 0) {
            workflow::unlabel_joins(tool_->database(), living_.guild, joins, author());
        } else if (wish.source || wish.code) {
            workflow::label_joins(tool_->database(), living_.guild, joins, wish, author());
        }
    }

    // Joins and sources that are not there, and what cannot be undone, are part of life too.
    template <class Decision>
    static void decide(const Decision& decision) {
        try {
            decision();
        } catch (const Error& error) {
            if (error.code() != ErrorCode::not_found && error.code() != ErrorCode::refused) {
                throw;
            }
        }
    }

    std::mt19937_64 random_;
    sim::LivingGuild living_;
    std::optional<Follower> tool_;
};

TEST(Incremental, gives_to_the_byte_what_a_rebuild_gives) {
    std::mt19937_64 seeds(reconcile::campaign_seed());
    const char* one = std::getenv("INVITECTL_HISTORY");  // plays this one again
    for (int round = 0; round < reconcile::rounds(3); ++round) {
        const std::uint64_t seed =
            one != nullptr ? std::strtoull(one, nullptr, 10) : seeds() % 1'000'000;
        History history(seed);
        for (int step = 0; step < 160; ++step) {
            history.step();
            if (history.below(40) != 0 && step != 159) {
                continue;
            }
            for (const auto& difference : history.differences()) {
                ADD_FAILURE() << "history " << seed << ", step " << step << ": " << difference.table
                              << " " << difference.key << "\n stored  " << difference.stored
                              << "\n rebuilt " << difference.rebuilt;
            }
            ASSERT_FALSE(HasFailure());
        }
    }
}

}  // namespace
}  // namespace invitectl::testing
