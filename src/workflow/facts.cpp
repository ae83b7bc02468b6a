#include "invitectl/workflow/facts.hpp"

namespace invitectl::workflow {

void export_facts(sql::Connection& database, GuildId guild, const store::FactVisitor& visit) {
    const sql::Transaction snapshot(database);
    store::each_fact(database, guild, visit);
}

ImportedFacts import_facts(sql::Connection& database,
                           GuildId guild,
                           const std::optional<std::string>& alias,
                           const std::function<std::optional<OfferedFact>()>& next) {
    sql::Transaction whole(database);
    store::FactImporter importer(database, guild, alias);
    ImportedFacts imported;
    const auto refuse = [&](std::int64_t line, const store::FactTable* table, std::string problem) {
        ++imported.refused;
        if (imported.refusals.size() < kRefusalsKept) {
            imported.refusals.push_back(
                {line, table == nullptr ? "" : std::string(table->name), std::move(problem)});
        }
    };
    std::int64_t last = 0;
    while (auto offered = next()) {
        last = offered->line;
        if (!offered->problem.empty()) {
            importer.note_refused(offered->fact.table);
            refuse(last, offered->fact.table, std::move(offered->problem));
        } else if (offered->fact.table != nullptr) {  // none: the closing line
            if (std::string problem = importer.add(offered->fact); !problem.empty()) {
                refuse(last, offered->fact.table, std::move(problem));
            }
            ++imported.facts;
        }
    }
    if (std::string missing = importer.missing(); !missing.empty()) {
        refuse(last, nullptr, missing + " is missing");
    }
    if (imported.refused > 0) {
        imported.facts = 0;
        return imported;
    }
    whole.commit();
    return imported;
}

}  // namespace invitectl::workflow
