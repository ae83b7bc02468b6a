// When people join: a calendar, and the hours of the week.
#include "chapters.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace invitectl::report {
namespace {

using analytics::JoinCalendar;
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::array<const char*, 7> kWeekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<const char*, 12> kMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t kDaysInWeek = 7;
constexpr std::int64_t kMostWeeks = 54;  // of one calendar; the latest are shown

std::int64_t busiest(const JoinCalendar& calendar) {
    std::int64_t most = 0;
    for (const auto& [day, joins] : calendar.days) {
        most = std::max(most, joins);
    }
    return most;
}

std::int64_t joins_on(const JoinCalendar& calendar, sys_days day) {
    const auto found = calendar.days.find(day);
    return found == calendar.days.end() ? 0 : found->second;
}

struct Sheet {
    sys_days first;
    sys_days last;
    sys_days monday;  // of the first column
    std::int64_t weeks;
};

Sheet sheet_of(const Overview& overview) {
    const sys_days last =
        analytics::local_day(overview.span.until - Duration{1}, overview.zone_offset);
    sys_days first = analytics::local_day(overview.span.from, overview.zone_offset);
    first = std::max(first, last - days{kMostWeeks * kDaysInWeek - 1});
    const sys_days monday = first - days{analytics::weekday_index(first)};
    return {first, last, monday, (last - monday).count() / kDaysInWeek + 1};
}

// The month's name over the first column that begins in it.
std::vector<std::string> month_labels(const Sheet& sheet) {
    std::vector<std::string> labels;
    unsigned before = 0;
    for (std::int64_t week = 0; week < sheet.weeks; ++week) {
        const std::chrono::year_month_day date{sheet.monday + days{week * kDaysInWeek}};
        const unsigned month{date.month()};
        labels.emplace_back(month == before ? "" : kMonths.at(month - 1));
        before = month;
    }
    // Two names need some columns between them.
    if (labels.size() > 1 && !labels[0].empty() && !labels[1].empty()) {
        labels[0].clear();
    }
    return labels;
}

// A short pause says nothing of a day.
bool was_unread(sys_days day, const Overview& overview) {
    constexpr Duration kLeast = std::chrono::hours{1};
    const Instant begin = analytics::start_of(day, overview.zone_offset);
    const Instant end = analytics::start_of(day + days{1}, overview.zone_offset);
    return std::ranges::any_of(overview.gaps, [&](const OverviewGap& gap) {
        return gap.of_joins && std::min(gap.until, end) - std::max(gap.from, begin) >= kLeast;
    });
}

HeatGrid::Cell day_cell(const Overview& overview, sys_days day, std::int64_t most) {
    const std::int64_t joins = joins_on(overview.calendar, day);
    HeatGrid::Cell cell;
    cell.state = HeatGrid::State::plain;
    cell.value = most == 0 ? 0 : static_cast<double>(joins) / static_cast<double>(most);
    cell.text = std::to_string(joins);
    cell.gap = was_unread(day, overview);
    cell.hint = analytics::day_text(day) + ": " + joins_words(joins) +
                (cell.gap ? "; not all of the day was read" : "");
    return cell;
}

HeatGrid calendar_grid(const Overview& overview) {
    const Sheet sheet = sheet_of(overview);
    const std::int64_t most = busiest(overview.calendar);
    HeatGrid grid;
    grid.columns = month_labels(sheet);
    for (std::int64_t weekday = 0; weekday < kDaysInWeek; ++weekday) {
        HeatGrid::Row row;
        row.name = kWeekdays.at(static_cast<std::size_t>(weekday));
        for (std::int64_t week = 0; week < sheet.weeks; ++week) {
            const sys_days day = sheet.monday + days{week * kDaysInWeek + weekday};
            row.cells.push_back(day < sheet.first || day > sheet.last
                                    ? HeatGrid::Cell{}
                                    : day_cell(overview, day, most));
        }
        grid.rows.push_back(std::move(row));
    }
    return grid;
}

// A row per column of the calendar.
Table day_table(const Overview& overview) {
    const Sheet sheet = sheet_of(overview);
    Table table;
    table.name = "days";
    table.columns = {column("week_from", "week from", Type::text, "its Monday")};
    for (const char* weekday : kWeekdays) {
        table.columns.push_back(column(weekday, weekday, Type::integer, "joins on this day"));
    }
    std::vector<Row> rows;
    for (std::int64_t week = 0; week < sheet.weeks; ++week) {
        const sys_days monday = sheet.monday + days{week * kDaysInWeek};
        Row row{{analytics::day_text(monday)}};
        for (std::int64_t weekday = 0; weekday < kDaysInWeek; ++weekday) {
            const sys_days day = monday + days{weekday};
            row.cells.push_back(day < sheet.first || day > sheet.last
                                    ? Cell{}
                                    : Cell{joins_on(overview.calendar, day)});
        }
        rows.push_back(std::move(row));
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {"Days in " + overview.zone +
                   ". Framed in grey: for an hour or longer the invites or members were not read."};
    return table;
}

HeatGrid hour_grid(const JoinCalendar& calendar) {
    std::int64_t most = 0;
    for (const auto& weekday : calendar.hours) {
        most = std::max(most, *std::max_element(weekday.begin(), weekday.end()));
    }
    HeatGrid grid;
    for (std::size_t hour = 0; hour < analytics::kHours; ++hour) {
        grid.columns.push_back(hour % 3 == 0 ? std::to_string(hour) : "");
    }
    for (std::size_t weekday = 0; weekday < analytics::kWeekdays; ++weekday) {
        HeatGrid::Row row;
        row.name = kWeekdays.at(weekday);
        for (std::size_t hour = 0; hour < analytics::kHours; ++hour) {
            const std::int64_t joins = calendar.hours.at(weekday).at(hour);
            HeatGrid::Cell cell;
            cell.state = HeatGrid::State::plain;
            cell.value = most == 0 ? 0 : static_cast<double>(joins) / static_cast<double>(most);
            cell.text = std::to_string(joins);
            cell.hint = row.name + " " + std::to_string(hour) + ":00: " + joins_words(joins);
            row.cells.push_back(std::move(cell));
        }
        grid.rows.push_back(std::move(row));
    }
    return grid;
}

Table hour_table(const Overview& overview) {
    Table table;
    table.name = "hours";
    table.columns = {column("hour", "hour", Type::text, "the hour of the day in " + overview.zone)};
    for (const char* weekday : kWeekdays) {
        table.columns.push_back(
            column(weekday, weekday, Type::integer, "joins in this hour, all weeks together"));
    }
    std::vector<Row> rows;
    for (std::size_t hour = 0; hour < analytics::kHours; ++hour) {
        Row row{{(hour < 10 ? "0" : "") + std::to_string(hour)}};
        for (const auto& weekday : overview.calendar.hours) {
            row.cells.emplace_back(weekday.at(hour));
        }
        rows.push_back(std::move(row));
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {"Hours in " + overview.zone + "."};
    return table;
}

std::string busiest_words(const JoinCalendar& calendar) {
    const std::int64_t most = busiest(calendar);
    for (const auto& [day, joins] : calendar.days) {
        if (joins == most) {
            return "Most joins on one day: " + std::to_string(joins) + ", on " +
                   analytics::day_text(day) + ".";
        }
    }
    return "No joins in this time.";
}

std::string hours_words(const JoinCalendar& calendar) {
    std::size_t best_day = 0;
    std::size_t best_hour = 0;
    for (std::size_t day = 0; day < analytics::kWeekdays; ++day) {
        for (std::size_t hour = 0; hour < analytics::kHours; ++hour) {
            if (calendar.hours.at(day).at(hour) > calendar.hours.at(best_day).at(best_hour)) {
                best_day = day;
                best_hour = hour;
            }
        }
    }
    const std::int64_t joins = calendar.hours.at(best_day).at(best_hour);
    return joins == 0 ? "No joins in this time."
                      : std::string("The busiest hour is ") + kWeekdays.at(best_day) + " " +
                            std::to_string(best_hour) + ":00, with " + joins_words(joins) +
                            " in all weeks together.";
}

}  // namespace

Chapter calendar_chapter(const Overview& overview) {
    return {"calendar",
            "Join calendar",
            "On which days do people join?",
            busiest_words(overview.calendar),
            calendar_grid(overview),
            {day_table(overview)}};
}

Chapter hours_chapter(const Overview& overview) {
    return {"hours",
            "Hours of the week",
            "At which hours do people join?",
            hours_words(overview.calendar),
            hour_grid(overview.calendar),
            {hour_table(overview)}};
}

}  // namespace invitectl::report
