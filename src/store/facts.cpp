#include "invitectl/store/facts.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/store/guilds.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::store {

namespace {

constexpr std::string_view kGuildTable = "guild";

// 0001-01-01 to 9999-12-31: what can be written as a date.
constexpr std::int64_t kFirstTime = -62'135'596'800'000'000;
constexpr std::int64_t kLastTime = 253'402'300'799'999'999;

std::size_t position_of(const FactTable& table, std::string_view column) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].name == column) {
            return i;
        }
    }
    throw Error(ErrorCode::internal, "no column " + std::string(column));
}

std::string number_problem(const FactColumn& column, std::int64_t number) {
    switch (column.type) {
        case FactType::id:
            return number > 0 ? "" : "is no id";
        case FactType::truth:
            return number == 0 || number == 1 ? "" : "is neither true nor false";
        case FactType::word:
            return number >= 0 && static_cast<std::size_t>(number) < column.words.size()
                       ? ""
                       : "is none of its words";
        case FactType::time:
            return number >= kFirstTime && number <= kLastTime ? "" : "is no time";
        case FactType::count:
            return number >= column.min && number <= column.max ? "" : "is out of its range";
        default:
            return "is of the wrong type";
    }
}

void read_value(const sql::Statement& row, int at, const FactColumn& column, FactValue& into) {
    if (row.is_null(at)) {
        into = std::monostate{};
        return;
    }
    switch (column.type) {
        case FactType::real:
            into = row.real(at);
            return;
        case FactType::text:
        case FactType::code:
            into = std::string(row.text(at));
            return;
        default:
            into = row.integer(at);
    }
}

void bind_value(sql::Statement& statement, int parameter, const FactValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        statement.bind(parameter, *number);
    } else if (const auto* real = std::get_if<double>(&value)) {
        statement.bind(parameter, *real);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        statement.bind(parameter, std::string_view(*text));
    } else {
        statement.bind_null(parameter);
    }
}

}  // namespace

const FactValue& Fact::value(std::string_view column) const {
    return values.at(position_of(*table, column));
}

std::optional<std::int64_t> Fact::number(std::string_view column) const {
    const auto* number = std::get_if<std::int64_t>(&value(column));
    return number != nullptr ? std::optional(*number) : std::nullopt;
}

const std::string& Fact::text(std::string_view column) const {
    return std::get<std::string>(value(column));
}

const FactTable* find_fact_table(std::string_view name) {
    const auto found = std::ranges::find(fact_tables(), name, &FactTable::name);
    return found == fact_tables().end() ? nullptr : &*found;
}

std::string value_problem(const FactColumn& column, const FactValue& value) {
    if (std::holds_alternative<std::monostate>(value)) {
        return column.optional ? "" : "is missing";
    }
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return number_problem(column, *number);
    }
    if (const auto* real = std::get_if<double>(&value)) {
        return column.type == FactType::real && std::isfinite(*real) ? "" : "is no such number";
    }
    if (column.type == FactType::code) {
        return InviteCode::parse(std::get<std::string>(value)) ? "" : "is no invite code";
    }
    return column.type == FactType::text ? "" : "is of the wrong type";
}

void each_fact(sql::Connection& connection, GuildId guild, const FactVisitor& visit) {
    for (const FactTable& table : fact_tables()) {
        const auto rows = connection.prepare(table.select);
        rows->bind(rows->parameter("guild_id"), guild.value);
        Fact fact{&table, std::vector<FactValue>(table.columns.size())};
        while (rows->step()) {
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                read_value(*rows, static_cast<int>(i), table.columns[i], fact.values[i]);
            }
            visit(fact);
        }
    }
}

// Statements of one table with the places of their parameters.
struct FactImporter::Prepared {
    struct Link {
        const FactLink* link;
        std::unique_ptr<sql::Statement> statement;
        int guild;
        std::vector<std::pair<int, std::size_t>> values;  // parameter, column
    };

    std::unique_ptr<sql::Statement> insert;
    int guild = 0;
    std::vector<int> parameters;  // per column
    std::vector<Link> links;
};

FactImporter::FactImporter(sql::Connection& connection,
                           GuildId guild,
                           std::optional<std::string> alias)
    : connection_(connection), guild_(guild), alias_(std::move(alias)) {
    if (!connection_.in_transaction()) {
        throw Error(ErrorCode::internal, "an import outside a transaction");
    }
    for (const StoredGuild& known : guilds(connection_)) {
        if (known.guild.id == guild) {
            throw Error(ErrorCode::refused,
                        "the server " + guild.text() + " is in this database already",
                        "import never mixes the facts of two databases; its short name here is " +
                            known.alias,
                        "import into a new database: --db FILE");
        }
    }
    if (alias_) {
        check_alias(*alias_);
    }
}

FactImporter::~FactImporter() = default;

