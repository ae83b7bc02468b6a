// A sparkline per series. Gaps in what was read are marked beneath.
#include "chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <ostream>

namespace invitectl::render {
namespace {

using report::MirroredTime;
using report::Series;
using report::StackedTime;
using report::Stretch;

constexpr std::array<std::string_view, 9> kLevels = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 9> kAsciiLevels = {
    " ", ".", ".", ":", "-", "=", "+", "*", "#"};
constexpr int kMostName = 24;

std::string_view level(double share, const report::ChartOptions& options) {
    constexpr double kTop = 8;
    const double height = share <= 0 ? 0 : std::clamp(std::ceil(share * kTop), 1.0, kTop);
    const auto i = static_cast<std::size_t>(height);
    return options.ascii ? kAsciiLevels.at(i) : kLevels.at(i);
}

// Neighbouring buckets are summed where there are more of them than cells.
std::size_t buckets_a_cell(std::size_t buckets, int cells) {
    const auto room = static_cast<std::size_t>(std::max(cells, 1));
    return std::max<std::size_t>((buckets + room - 1) / room, 1);
}

std::vector<double> summed(const std::vector<double>& values, std::size_t step) {
    std::vector<double> sums;
    for (std::size_t i = 0; i < values.size(); i += step) {
        const std::size_t end = std::min(i + step, values.size());
        sums.push_back(std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(i),
                                       values.begin() + static_cast<std::ptrdiff_t>(end),
                                       0.0));
    }
    return sums;
}

double total(const Series& series) {
    return std::accumulate(series.values.begin(), series.values.end(), 0.0);
}

struct Lines {
    int label;
    int figures;
    std::size_t step;  // buckets a cell
};

Lines lines_for(const std::vector<const Series*>& all, const report::ChartOptions& options) {
    std::vector<std::string_view> names;
    std::size_t figures = 1;
    std::size_t buckets = 0;
    for (const Series* series : all) {
        names.push_back(series->name);
        figures = std::max(figures, plain_figure(total(*series)).size());
        buckets = std::max(buckets, series->values.size());
    }
    const int label = name_width(names, kMostName, options);
    const int room = options.width - label - static_cast<int>(figures) - 4;
    return {label, static_cast<int>(figures), buckets_a_cell(buckets, room)};
}

std::string gap_line(const std::vector<Stretch>& gaps,
                     std::size_t buckets,
                     std::size_t step,
                     const report::ChartOptions& options) {
    std::string line;
    for (std::size_t i = 0; i < buckets; i += step) {
        const auto from = static_cast<double>(i);
        const auto until = static_cast<double>(std::min(i + step, buckets));
        const bool inside = std::any_of(gaps.begin(), gaps.end(), [&](const Stretch& gap) {
            return gap.from < until && gap.until > from;
        });
        line += inside ? (options.ascii ? "~" : "░") : " ";
    }
    return line;
}

void write_lines(const std::vector<const Series*>& all,
                 const std::vector<std::string>& buckets,
                 const std::vector<Stretch>& gaps,
                 const report::ChartOptions& options,
                 std::ostream& out) {
    if (buckets.empty()) {
        return;
    }
    const Lines lines = lines_for(all, options);
    double most = 0;
    for (const Series* series : all) {
        const std::vector<double> sums = summed(series->values, lines.step);
        most = std::max(most, *std::max_element(sums.begin(), sums.end()));
    }
    const std::string indent = repeated(" ", lines.label + lines.figures + 4);
    for (const Series* series : all) {
        out << name_cell(series->name, lines.label, options) << "  "
            << right_aligned(plain_figure(total(*series)), lines.figures) << "  ";
        for (const double sum : summed(series->values, lines.step)) {
            out << level(most > 0 ? sum / most : 0, options);
        }
        out << '\n';
    }
    if (!gaps.empty()) {
        out << name_cell("not read", lines.label + lines.figures + 2, options) << "  "
            << gap_line(gaps, buckets.size(), lines.step, options) << '\n';
    }
    out << indent << buckets.front();
    if (buckets.size() > 1) {
        out << (options.ascii ? " to " : " … ") << buckets.back() << ", highest "
            << plain_figure(most);
    }
    out << '\n';
}

}  // namespace

void chart(const StackedTime& shape, const report::ChartOptions& options, std::ostream& out) {
    std::vector<const Series*> all;
    for (const Series& series : shape.series) {
        all.push_back(&series);
    }
    if (!all.empty()) {
        write_lines(all, shape.buckets, shape.gaps, options, out);
    }
}

void chart(const MirroredTime& shape, const report::ChartOptions& options, std::ostream& out) {
    write_lines({&shape.up, &shape.down}, shape.buckets, shape.gaps, options, out);
}

}  // namespace invitectl::render
