#include "invitectl/store/rehearsal.hpp"

#include "store/migrations.hpp"
#include "store/query.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <variant>

namespace invitectl::store {

namespace {

enum class Type { integer, real, text };

struct ColumnSpec {
    std::string_view name;
    Type type;
};

// A derived table as the comparison reads it: key columns first, rows in their order.
struct TableSpec {
    std::string_view name;
    std::span<const ColumnSpec> columns;
    std::size_t keys;  // how many of the columns make the key
    std::string_view stored;
    std::string_view rebuilt;
};

constexpr std::array<ColumnSpec, 13> kAttributionColumns = {{{"join", Type::integer},
                                                             {"settled", Type::integer},
                                                             {"by_kind", Type::integer},
                                                             {"code_verdict", Type::integer},
                                                             {"code_p", Type::real},
                                                             {"code", Type::text},
                                                             {"inviter_verdict", Type::integer},
                                                             {"inviter_p", Type::real},
                                                             {"inviter_id", Type::integer},
                                                             {"source_verdict", Type::integer},
                                                             {"source_p", Type::real},
                                                             {"source_id", Type::integer},
                                                             {"reason", Type::text}}};

constexpr std::array<ColumnSpec, 9> kCandidateColumns = {{{"join", Type::integer},
                                                          {"rank", Type::integer},
                                                          {"kind", Type::integer},
                                                          {"code", Type::text},
                                                          {"inviter_id", Type::integer},
                                                          {"source_id", Type::integer},
                                                          {"p", Type::real},
                                                          {"recredited", Type::integer},
                                                          {"made_by", Type::integer}}};

constexpr std::array<ColumnSpec, 12> kDemandColumns = {{{"stream", Type::integer},
                                                        {"reading", Type::integer},
                                                        {"code", Type::text},
                                                        {"epoch", Type::integer},
                                                        {"kind", Type::integer},
                                                        {"at_least", Type::integer},
                                                        {"at_most", Type::integer},
                                                        {"interval_from", Type::integer},
                                                        {"interval_until", Type::integer},
                                                        {"attributed", Type::real},
                                                        {"ghosts", Type::real},
                                                        {"settled", Type::integer}}};

constexpr std::array<ColumnSpec, 3> kMarkColumns = {
    {{"invites", Type::integer}, {"vanity", Type::integer}, {"join_id", Type::integer}}};

constexpr std::array<TableSpec, 4> kTables = {{
    {"attribution",
     kAttributionColumns,
     1,
     "SELECT join_id, settled, by_kind, code_verdict, code_p, code, inviter_verdict, inviter_p,"
     " inviter_id, source_verdict, source_p, source_id, reason FROM {{stored}}attribution"
     " WHERE guild_id = $guild ORDER BY join_id",
     "SELECT join_id, settled, by_kind, code_verdict, code_p, code, inviter_verdict, inviter_p,"
     " inviter_id, source_verdict, source_p, source_id, reason FROM {{temporary}}attribution"
     " WHERE guild_id = $guild ORDER BY join_id"},
    {"candidate",
     kCandidateColumns,
     2,
     "SELECT join_id, rank, kind, code, inviter_id, source_id, p, recredited, made_by"
     " FROM {{stored}}candidate"
     " WHERE guild_id = $guild ORDER BY join_id, rank",
     "SELECT join_id, rank, kind, code, inviter_id, source_id, p, recredited, made_by"
     " FROM {{temporary}}candidate"
     " WHERE guild_id = $guild ORDER BY join_id, rank"},
    {"demand",
     kDemandColumns,
     5,
     "SELECT stream, reading, code, epoch, kind, at_least, at_most, interval_from, interval_until,"
     " attributed, ghosts, settled FROM {{stored}}demand"
     " WHERE guild_id = $guild ORDER BY stream, reading, code, epoch, kind",
     "SELECT stream, reading, code, epoch, kind, at_least, at_most, interval_from, interval_until,"
     " attributed, ghosts, settled FROM {{temporary}}demand"
     " WHERE guild_id = $guild ORDER BY stream, reading, code, epoch, kind"},
    {"low_water_mark",
     kMarkColumns,
     0,
     "SELECT invites, vanity, join_id FROM {{stored}}low_water_mark WHERE guild_id = $guild",
     "SELECT invites, vanity, join_id FROM {{temporary}}low_water_mark WHERE guild_id = $guild"},
}};

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
using Row = std::vector<Value>;

Value read_value(const Query& row, int column, Type type) {
    if (row.is_null(column)) {
        return {};
    }
    switch (type) {
        case Type::integer:
            return row.get<std::int64_t>(column);
        case Type::real:
            return row.get<double>(column);
        case Type::text:
            return row.get<std::string>(column);
    }
    return {};
}

std::string text_of(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return std::to_string(*number);
    }
    if (const auto* real = std::get_if<double>(&value)) {
        std::array<char, 32> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *real).ptr;
        return {digits.data(), end};
    }
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr ? *text : "-";
}

