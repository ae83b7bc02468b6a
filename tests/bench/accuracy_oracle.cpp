// Row 8: how much worse our probabilities are than those of an oracle who knows every rate, every
// burst and all laws, and enumerates every explanation.
#include "tests/bench/cases.hpp"
#include "tests/bench/oracle.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace invitectl::bench {

void measure_oracle(const Arguments& arguments, Targets& targets) {
    struct Load {
        double rate;
        int minutes;
    };
    double worst = 0;
    for (const Declared declared : {Declared::nothing, Declared::closed}) {
        for (const Load& load : {Load{20, 1}, Load{20, 5}, Load{5, 15}, Load{60, 5}}) {
            Case one = make_case(load.rate, std::chrono::minutes{load.minutes}, declared);
            one.laws.joins = arguments.quick ? 1'500 : 20'000;
            const OracleScore score = against_oracle(one, arguments.seed);
            const double more = 100 * (score.ours / score.oracle - 1);
            fmt::print("log-loss {:<13} {:<7} {:>6} joins: oracle {:.4f}, ours {:.4f}, {:+.1f} %\n",
                       one.name,
                       declared == Declared::closed ? "closed" : "open",
                       score.joins,
                       score.oracle,
                       score.ours,
                       more);
            worst = std::max(worst, more);
        }
    }
    targets.add("8", "log-loss over the oracle's", worst, Wanted::at_most, 5, " %");
}

}  // namespace invitectl::bench
