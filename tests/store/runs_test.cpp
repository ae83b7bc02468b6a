#include "invitectl/store/runs.hpp"

#include "tests/store/store_test.hpp"

namespace invitectl::store {
namespace {

class RunsTest : public StoreTest {
  protected:
    RunId begin(double seconds) {
        RunId run = 0;
        commit([&] { run = begin_run(*connection, "sync", at(seconds), "host", 42); });
        return run;
    }
    void end(RunId run, RunOutcome outcome, const std::string& detail = "") {
        commit([&] { end_run(*connection, run, at(99), outcome, detail); });
    }
    void poll(double seconds, std::string_view outcome) {
        commit([&] {
            record_poll(*connection, kGuild, PollKind::invites, looked(seconds), outcome, 1);
        });
    }
    void gap(double from, double until, const std::string& reason = "disabled") {
        commit([&] {
            record_gap(*connection, kGuild, {PollKind::audit, at(from), at(until), reason});
        });
    }
};

TEST_F(RunsTest, a_run_ends_as_it_went) {
    const RunId run = begin(1);
    EXPECT_EQ(find_run(*connection, run)->outcome, RunOutcome::running);
    EXPECT_FALSE(find_run(*connection, run)->ended);
    end(run, RunOutcome::partial, "one guild failed");
    const auto found = *find_run(*connection, run);
    EXPECT_EQ(found.outcome, RunOutcome::partial);
    EXPECT_EQ(found.detail, "one guild failed");
    EXPECT_EQ(found.ended, at(99));
    EXPECT_EQ(found.host, "host");
    EXPECT_EQ(found.pid, 42);
    EXPECT_FALSE(find_run(*connection, run + 1));
}

TEST_F(RunsTest, a_run_that_died_is_closed_by_the_next) {
    const RunId dead = begin(1);
    const RunId next = begin(10);
    EXPECT_EQ(find_run(*connection, dead)->outcome, RunOutcome::failed);
    EXPECT_EQ(find_run(*connection, dead)->ended, at(10));
    EXPECT_EQ(find_run(*connection, next)->outcome, RunOutcome::running);
    EXPECT_EQ(recent_runs(*connection, 10, true).size(), 1U);
}

TEST_F(RunsTest, of_good_runs_the_latest_thousand_stay) {
    end(begin(1), RunOutcome::failed);
    for (int i = 0; i < 1005; ++i) {
        end(begin(2), RunOutcome::ok);
    }
    const auto kept = recent_runs(*connection, 5000);
    EXPECT_EQ(kept.size(), 1001U) << "a thousand and the failed one";
    EXPECT_EQ(kept.back().outcome, RunOutcome::failed);
    EXPECT_EQ(kept.front().id, 1006);
}

TEST_F(RunsTest, a_failed_poll_keeps_the_time_of_the_last_good_one) {
    poll(10, "ok");
    poll(20, "E-NET-01");
    const auto found = latest_poll(*connection, kGuild, PollKind::invites);
    EXPECT_FALSE(found->ok());
    EXPECT_EQ(found->bracket, looked(20));
    EXPECT_EQ(found->last_ok, looked(10));
    EXPECT_EQ(polls(*connection, kGuild).size(), 1U);
    EXPECT_FALSE(latest_poll(*connection, kGuild, PollKind::audit));
    poll(30, "ok");
    EXPECT_EQ(latest_poll(*connection, kGuild, PollKind::invites)->last_ok, looked(30));
}

TEST_F(RunsTest, gaps_that_touch_are_one) {
    gap(10, 20);
    gap(20, 30);
    gap(25, 40);
    gap(50, 60);
    gap(60, 70, "permission");
    const std::vector<Gap> expected = {{PollKind::audit, at(10), at(40), "disabled"},
                                       {PollKind::audit, at(50), at(60), "disabled"},
                                       {PollKind::audit, at(60), at(70), "permission"}};
    EXPECT_EQ(gaps(*connection, kGuild), expected);
}

}  // namespace
}  // namespace invitectl::store
