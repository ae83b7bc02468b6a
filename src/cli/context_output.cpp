#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/cli/context.hpp"
#include "invitectl/cli/described.hpp"
#include "invitectl/cli/time_input.hpp"
#include "invitectl/report/filter.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/store/people.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <ostream>
#include <sstream>
#include <utility>

namespace invitectl::cli {
namespace {

bool is_for_machines(report::Format format) {
    return format != report::Format::table && format != report::Format::markdown;
}

constexpr std::size_t kCountedBeyond = 1000;
constexpr std::size_t kDateLength = 10;  // of "2026-08-01"

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

std::size_t Context::limit_in_force(std::size_t terminal_limit) const {
    if (options_.limit) {
        return static_cast<std::size_t>(*options_.limit);
    }
    return format() == report::Format::table && on_terminal() ? terminal_limit : 0;
}

std::size_t Context::limit(std::size_t terminal_limit) const {
    return options_.where.empty() && !options_.after ? limit_in_force(terminal_limit) : 0;
}

std::size_t Context::rows_wanted(std::size_t terminal_limit) const {
    const std::size_t shown = options_.sort ? 0 : limit(terminal_limit);
    return shown == 0 ? 0 : shown + kCountedBeyond;
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

// As setlocale(3) finds the locale: where nothing is said it is "C".
bool Context::locale_is_unicode() const {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        if (const auto locale = host_.environment(name); locale && !locale->empty()) {
            std::string text = *locale;
            std::ranges::transform(text, text.begin(), [](unsigned char c) {
                return static_cast<char>(std::tolower(c));
            });
            return text.find("utf-8") != std::string::npos ||
                   text.find("utf8") != std::string::npos;
        }
    }
    return false;
}

// What programs read is UTF-8 in every locale.
bool Context::use_ascii() {
    if (given_.given("--ascii")) {
        return options_.ascii;
    }
    return config().ascii.value_or(format() == report::Format::table && !locale_is_unicode());
}

report::RenderOptions Context::render_options() {
    report::RenderOptions render;
    render.headers = !options_.no_headers;
    render.ascii = use_ascii();
    render.csv_safe = options_.csv_safe.value_or(config().csv_safe.value_or("on")) == "on";
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

// "3h ago"; the day where it is longer ago, or to come later, than a month.
std::string Context::brief_text(Instant t) {
    const std::string relative = format_relative(t, now());
    return relative.empty() ? format_in_zone(t, zone()).substr(0, kDateLength) : relative;
}

void Context::write(const report::Table& table) {
    host_.factories.renderer(table, format(), options_for(table.record), out());
}

// People at a terminal read how long ago something was, unless they ask for a zone; with a record
// they read both.
report::RenderOptions Context::options_for(bool record) {
    report::RenderOptions render = render_options();
    if (!on_terminal() || options_.tz) {
        return render;
    }
    if (!record) {
        render.brief_instant_text = [this](Instant t) { return brief_text(t); };
        return render;
    }
    render.instant_text = [this](Instant t) {
        const std::string relative = format_relative(t, now());
        return format_in_zone(t, zone()) + (relative.empty() ? "" : " (" + relative + ")");
    };
    return render;
}

// What is hidden or not shown can still be chosen and sorted by.
report::Table Context::ordered(report::Table table,
                               std::size_t limit,
                               const std::shared_ptr<report::PageCount>& count) {
    if (options_.json && !options_.json->empty() && options_.columns) {
        throw Error(ErrorCode::usage,
                    "--json=FIELDS and --columns exclude each other",
                    "both choose the fields");
    }
    if (!options_.where.empty()) {
        table = report::filter_rows(
            std::move(table), options_.where, [this](std::string_view text) { return time(text); });
    }
    if (options_.sort) {
        table = report::sort_rows(std::move(table), *options_.sort);
    }
    // Before the pages, whose cursors are made of what is shown.
    const std::string names = options_.names.value_or(config().names.value_or("full"));
    table = report::hide_people(std::move(table), *report::parse_name_mode(names), pseudonym_of());
    if (options_.after) {
        table = report::rows_after(std::move(table), *options_.after);
    }
    return report::limit_rows(std::move(table), limit, count);
}

// The key is read when the first person is met.
report::PseudonymOf Context::pseudonym_of() {
    return [this, made = std::shared_ptr<report::Pseudonyms>()](std::int64_t person) mutable {
        if (!made) {
            made = std::make_shared<report::Pseudonyms>(store::pseudonym_key(database()),
                                                        guild().guild.id);
        }
        return made->of(person);
    };
}

void Context::write_rows(report::Table table, std::ostream& out) {
    const auto count = std::make_shared<report::PageCount>();
    const auto limit = static_cast<std::size_t>(options_.limit.value_or(0));
    report::Table rows = counted(chosen(ordered(std::move(table), limit, count)));
    rows.rows = [source = std::move(rows.rows), &out](report::Row& row) {
        return out.good() && source(row);
    };
    const report::Format as = format_is_given() ? format() : report::Format::csv;
    host_.factories.renderer(rows, as, options_for(rows.record), out);
    tell_of_page(*count);
}

report::Table Context::chosen(report::Table table) const {
    const std::string columns =
        options_.columns ? *options_.columns : options_.json.value_or(std::string());
    return columns.empty() ? table
                           : report::select_columns(std::move(table), report::split_list(columns));
}

void Context::show(report::Table table) {
    write(counted(chosen(std::move(table))));
}

report::Table Context::counted(report::Table table) {
    table.rows = [this, source = std::move(table.rows)](report::Row& row) {
        const bool there = source(row);
        rows_printed_ += there ? 1 : 0;
        return there;
    };
    return table;
}

// "Showing 30 of 412 rows; the next ones: --after 383, all of them: --limit 0"
void Context::tell_of_page(const report::PageCount& count) {
    if (count.left_out == 0) {
        return;
    }
    out().flush();
    const std::string next =
        count.last.empty() ? "" : "the next ones: --after " + count.last + ", ";
    tell("Showing " + std::to_string(count.shown) + " of " + (count.more ? "more than " : "") +
         std::to_string(count.shown + count.left_out) + " rows; " + next +
         "all of them: --limit 0");
}

void Context::print_fields() {
    const report::Described about = described(command_);
    const report::Format format = on_terminal() ? report::Format::table : report::Format::tsv;
    host_.factories.renderer(
        report::describe_columns(about.name, report::united_columns(about.name, about.shapes)),
        format,
        render_options(),
        out());
}

void Context::print(report::Table table, std::size_t terminal_limit) {
    const auto count = std::make_shared<report::PageCount>();
    const bool cuts = command_.needs.limit && terminal_limit > 0;
    const std::size_t limit = cuts ? limit_in_force(terminal_limit) : 0;
    report::Table shown = ordered(std::move(table), limit, count);
    if (!turn_) {
        show(std::move(shown));
        tell_of_page(*count);
        return;
    }
    // Held until the last guild had its turn, while what the command built it from goes.
    shown.rows = report::rows_of(report::collect(shown));
    collected_.push_back({turn_->alias, std::move(shown)});
    collected_count_.shown += count->shown;
    collected_count_.left_out += count->left_out;
    collected_count_.more = collected_count_.more || count->more;
}

void Context::print_collected() {
    if (!collected_.empty()) {
        show(report::of_all_guilds(std::exchange(collected_, {})));
        tell_of_page(collected_count_);
    }
}

void Context::print(report::Document document) {
    const bool as_one_table = turn_ || is_for_machines(format()) || options_.columns ||
                              options_.sort || !options_.where.empty();
    if (as_one_table) {
        print(report::flatten(std::move(document)), 0);
        return;
    }
    report::spare_empty_parts(document);
    for (report::Table& part : document.tables) {
        part = counted(ordered(std::move(part), 0, std::make_shared<report::PageCount>()));
    }
    const auto render = [this](const report::Table& table,
                               report::Format,
                               const report::RenderOptions&,
                               std::ostream&) { write(table); };
    report::render_document(std::move(document), format(), {}, render, out());
}

void Context::draw(const report::Shape& shape) {
    if (format() != report::Format::table) {
        return;
    }
    const report::RenderOptions options = render_options();
    const int width = options.width > 0 ? options.width : Streams{out(), out()}.width;
    out() << '\n';
    host_.factories.chart_renderer(shape, {width, options.ascii}, out());
}

std::string Context::page_text(const report::Page& page) {
    std::ostringstream text;
    host_.factories.page_renderer(page, text);
    return std::move(text).str();
}

}  // namespace invitectl::cli
