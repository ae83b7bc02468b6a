#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/cli/context.hpp"
#include "invitectl/cli/time_input.hpp"
#include "invitectl/report/table_tools.hpp"

#include <charconv>
#include <ostream>
#include <sstream>
#include <utility>

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
        host_.streams.err << (options_.dry_run ? "dry run: " : "") << escape_for_terminal(line)
                          << '\n';
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
bool Context::use_colour() {
    const std::string wanted = options_.color.value_or(config().color.value_or("auto"));
    if (wanted != "auto") {
        return wanted == "always";
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
    render.ascii = given_.given("--ascii") ? options_.ascii : config().ascii.value_or(false);
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
report::Table Context::ordered(report::Table table, std::size_t limit) const {
    if (options_.json && !options_.json->empty() && options_.columns) {
        throw Error(ErrorCode::usage,
                    "--json=FIELDS and --columns exclude each other",
                    "both choose the fields");
    }
    if (options_.sort) {
        table = report::sort_rows(std::move(table), *options_.sort);
    }
    return report::limit_rows(std::move(table), limit);
}

report::Table Context::chosen(report::Table table) const {
    const std::string columns =
        options_.columns ? *options_.columns : options_.json.value_or(std::string());
    return columns.empty() ? table
                           : report::select_columns(std::move(table), report::split_list(columns));
}

void Context::show(report::Table table) {
    const report::Table shown = chosen(std::move(table));
    write(shown);
    if (shown.left_out > 0) {
        host_.streams.out.flush();
        tell(std::to_string(shown.left_out) + " more " + (shown.left_out == 1 ? "row" : "rows") +
             "; --limit 0 shows all");
    }
}

void Context::print_described(const report::Table& table) {
    const report::Format format = on_terminal() ? report::Format::table : report::Format::tsv;
    host_.factories.renderer(
        report::describe_columns(table), format, render_options(), host_.streams.out);
}

void Context::print(report::Table table, std::size_t terminal_limit) {
    if (options_.json == "help") {
        if (!std::exchange(described_, true)) {
            print_described(turn_ ? report::of_all_guilds({{turn_->alias, std::move(table)}})
                                  : table);
        }
        return;
    }
    const bool cuts = command_.needs.limit && terminal_limit > 0;
    report::Table shown = ordered(std::move(table), cuts ? limit(terminal_limit) : 0);
    if (turn_) {
        // Held until the last guild had its turn, while what the command built it from goes.
        shown.rows = report::rows_of(report::collect(shown));
        collected_.push_back({turn_->alias, std::move(shown)});
    } else {
        show(std::move(shown));
    }
}

void Context::print_collected() {
    if (!collected_.empty()) {
        show(report::of_all_guilds(std::exchange(collected_, {})));
    }
}

void Context::print(report::Document document) {
    const bool as_one_table = turn_ || is_for_machines(format()) || options_.json == "help" ||
                              options_.columns || options_.sort;
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

void Context::draw(const report::Shape& shape) {
    const int width = on_terminal() ? host_.streams.width : Streams{out(), out()}.width;
    host_.factories.chart_renderer(shape, {width, render_options().ascii}, host_.streams.out);
}

std::string Context::page_text(const report::Page& page) {
    std::ostringstream text;
    host_.factories.page_renderer(page, text);
    return std::move(text).str();
}

}  // namespace invitectl::cli
