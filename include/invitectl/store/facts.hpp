// The facts of one guild as a stream of rows: what leaves a database for another one.
//
// One description of tables and columns serves reading, writing, the file format (exchange/) and
// its manual. Left out is what belongs to the machine (runs, which run a poll belonged to, which
// guild is the default, a sweep under way) and what is derived.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace invitectl::store {

enum class FactType {
    id,     // snowflake
    count,  // whole number
    real,
    truth,  // 0 or 1
    time,   // microseconds since 1970 UTC
    text,
    code,  // invite code
    word,  // position in `words`
};

// No whole number of a fact is larger: sums of them must fit.
inline constexpr std::int64_t kLargestCount = 1'000'000'000'000'000;

struct FactColumn {
    std::string_view name;
    FactType type;
    std::string_view meaning;
    bool optional = false;
    std::span<const std::string_view> words{};
    std::int64_t min = 0;  // of a count
    std::int64_t max = kLargestCount;
};

// Nothing for an absent value; whole number for id, count, truth, time and word.
using FactValue = std::variant<std::monostate, std::int64_t, double, std::string>;

struct FactTable;

// One row, with a value per column in their order.
struct Fact {
    const FactTable* table = nullptr;
    std::vector<FactValue> values;

    const FactValue& value(std::string_view column) const;
    // The whole number of that column; nothing where the value is absent.
    std::optional<std::int64_t> number(std::string_view column) const;
    const std::string& text(std::string_view column) const;
};

// What must stand in the database before a row can refer to it. Skipped where a named value is
// absent.
struct FactLink {
    std::string_view to;     // the table it leads to
    std::string_view query;  // has a row where all is well
    std::span<const std::string_view> names{};
    std::string_view problem;  // "reading 4 ..." in words
};

struct FactTable {
    std::string_view name;
    std::string_view meaning;
    std::span<const FactColumn> columns;
    std::string_view select;  // of one guild, in the order of the key
    std::string_view insert;  // changes nothing where the key is taken
    std::span<const FactLink> links{};
    // What is wrong with the values beside each other; empty where nothing is.
    std::string (*check)(const Fact&) = nullptr;
};

// In an order in which whatever a row refers to comes first; the guild's own row is the very first.
std::span<const FactTable> fact_tables();
const FactTable* find_fact_table(std::string_view name);
// What is wrong with a value by itself; empty where nothing is.
std::string value_problem(const FactColumn& column, const FactValue& value);

using FactVisitor = std::function<void(const Fact&)>;
// Every fact of the guild, one at a time. Inside a transaction, so that all belong together.
void each_fact(sql::Connection& connection, GuildId guild, const FactVisitor& visit);

// Writes the facts of a guild that is not there yet. Inside a transaction of the caller, who rolls
// back when anything was refused. Throws Error(refused) where the guild is there already, and
// Error(already_exists) where its short name is taken by another.
class FactImporter {
  public:
    // `alias` instead of the one in the file.
    FactImporter(sql::Connection& connection, GuildId guild, std::optional<std::string> alias);
    ~FactImporter();
    FactImporter(const FactImporter&) = delete;
    FactImporter& operator=(const FactImporter&) = delete;

    // Stores it, or says what is wrong with it. After a refusal rows that refer to its table are
    // taken on trust, so that one mistake is reported once.
    std::string add(const Fact& fact);
    // A row of that table could not even be read.
    void note_refused(const FactTable* table);
    // What is missing after the last row; empty where nothing is.
    std::string missing();

  private:
    struct Prepared;

    Prepared& prepared(const FactTable& table);
    std::string problem_of(const Fact& fact);
    std::string link_problem(Prepared& ready, const Fact& fact, bool& on_trust);
    std::string insert(Prepared& ready, const Fact& fact);
    std::string check_guild(const Fact& fact) const;

    sql::Connection& connection_;
    GuildId guild_;
    std::optional<std::string> alias_;
    std::map<const FactTable*, std::unique_ptr<Prepared>> prepared_;
    std::set<std::string_view> refused_;  // tables with a refused row
    bool any_refused_ = false;
};

}  // namespace invitectl::store
