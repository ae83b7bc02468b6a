// One small board in every format, letter by letter.
#include "invitectl/render/render.hpp"
#include "invitectl/report/leaderboard.hpp"
#include "invitectl/report/table_tools.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

#include <sstream>

namespace invitectl::render {
namespace {

using namespace std::chrono_literals;
using namespace analytics::testing;
using report::Format;
using report::RenderOptions;

report::Names people(const analytics::Dictionaries& dictionaries) {
    report::Names names;
    names.person = [&dictionaries](UserId id) -> std::optional<Person> {
        if (id == dictionaries.inviters[ana]) {
            return Person{id, "ana", "Ana from the long, long road"};
        }
        return id == dictionaries.inviters[bob] ? std::optional(Person{id, "bob", ""})
                                                : std::nullopt;
    };
    return names;
}

// Ana brought four (one fake, one left, one retained, one young), Bob one that stayed; one came by
// the server's URL, one nobody can tell, and one is either Ana's or Bob's.
report::Table small_board(const analytics::Dictionaries& dictionaries) {
    analytics::JoinColumnVectors columns;
    columns.add(and_left(came(kByAbc, Verdict::proved), 300s), {});
    columns.add(and_left(came(kByAbd, Verdict::proved), kDay), {});
    columns.add(came(kByAbc, Verdict::proved), {});
    columns.add(came(kByAbc, Verdict::proved, kStart + 28 * kDay), {});
    columns.add(came(kByBcd, Verdict::likely),
                std::vector<analytics::WeightedWay>{{kByBcd, 0.95}, {kByAbc, 0.05}});
    columns.add(came(kByOwnUrl, Verdict::proved), {});
    columns.add(came(kByAbc, Verdict::unknown), {});
    columns.add(came(kByAbc, Verdict::open),
                std::vector<analytics::WeightedWay>{{kByAbc, 0.5}, {kByBcd, 0.5}});
    const std::vector<analytics::OtherUses> uses = {
        {Candidate::Kind::invite, abc, ana, reddit, 12, 0.25}};
    analytics::BoardBuilder builder(rules_by(analytics::Axis::inviter), dictionaries);
    builder.add(columns.view());
    builder.add(uses);
    return report::leaderboard({builder.finish(), dictionaries, people(dictionaries)});
}

std::string rendered(Format format, int width = 0) {
    const analytics::Dictionaries dictionaries = analytics::testing::dictionaries();
    std::ostringstream out;
    RenderOptions options;
    options.width = width;
    render(small_board(dictionaries), format, options, out);
    return "\n" + out.str();
}

TEST(Golden, board_at_80_columns) {
    EXPECT_EQ(rendered(Format::table, 80), R"golden(
Leaderboard by inviter
#  inviter                         joins  retained  share  of  left  fake  young
1  Ana from the long, long road …      4         1  33.3%   3     1     1      1
2  bob                                 1         1   100%   1     0     0      0

   (server)                            1         1   100%   1     0     0      0
   (open)                              2         2   100%   2     0     0      0

retained: still a member 7d after joining. left: before that. fake: within 10m.
share: retained among retained, left and fake, of which there are "of". young:
not yet 7d here. unsure: when they left is known too roughly.
As of 2026-08-31 00:00:00 UTC.
The rows add up to the 8 joins: 5 retained, 1 left, 1 fake, 1 young, 0 unsure.
No room for: unsure, certain, baseline, expected, expected_spread, ghosts (see
--columns).
)golden");
}

TEST(Golden, board_at_200_columns) {
    EXPECT_EQ(rendered(Format::table, 200), R"golden(
Leaderboard by inviter
#  inviter                             joins  retained  share  of  left  fake  young  unsure  certain  baseline  expected  +/-  ghosts
1  Ana from the long, long road (ana)      4         1  33.3%   3     1     1      1       0        4        12       4.5  0.5     0.2
2  bob                                     1         1   100%   1     0     0      0       0        0         0       1.4  0.5     0.0

   (server)                                1         1   100%   1     0     0      0       0        1         0       1.0  0.0     0.0
   (open)                                  2         2   100%   2     0     0      0       0        0         0       1.0  0.0     0.0

retained: still a member 7d after joining. left: before that. fake: within 10m.
share: retained among retained, left and fake, of which there are "of". young: not yet 7d here. unsure: when they left is known too roughly.
As of 2026-08-31 00:00:00 UTC.
The rows add up to the 8 joins: 5 retained, 1 left, 1 fake, 1 young, 0 unsure.
)golden");
}

TEST(Golden, board_in_a_pipe) {
    EXPECT_EQ(rendered(Format::tsv), R"golden(
rank	inviter	inviter_id	row	joins	retained	kept_share	kept_of	left	fake	young	unsure	bonus	least_share	certain	baseline	expected	expected_spread	ghosts	credited	manual	labelled_before
1	Ana from the long, long road (ana)	1170512805888000001	group	4	1	0.3333333333333333	3	1	1	1	0	0	0.06149194472039615	4	12	4.55	0.5454356057317857	0.25	3	0	0
2	bob	1170512805888000002	group	1	1	1	1	0	0	0	0	0	0.20654931437723745	0	0	1.45	0.5454356057317857	0	1	0	0
	(server)		server	1	1	1	1	0	0	0	0	0	0.20654931437723745	1	0	1	0	0	0	0	0
	(open)		open	2	2	1	2	0	0	0	0	0	0.34238022750665303	0	0	1	0	0	0	0	0
)golden");
}

TEST(Golden, board_as_json) {
    EXPECT_EQ(rendered(Format::json), R"golden(
[
{"rank":1,"inviter":"Ana from the long, long road (ana)","inviter_id":"1170512805888000001","row":"group","joins":4,"retained":1,"kept_share":0.3333333333333333,"kept_of":3,"left":1,"fake":1,"young":1,"unsure":0,"bonus":0,"least_share":0.06149194472039615,"certain":4,"baseline":12,"expected":4.55,"expected_spread":0.5454356057317857,"ghosts":0.25,"credited":3,"manual":0,"labelled_before":0},
{"rank":2,"inviter":"bob","inviter_id":"1170512805888000002","row":"group","joins":1,"retained":1,"kept_share":1,"kept_of":1,"left":0,"fake":0,"young":0,"unsure":0,"bonus":0,"least_share":0.20654931437723745,"certain":0,"baseline":0,"expected":1.45,"expected_spread":0.5454356057317857,"ghosts":0,"credited":1,"manual":0,"labelled_before":0},
{"rank":null,"inviter":"(server)","inviter_id":null,"row":"server","joins":1,"retained":1,"kept_share":1,"kept_of":1,"left":0,"fake":0,"young":0,"unsure":0,"bonus":0,"least_share":0.20654931437723745,"certain":1,"baseline":0,"expected":1,"expected_spread":0,"ghosts":0,"credited":0,"manual":0,"labelled_before":0},
{"rank":null,"inviter":"(open)","inviter_id":null,"row":"open","joins":2,"retained":2,"kept_share":1,"kept_of":2,"left":0,"fake":0,"young":0,"unsure":0,"bonus":0,"least_share":0.34238022750665303,"certain":0,"baseline":0,"expected":1,"expected_spread":0,"ghosts":0,"credited":0,"manual":0,"labelled_before":0}
]
)golden");
}

TEST(Golden, board_as_markdown) {
    EXPECT_EQ(rendered(Format::markdown), R"golden(
## Leaderboard by inviter

| # | inviter | joins | retained | share | of | left | fake | young | unsure | certain | baseline | expected | +/- | ghosts |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| 1 | Ana from the long, long road (ana) | 4 | 1 | 33.3% | 3 | 1 | 1 | 1 | 0 | 4 | 12 | 4.5 | 0.5 | 0.2 |
| 2 | bob | 1 | 1 | 100% | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 1.4 | 0.5 | 0.0 |
| - | (server) | 1 | 1 | 100% | 1 | 0 | 0 | 0 | 0 | 1 | 0 | 1.0 | 0.0 | 0.0 |
| - | (open) | 2 | 2 | 100% | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 1.0 | 0.0 | 0.0 |

retained: still a member 7d after joining. left: before that. fake: within 10m.

share: retained among retained, left and fake, of which there are "of". young: not yet 7d here. unsure: when they left is known too roughly.

As of 2026-08-31 00:00:00 UTC.

The rows add up to the 8 joins: 5 retained, 1 left, 1 fake, 1 young, 0 unsure.
)golden");
}

}  // namespace
}  // namespace invitectl::render
