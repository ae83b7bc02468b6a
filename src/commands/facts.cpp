// facts export | import: what is stored of a guild, for another database.
#include "invitectl/workflow/facts.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/exchange/facts_ndjson.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <filesystem>
#include <istream>
#include <ostream>

namespace invitectl::commands {
namespace {

constexpr const char* kStandardStream = "-";

struct ExportOptions {
    std::string output = kStandardStream;
};

void declare_export(cli::OptionSet& set, ExportOptions& options) {
    set.option("-o,--output",
               options.output,
               "FILE",
               "a new file, readable by you alone; - for standard output");
}

std::int64_t write_facts(cli::Context& context,
                         const store::StoredGuild& guild,
                         std::ostream& out) {
    exchange::FactsWriter writer(out, guild.guild.id);
    workflow::export_facts(
        context.database(), guild.guild.id, [&](const store::Fact& fact) { writer.add(fact); });
    return writer.finish();
}

cli::ExitStatus run_export(const ExportOptions& options, cli::Context& context) {
    const store::StoredGuild guild = context.guild();
    if (options.output == kStandardStream) {
        write_facts(context, guild, context.out());
        return cli::ExitStatus::ok;
    }
    const auto file = context.files().begin(options.output);
    const std::int64_t facts = write_facts(context, guild, file->stream());
    file->publish();
    context.tell(counted(facts, "fact") + " of " + guild.alias + " written to " + options.output +
                 ".");
    return cli::ExitStatus::ok;
}

struct ImportOptions {
    std::string file;
    std::optional<std::string> alias;
};

void declare_import(cli::OptionSet& set, ImportOptions& options) {
    set.option("--alias", options.alias, "NAME", "what to call the guild after -g")
        .fallback("the name it had");
    set.positional("FILE", options.file, "what facts export wrote; - for standard input");
}

// Whoever moves house has no database yet.
sql::Connection& database_to_fill(cli::Context& context) {
    std::error_code ignored;
    return std::filesystem::exists(context.database_path(), ignored) ? context.database()
                                                                     : context.create_database();
}

cli::ExitStatus report_refusals(const workflow::ImportedFacts& imported,
                                const std::string& file,
                                cli::Context& context) {
    for (const workflow::RefusedFact& refused : imported.refusals) {
        context.tell("line " + std::to_string(refused.line) + ": " +
                     (refused.fact.empty() ? "" : refused.fact + ": ") + refused.problem);
    }
    throw Error(ErrorCode::file,
                "nothing was imported: " + counted(imported.refused, "line") + " of " +
                    (file == kStandardStream ? "standard input" : file) +
                    (imported.refused == 1 ? " is wrong" : " are wrong"),
                imported.refused > static_cast<std::int64_t>(imported.refusals.size())
                    ? "the first " + std::to_string(imported.refusals.size()) + " are listed above"
                    : "each is listed above",
                "write the file anew with: invitectl facts export -o FILE");
}

// A database made for an import that fails goes again.
workflow::ImportedFacts import_into(cli::Context& context,
                                    exchange::FactsReader& reader,
                                    const std::optional<std::string>& alias) {
    try {
        return workflow::import_facts(database_to_fill(context),
                                      reader.guild(),
                                      alias,
                                      [&]() -> std::optional<workflow::OfferedFact> {
                                          auto line = reader.next();
                                          if (!line) {
                                              return {};
                                          }
                                          return workflow::OfferedFact{line->number,
                                                                       std::move(line->fact),
                                                                       std::move(line->problem)};
                                      });
    } catch (const Error&) {
        context.discard_created_database();
        throw;
    }
}

cli::ExitStatus run_import(const ImportOptions& options, cli::Context& context) {
    const auto file =
        options.file == kStandardStream ? nullptr : context.files().open(options.file);
    exchange::FactsReader reader(file ? *file : context.in());
    const auto lock = context.lock_runs();
    const workflow::ImportedFacts imported = import_into(context, reader, options.alias);
    if (imported.refused > 0) {
        context.discard_created_database();
        return report_refusals(imported, options.file, context);
    }
    context.tell(counted(imported.facts, "fact") + " imported. Next: invitectl reconcile -g " +
                 reader.guild().text());
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command facts_export() {
    return {.path = "facts export",
            .group = cli::Group::collect,
            .summary = "Write everything stored of a guild as NDJSON",
            .description =
                "What Discord said and what people decided: enough to have every answer worked out "
                "again elsewhere, to the same bytes. Answers themselves are left out, and so are "
                "the bot's token and what concerns this machine only. Names of people are in it. "
                "The format is described in invitectl-facts(5).",
            .examples = {{"invitectl facts export -o harbour.ndjson", "into a new file"},
                         {"invitectl facts export | gzip > facts.ndjson.gz", "packed"}},
            .needs = {.guild = true},
            .body = cli::body(declare_export, run_export)};
}

cli::Command facts_import() {
    return {.path = "facts import",
            .group = cli::Group::collect,
            .summary = "Take a guild's facts into this database",
            .description =
                "Makes the database where there is none. All of the file is taken, or nothing: "
                "every wrong line is named. A guild that is in the database already is refused. "
                "Needs no network; afterwards `invitectl reconcile` works out the answers.",
            .examples = {{"invitectl facts export | INVITECTL_DB=copy.db invitectl facts import -",
                          "a copy of the default server in another database"},
                         {"invitectl facts export | invitectl facts import --db named.db --alias "
                          "copy -",
                          "under another short name"}},
            .needs = {.lock = true},
            .changes = true,
            .body = cli::body(declare_import, run_import)};
}

}  // namespace invitectl::commands