FactImporter::Prepared& FactImporter::prepared(const FactTable& table) {
    std::unique_ptr<Prepared>& ready = prepared_[&table];
    if (ready) {
        return *ready;
    }
    ready = std::make_unique<Prepared>();
    ready->insert = connection_.prepare(table.insert);
    ready->guild = ready->insert->parameter("guild_id");
    for (const FactColumn& column : table.columns) {
        ready->parameters.push_back(ready->insert->parameter(column.name));
    }
    for (const FactLink& link : table.links) {
        Prepared::Link made{&link, connection_.prepare(link.query), 0, {}};
        made.guild = made.statement->parameter("guild_id");
        for (const std::string_view name : link.names) {
            made.values.emplace_back(made.statement->parameter(name), position_of(table, name));
        }
        ready->links.push_back(std::move(made));
    }
    return *ready;
}

// The short name is this database's own affair, so a taken one is no fault of the file.
std::string FactImporter::check_guild(const Fact& fact) const {
    const std::string& alias = alias_ ? *alias_ : fact.text("alias");
    try {
        check_alias(alias);
    } catch (const Error& error) {
        return error.happened() + ": " + error.why();
    }
    for (const StoredGuild& known : guilds(connection_)) {
        if (known.guild.id == guild_) {
            return "stands there twice";
        }
        if (known.alias == alias) {
            throw Error(ErrorCode::already_exists,
                        "the short name \"" + alias + "\" is taken",
                        "it stands for \"" + known.guild.name + "\"",
                        "choose another: invitectl facts import --alias NAME FILE");
        }
    }
    return {};
}

std::string FactImporter::link_problem(Prepared& ready, const Fact& fact, bool& on_trust) {
    for (Prepared::Link& link : ready.links) {
        const bool absent = std::ranges::any_of(link.values, [&](const auto& place) {
            return std::holds_alternative<std::monostate>(fact.values[place.second]);
        });
        if (absent) {
            continue;
        }
        if (refused_.contains(link.link->to)) {
            on_trust = true;
            continue;
        }
        link.statement->reset();
        link.statement->bind(link.guild, guild_.value);
        for (const auto& [parameter, column] : link.values) {
            bind_value(*link.statement, parameter, fact.values[column]);
        }
        const bool found = link.statement->step();
        link.statement->reset();
        if (!found) {
            return std::string(link.link->problem);
        }
    }
    return {};
}

std::string FactImporter::insert(Prepared& ready, const Fact& fact) {
    ready.insert->reset();
    ready.insert->bind(ready.guild, guild_.value);
    for (std::size_t i = 0; i < fact.values.size(); ++i) {
        bind_value(*ready.insert, ready.parameters[i], fact.values[i]);
    }
    if (alias_ && fact.table->name == kGuildTable) {
        ready.insert->bind(ready.parameters[position_of(*fact.table, "alias")],
                           std::string_view(*alias_));
    }
    ready.insert->step();
    const bool stored = connection_.changes() == 1;
    ready.insert->reset();
    return stored ? "" : "stands there twice";
}

std::string FactImporter::problem_of(const Fact& fact) {
    for (std::size_t i = 0; i < fact.table->columns.size(); ++i) {
        const std::string problem = value_problem(fact.table->columns[i], fact.values.at(i));
        if (!problem.empty()) {
            return "\"" + std::string(fact.table->columns[i].name) + "\" " + problem;
        }
    }
    if (fact.table->check != nullptr) {
        if (std::string problem = fact.table->check(fact); !problem.empty()) {
            return problem;
        }
    }
    const bool is_guild = fact.table->name == kGuildTable;
    if (is_guild) {
        if (std::string problem = check_guild(fact); !problem.empty()) {
            return problem;
        }
    } else if (refused_.contains(kGuildTable)) {
        return {};
    } else if (!prepared_.contains(find_fact_table(kGuildTable))) {
        return "the server's own row must come before it";
    }
    bool on_trust = false;
    Prepared& ready = prepared(*fact.table);
    if (std::string problem = link_problem(ready, fact, on_trust); !problem.empty()) {
        return problem;
    }
    if (on_trust) {  // its own foreign keys may lead nowhere
        refused_.insert(fact.table->name);
        return {};
    }
    return insert(ready, fact);
}

std::string FactImporter::add(const Fact& fact) {
    std::string problem = problem_of(fact);
    if (!problem.empty()) {
        note_refused(fact.table);
    }
    return problem;
}

void FactImporter::note_refused(const FactTable* table) {
    any_refused_ = true;
    if (table != nullptr) {
        refused_.insert(table->name);
        return;
    }
    // It may have been a row of any table.
    for (const FactTable& each : fact_tables()) {
        refused_.insert(each.name);
    }
}

std::string FactImporter::missing() {
    if (any_refused_) {
        return {};
    }
    if (!prepared_.contains(find_fact_table(kGuildTable))) {
        return "the server's own row";
    }
    const auto reserved = connection_.prepare(
        "SELECT COUNT(*) FROM source WHERE guild_id = $guild_id"
        " AND kind IN ('vanity', 'bot', 'none')");
    reserved->bind(reserved->parameter("guild_id"), guild_.value);
    reserved->step();
    return reserved->integer(0) == 3 ? "" : "a reserved source (vanity, bot or none)";
}

}  // namespace invitectl::store
