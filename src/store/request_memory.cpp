#include "invitectl/store/request_memory.hpp"

#include "store/query.hpp"

#include <chrono>

namespace invitectl::store {
namespace {

constexpr Duration kCountsKept = std::chrono::hours{1};

std::int64_t minute_of(Instant t) {
    return std::chrono::floor<std::chrono::minutes>(t).time_since_epoch().count();
}

Remembered read(const Query& row) {
    return {.subject = row.get<std::string>(0),
            .since = row.get<Instant>(1),
            .until = row.get<Instant>(2),
            .times = row.get<std::int64_t>(3),
            .detail = row.get<std::string>(4)};
}

class StoredMemory final : public RequestMemory {
  public:
    explicit StoredMemory(sql::Connection& connection) : connection_(connection) {}

    std::optional<Remembered> find(std::string_view subject) override {
        Query row(connection_,
                  "SELECT subject, since, until, times, detail FROM request_memory"
                  " WHERE subject = $subject",
                  {"subject"});
        return row.with(subject).next() ? std::optional(read(row)) : std::nullopt;
    }

    std::vector<Remembered> all() override {
        Query row(connection_,
                  "SELECT subject, since, until, times, detail FROM request_memory"
                  " ORDER BY subject");
        std::vector<Remembered> found;
        while (row.next()) {
            found.push_back(read(row));
        }
        return found;
    }

    void remember(const Remembered& what) override {
        sql::Transaction step(connection_);
        Query(connection_,
              "INSERT INTO request_memory (subject, since, until, times, detail)"
              " VALUES ($subject, $since, $until, $times, $detail) ON CONFLICT (subject)"
              " DO UPDATE SET since = excluded.since, until = excluded.until,"
              " times = excluded.times, detail = excluded.detail",
              {"subject", "since", "until", "times", "detail"})
            .with(what.subject, what.since, what.until, what.times, what.detail)
            .run();
        step.commit();
    }

    void forget(std::string_view subject) override {
        sql::Transaction step(connection_);
        Query(connection_, "DELETE FROM request_memory WHERE subject = $subject", {"subject"})
            .with(subject)
            .run();
        step.commit();
    }

    void count_refused(Instant at) override {
        sql::Transaction step(connection_);
        Query(connection_,
              "INSERT INTO refused_requests (minute, count) VALUES ($minute, 1)"
              " ON CONFLICT (minute) DO UPDATE SET count = refused_requests.count + 1",
              {"minute"})
            .with(minute_of(at))
            .run();
        Query(connection_, "DELETE FROM refused_requests WHERE minute < $oldest", {"oldest"})
            .with(minute_of(at - kCountsKept))
            .run();
        step.commit();
    }

    std::int64_t refused_since(Instant from) override {
        Query sum(connection_,
                  "SELECT COALESCE(SUM(count), 0) FROM refused_requests WHERE minute >= $from",
                  {"from"});
        sum.with(minute_of(from)).next();
        return sum.get<std::int64_t>(0);
    }

  private:
    sql::Connection& connection_;
};

}  // namespace

std::unique_ptr<RequestMemory> request_memory(sql::Connection& connection) {
    return std::make_unique<StoredMemory>(connection);
}

}  // namespace invitectl::store
