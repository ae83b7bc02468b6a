// What the charts share: glyphs, names in a column, numbers.
#pragma once

#include "invitectl/render/chart.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace invitectl::render {

void chart(const report::SplitBars& shape, const report::ChartOptions& options, std::ostream& out);
void chart(const report::StackedTime& shape,
           const report::ChartOptions& options,
           std::ostream& out);
void chart(const report::MirroredTime& shape,
           const report::ChartOptions& options,
           std::ostream& out);
void chart(const report::HeatGrid& shape, const report::ChartOptions& options, std::ostream& out);

// A harmless name in exactly `width` cells, cut or filled with blanks.
std::string name_cell(std::string_view name, int width, const report::ChartOptions& options);

// The widest of the names in cells, at most `most`.
int name_width(const std::vector<std::string_view>& names,
               int most,
               const report::ChartOptions& options);

// `text` pushed to the right edge of `width` cells; longer text is left whole.
std::string right_aligned(std::string_view text, int width);

// The same piece `times` times.
std::string repeated(std::string_view piece, int times);

// "# retained  = left", broken over lines of the width.
void write_legend(const std::vector<std::pair<std::string_view, std::string>>& entries,
                  const report::ChartOptions& options,
                  std::ostream& out);

// Numbers without a fraction where they have none: "12", "0.5".
std::string plain_figure(double value);

}  // namespace invitectl::render
