#include "tests/bench/many_joins.hpp"

#include "invitectl/domain/verdict.hpp"
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/join_segments.hpp"
#include "invitectl/store/schema.hpp"
#include "invitectl/store/sources.hpp"

#include "store/query.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <numeric>
#include <random>

namespace invitectl::bench {
namespace {

using store::Query;

struct Join {
    std::int64_t joined_at = 0;  // µs
    std::int64_t user = 0;
    std::int64_t left_earliest = -1;  // -1: still a member
    std::int64_t left_latest = -1;
    std::int32_t code = -1;
    std::int32_t other_code = -1;  // the second candidate of an uncertain join
    std::uint8_t by = 0;
    Verdict verdict = Verdict::proved;
};

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

class Maker {
  public:
    explicit Maker(const ManyJoins& laws) : laws_(laws), random_(laws.seed) {
        double sum = 0;
        for (std::size_t i = 0; i < laws.inviters; ++i) {
            sum += 1.0 / static_cast<double>(i + 1);
            zipf_.push_back(sum);
        }
    }

    std::vector<Join> joins() {
        std::vector<Join> all(laws_.count);
        std::vector<std::int64_t> times(laws_.count);
        const std::int64_t begins = kHistoryEnds * kSecond - kHistoryDays * kDay;
        for (auto& time : times) {
            time = begins + below(kHistoryDays * kDay);
        }
        std::sort(times.begin(), times.end());
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = join_at(times[i]);
        }
        return all;
    }

  private:
    std::int64_t below(std::int64_t n) {
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n));
    }
    double share() { return static_cast<double>(random_() >> 11U) * 0x1.0p-53; }

    std::int32_t some_code() {
        const double at = share() * zipf_.back();
        const auto inviter = static_cast<std::size_t>(
            std::lower_bound(zipf_.begin(), zipf_.end(), at) - zipf_.begin());
        return static_cast<std::int32_t>(inviter * laws_.codes_each) +
               static_cast<std::int32_t>(below(static_cast<std::int64_t>(laws_.codes_each)));
    }

    Join join_at(std::int64_t time) {
        Join join;
        join.joined_at = time;
        const std::int64_t account_days = below(1'500) + (below(20) == 0 ? 0 : 10);
        join.user = first_snowflake_at(from_micros(time - account_days * kDay)) + below(4'000'000);
        const double way = share();
        join.by = way < 0.75 ? 0 : way < 0.92 ? 1 : way < 0.93 ? 2 : 3;
        if (join.by == 0) {
            join.code = some_code();
            const double sure = share();
            join.verdict = sure < 0.88   ? Verdict::proved
                           : sure < 0.93 ? Verdict::likely
                           : sure < 0.99 ? Verdict::open
                                         : Verdict::unknown;
            join.other_code = some_code();
        }
        leave(join);
        return join;
    }

    // A tenth leaves within minutes, half of all later; polls come every five minutes.
    void leave(Join& join) {
        const double kind = share();
        if (kind >= 0.55) {
            return;
        }
        const double mean = kind < 0.1 ? 300.0 : 40.0 * 86'400;
        const auto stayed = static_cast<std::int64_t>(-std::log(1 - share()) * mean * kSecond);
        const std::int64_t poll = 300 * kSecond;
        const std::int64_t left = join.joined_at + stayed + 1;
        if (left + poll >= kHistoryEnds * kSecond) {
            return;
        }
        const bool exact = below(10) == 0;
        join.left_earliest = exact ? left : left / poll * poll;
        join.left_latest = exact ? left : left / poll * poll + poll;
    }

    const ManyJoins& laws_;
    std::mt19937_64 random_;
    std::vector<double> zipf_;
};

