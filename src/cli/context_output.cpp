#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/cli/context.hpp"
#include "invitectl/cli/time_input.hpp"
#include "invitectl/report/table_tools.hpp"

#include <charconv>
#include <ostream>

namespace invitectl::cli {
namespace {

bool is_for_machines(report::Format format) {
    return format != report::Format::table && format != report::Format::markdown;
}

bool is_json(report::Format format) {
    return format == report::Format::json || format == report::Format::ndjson;
}

bool is_set(const std::optional<std::string>& variable) {
    return variable && !variable->empty() && *variable != "0";
}

}  // namespace

bool Context::on_terminal() const {
    return host_.streams.out_is_terminal || is_set(host_.environment("INVITECTL_FORCE_TTY"));
}

void Context::tell(std::string_view line) {
    if (!options_.quiet) {
        host_.streams.err << escape_for_terminal(line) << '\n';
        host_.streams.err.flush();
    }
}

report::Format Context::format() const {
    const auto chosen = options_.format ? report::parse_format(*options_.format) : std::nullopt;
    if (chosen) {
        if (options_.json && !is_json(*chosen)) {
            throw Error(ErrorCode::usage,
                        "--json and --format " + *options_.format + " exclude each other",
                        "",
                        "leave one of them out; --columns chooses fields in every format");
        }
        return *chosen;
    }
    if (options_.json) {
        return report::Format::json;
    }
    return on_terminal() ? report::Format::table : report::Format::tsv;
}

std::size_t Context::limit(std::size_t terminal_limit) const {
    if (options_.limit) {
        return static_cast<std::size_t>(*options_.limit);
    }
    return format() == report::Format::table && on_terminal() ? terminal_limit : 0;
}

// https://no-color.org, https://bixense.com/clicolors
bool Context::use_colour() const {
    if (options_.color != "auto") {
        return options_.color == "always";
    }
    const auto no_color = host_.environment("NO_COLOR");
    if (no_color && !no_color->empty()) {
        return false;
    }
    if (is_set(host_.environment("CLICOLOR_FORCE"))) {
        return true;
    }
    return on_terminal() && host_.environment("TERM").value_or("") != "dumb" &&
           host_.environment("CLICOLOR").value_or("") != "0";
}

report::RenderOptions Context::render_options() {
    report::RenderOptions render;
    render.headers = !options_.no_headers;
    render.ascii = options_.ascii;
    render.colour = use_colour();
    render.width = host_.streams.out_is_terminal ? host_.streams.width : 0;
    if (const auto forced = host_.environment("INVITECTL_FORCE_TTY"); is_set(forced)) {
        int width = 0;
        std::from_chars(forced->data(), forced->data() + forced->size(), width);
        constexpr int kNarrowest = 20;  // "1" only switches it on
        render.width = width >= kNarrowest ? width : host_.streams.width;
    }
    if (zone() != "UTC") {
        render.instant_text = [name = zone()](Instant t) { return format_in_zone(t, name); };
    }
    return render;
}

void Context::write(const report::Table& table) {
    host_.factories.renderer(table, format(), render_options(), host_.streams.out);
}

// Sorting comes before choosing columns, so that a table may be sorted by one that is not shown.
report::Table Context::arranged(report::Table table, std::size_t limit) const {
    if (options_.json && !options_.json->empty() && options_.columns) {
        throw Error(ErrorCode::usage,
                    "--json=FIELDS and --columns exclude each other",
                    "both choose the fields");
    }
    if (options_.sort) {
        table = report::sort_rows(std::move(table), *options_.sort);
    }
    table = report::limit_rows(std::move(table), limit);
    const std::string chosen =
        options_.columns ? *options_.columns : options_.json.value_or(std::string());
    if (!chosen.empty()) {
        table = report::select_columns(std::move(table), report::split_list(chosen));
    }
    return table;
}

void Context::print_described(const report::Table& table) {
    const report::Format format = on_terminal() ? report::Format::table : report::Format::tsv;
    host_.factories.renderer(
        report::describe_columns(table), format, render_options(), host_.streams.out);
}

void Context::print(report::Table table, std::size_t terminal_limit) {
    if (options_.json == "help") {
        print_described(table);
        return;
    }
    const bool cuts = command_.needs.limit && terminal_limit > 0;
    const report::Table shown = arranged(std::move(table), cuts ? limit(terminal_limit) : 0);
    write(shown);
    if (shown.left_out > 0) {
        host_.streams.out.flush();
        tell(std::to_string(shown.left_out) + " more " + (shown.left_out == 1 ? "row" : "rows") +
             "; --limit 0 shows all");
    }
}

void Context::print(report::Document document) {
    const bool as_one_table =
        is_for_machines(format()) || options_.json == "help" || options_.columns || options_.sort;
    if (as_one_table) {
        print(report::flatten(std::move(document)), 0);
        return;
    }
    report::render_document(std::move(document),
                            format(),
                            render_options(),
                            host_.factories.renderer,
                            host_.streams.out);
}

}  // namespace invitectl::cli