std::string describe(const TableSpec& table, const Row& row, std::size_t from, std::size_t until) {
    std::string text;
    for (std::size_t i = from; i < until; ++i) {
        text += text.empty() ? "" : " ";
        text += std::string(table.columns[i].name) + "=" + text_of(row[i]);
    }
    return text;
}

// One side of the comparison, a row ahead.
class Side {
  public:
    Side(sql::Connection& connection, const TableSpec& table, std::string_view sql, GuildId guild)
        : table_(table), query_(connection, connection.expand(sql), {"guild"}) {
        query_.with(guild);
        advance();
    }

    const std::optional<Row>& row() const { return row_; }

    void advance() {
        if (!query_.next()) {
            row_.reset();
            return;
        }
        Row row;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            row.push_back(read_value(query_, static_cast<int>(i), table_.columns[i].type));
        }
        row_ = std::move(row);
    }

  private:
    const TableSpec& table_;
    Query query_;
    std::optional<Row> row_;
};

// Negative: the left row comes first or alone; 0: same key.
int compare_keys(const TableSpec& table,
                 const std::optional<Row>& left,
                 const std::optional<Row>& right) {
    if (!left || !right) {
        return left ? -1 : 1;
    }
    for (std::size_t i = 0; i < table.keys; ++i) {
        if ((*left)[i] != (*right)[i]) {
            return (*left)[i] < (*right)[i] ? -1 : 1;
        }
    }
    return 0;
}

void compare_table(sql::Connection& connection,
                   const TableSpec& table,
                   GuildId guild,
                   std::size_t limit,
                   std::vector<Difference>& differences) {
    Side stored(connection, table, table.stored, guild);
    Side rebuilt(connection, table, table.rebuilt, guild);
    const std::size_t width = table.columns.size();
    while ((stored.row() || rebuilt.row()) && differences.size() < limit) {
        const int order = compare_keys(table, stored.row(), rebuilt.row());
        if (order != 0 || *stored.row() != *rebuilt.row()) {
            const Row& keyed = order <= 0 ? *stored.row() : *rebuilt.row();
            differences.push_back(
                {.table = std::string(table.name),
                 .key = describe(table, keyed, 0, table.keys),
                 .stored = order <= 0 ? describe(table, *stored.row(), table.keys, width) : "",
                 .rebuilt = order >= 0 ? describe(table, *rebuilt.row(), table.keys, width) : ""});
        }
        if (order <= 0) {
            stored.advance();
        }
        if (order >= 0) {
            rebuilt.advance();
        }
    }
}

}  // namespace

Rehearsal::Rehearsal(sql::Connection& connection) : connection_(connection) {
    require_transaction(connection);
    connection.execute(expanded(connection, derived_tables(), DerivedTables::temporary));
}

Rehearsal::~Rehearsal() {
    try {
        connection_.execute(
            connection_.expand("DROP TABLE IF EXISTS {{temporary}}attribution;"
                               "DROP TABLE IF EXISTS {{temporary}}candidate;"
                               "DROP TABLE IF EXISTS {{temporary}}demand;"
                               "DROP TABLE IF EXISTS {{temporary}}low_water_mark;"
                               "DROP TABLE IF EXISTS {{temporary}}segment;"
                               "DROP TABLE IF EXISTS {{temporary}}segment_column;"
                               "DROP TABLE IF EXISTS {{temporary}}segment_word;"
                               "DROP TABLE IF EXISTS {{temporary}}segment_total;"
                               "DROP TABLE IF EXISTS {{temporary}}segment_rules;"
                               "DROP TABLE IF EXISTS {{temporary}}segment_leaves;"
                               "DROP TABLE IF EXISTS {{temporary}}segment_answer;"));
    } catch (const Error&) {
        // The end of the transaction they were made in, or of the connection, takes them away too.
    }
}

std::vector<Difference> Rehearsal::compare(GuildId guild, int limit) const {
    std::vector<Difference> differences;
    for (const TableSpec& table : kTables) {
        compare_table(connection_, table, guild, static_cast<std::size_t>(limit), differences);
    }
    return differences;
}

}  // namespace invitectl::store