std::string code_text(std::int32_t code) {
    return fmt::format("c{:06}", code);
}
std::int64_t inviter_of(const ManyJoins& laws, std::int32_t code) {
    return first_snowflake_at(from_micros(1'500'000'000'000'000)) + 1'000 +
           code / static_cast<std::int32_t>(laws.codes_each);
}
// Half of the codes belong to a source; the first three ids are reserved.
std::optional<std::int64_t> source_of(const ManyJoins& laws, std::int32_t code) {
    return code % 2 == 0 ? std::optional(4 + (code / 2) % laws.sources) : std::nullopt;
}

void write_sources(sql::Connection& database, const ManyJoins& laws) {
    store::add_guild(database,
                     {.id = kBenchGuild, .name = "Bench", .owner = UserId{1}, .system_channel = {}},
                     "bench",
                     from_micros(0));
    for (std::int64_t i = 0; i < laws.sources; ++i) {
        store::create_source(
            database, kBenchGuild, "Source " + std::to_string(i), {from_micros(0), "bench"});
    }
}

void write_invites(sql::Connection& database, const ManyJoins& laws) {
    Query(database,
          "INSERT INTO reading (guild_id, stream, number, began, ended, quiet)"
          " VALUES ($guild, 0, 1, 0, 1, 0)",
          {"guild"})
        .with(kBenchGuild)
        .run();
    Query invite(database,
                 "INSERT INTO invite (guild_id, code, epoch, stream, channel_id, inviter_id,"
                 " created_at, max_uses, max_age, is_temporary, targeted, first_reading,"
                 " first_uses, carried_uses, last_uses) VALUES ($guild, $code, 1, 0, $channel,"
                 " $inviter, 0, 0, 0, 0, 0, 1, 0, 0, 0)",
                 {"guild", "code", "channel", "inviter"});
    const auto codes = static_cast<std::int32_t>(laws.inviters * laws.codes_each);
    for (std::int32_t code = 0; code < codes; ++code) {
        invite.with(kBenchGuild, code_text(code), 5'000 + code % 12, inviter_of(laws, code)).run();
    }
}

// In the order of the table, which is far from that of the joins.
void write_spells(sql::Connection& database, const std::vector<Join>& joins) {
    std::vector<std::uint32_t> order(joins.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&joins](std::uint32_t a, std::uint32_t b) {
        return std::pair(joins[a].user, joins[a].joined_at) <
               std::pair(joins[b].user, joins[b].joined_at);
    });
    database.execute("DROP INDEX member_spell_join");
    Query spell(database,
                "INSERT INTO member_spell (guild_id, user_id, joined_at, join_id, first_sweep, bot,"
                " did_rejoin, pending, leave_earliest, leave_latest, leave_cause) VALUES ($guild,"
                " $user, $joined_at, $join, 1, $bot, 0, 0, $earliest, $latest, $cause)",
                {"guild", "user", "joined_at", "join", "bot", "earliest", "latest", "cause"});
    const auto known = [](std::int64_t t) { return t < 0 ? std::nullopt : std::optional(t); };
    for (const std::uint32_t i : order) {
        const Join& join = joins[i];
        const auto latest = known(join.left_latest);
        spell
            .with(kBenchGuild,
                  join.user,
                  join.joined_at,
                  std::int64_t{i} + 1,
                  join.by == 2,
                  known(join.left_earliest),
                  latest,
                  latest ? std::optional<std::int64_t>(0) : std::nullopt)
            .run();
    }
    database.execute(
        "CREATE UNIQUE INDEX member_spell_join ON member_spell (guild_id, join_id)"
        " WHERE join_id IS NOT NULL");
}

// What an answer says; nothing where it says nothing.
struct Answer {
    std::optional<std::string> code;
    std::optional<std::int64_t> inviter;
    std::optional<std::int64_t> source;
};

Answer answer_of(const ManyJoins& laws, const Join& join) {
    if (join.by != 0) {
        return {{}, {}, join.by};  // the reserved sources are numbered as the kinds are
    }
    if (!is_credited(join.verdict)) {
        return {};
    }
    return {code_text(join.code), inviter_of(laws, join.code), source_of(laws, join.code)};
}

void write_answers(sql::Connection& database,
                   const ManyJoins& laws,
                   const std::vector<Join>& joins) {
    Query answer(database,
                 "INSERT INTO attribution (guild_id, join_id, settled, by_kind, code_verdict,"
                 " code_p, code, inviter_verdict, inviter_p, inviter_id, source_verdict, source_p,"
                 " source_id, reason) VALUES ($guild, $join, 1, $by, $verdict, 1, $code, $verdict,"
                 " 1, $inviter, $verdict, 1, $source, '')",
                 {"guild", "join", "by", "verdict", "code", "inviter", "source"});
    Query candidate(database,
                    "INSERT INTO candidate (guild_id, join_id, rank, kind, code, inviter_id,"
                    " source_id, p) VALUES ($guild, $join, $rank, 0, $code, $inviter, $source, $p)",
                    {"guild", "join", "rank", "code", "inviter", "source", "p"});
    for (std::size_t i = 0; i < joins.size(); ++i) {
        const Join& join = joins[i];
        const Answer said = answer_of(laws, join);
        answer.with(kBenchGuild, i + 1, join.by, join.verdict, said.code, said.inviter, said.source)
            .run();
        if (join.verdict != Verdict::likely && join.verdict != Verdict::open) {
            continue;
        }
        const double p = join.verdict == Verdict::likely ? 0.94 : 0.6;
        int rank = 0;
        for (const auto& [code, share] : {std::pair(join.code, p), {join.other_code, 1 - p}}) {
            candidate
                .with(kBenchGuild,
                      i + 1,
                      ++rank,
                      code_text(code),
                      inviter_of(laws, code),
                      source_of(laws, code),
                      share)
                .run();
        }
    }
}

void write_csv(const ManyJoins& laws, const std::vector<Join>& joins, const std::string& path) {
    std::ofstream csv(path);
    fmt::memory_buffer lines;
    const auto number = [](const std::optional<std::int64_t>& value) {
        return value ? std::to_string(*value) : std::string();
    };
    for (const Join& join : joins) {
        const Answer said = answer_of(laws, join);
        const bool left = join.left_latest >= 0;
        const bool exact = join.left_earliest == join.left_latest;
        const std::int64_t soonest =
            std::max(join.left_earliest + (exact ? 0 : 1), join.joined_at + (exact ? 0 : 1));
        fmt::format_to(std::back_inserter(lines),
                       "{},{},{},{},{},{},{},{}\n",
                       join.joined_at,
                       left ? std::to_string(soonest - join.joined_at) : "",
                       left ? std::to_string(join.left_latest - join.joined_at) : "",
                       join.by,
                       static_cast<int>(join.verdict),
                       number(said.inviter),
                       static_cast<int>(join.verdict),
                       number(said.source));
        if (lines.size() > 1U << 20U) {
            csv.write(lines.data(), static_cast<std::streamsize>(lines.size()));
            lines.clear();
        }
    }
    csv.write(lines.data(), static_cast<std::streamsize>(lines.size()));
}

}  // namespace

void generate(const ManyJoins& laws, const std::string& database, const std::string& csv) {
    const auto admin = engine::sqlite_admin();
    const auto connection = admin->open(database, OpenMode::create);
    store::migrate(*connection, *admin);
    // Nothing is lost if this dies half-way: it is made anew.
    connection->execute(
        "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;"
        " PRAGMA cache_size = -400000");
    const std::vector<Join> joins = Maker(laws).joins();
    write_csv(laws, joins, csv);
    const auto step = [&connection](const auto& write) {
        sql::Transaction transaction(*connection);
        write();
        transaction.commit();
    };
    step([&] {
        write_sources(*connection, laws);
        write_invites(*connection, laws);
    });
    step([&] { write_spells(*connection, joins); });
    step([&] { write_answers(*connection, laws, joins); });
    step([&] {
        store::fold_joins(*connection, kBenchGuild, {.leaves = 1, .answers = 1, .joins = 1});
    });
    connection->execute("PRAGMA journal_mode = WAL");
}

}  // namespace invitectl::bench
