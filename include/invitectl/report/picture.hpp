// What a picture shows, as values: shapes that say nothing about colours, pixels or characters.
//
// render/ draws the same value as SVG for a page and as characters for a terminal. Text may be
// hostile, as everywhere in report/; whoever draws escapes it.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace invitectl::report {

// One thing measured along an axis or in parts of a bar.
struct Series {
    std::string name;
    std::vector<double> values;  // one per bucket
};

// A stretch of a time axis in buckets: 1.5 lies in the middle of the second one.
struct Stretch {
    double from = 0;
    double until = 0;
    std::string text;  // why it is marked
};

// Something that happened, at a place of the axis in buckets.
struct Event {
    double at = 0;
    std::string text;
};

// Series stacked over time, from zero. Where `shares` is set each bucket is drawn as parts of its
// sum, and greyed where that is below `few`.
struct StackedTime {
    std::vector<std::string> buckets;  // labels, in order of time
    std::vector<Series> series;        // the lowest first
    std::optional<Series> line;        // drawn over them, on the same scale
    std::vector<Stretch> gaps;         // times nothing was read
    std::vector<Event> events;         // in order of time
    bool shares = false;
    double few = 0;
    std::string unit;
};

// One series upwards and one downwards from a common zero.
struct MirroredTime {
    std::vector<std::string> buckets;
    Series up;
    Series down;
    std::optional<Series> line;  // on the same scale
    std::vector<Stretch> gaps;
    std::string unit;
};

// Horizontal bars, each split into parts.
struct SplitBars {
    struct Bar {
        std::string name;
        std::vector<double> values;  // one per part
        bool special = false;        // "(open)" and its like: set apart
    };
    std::vector<std::string> parts;
    std::vector<Bar> bars;
    std::string unit;
};

// Cells shaded by a share.
struct HeatGrid {
    enum class State {
        empty,      // nothing belongs here
        plain,      // shaded by `value`
        small,      // too few to mean much: greyed
        unfinished  // its time has not come: hatched, never zero
    };
    struct Cell {
        State state = State::empty;
        double value = 0;    // 0..1, how dark
        std::string text{};  // in the cell where there is room
        std::string hint{};  // in full
        bool part = false;   // not all of it has come: hatched over its shade
        bool gap = false;    // of its time something was not read: framed in grey
    };
    struct Row {
        std::string name;
        std::string margin{};  // right of the cells: "n = 40"
        std::vector<Cell> cells;
    };
    std::vector<std::string> columns;
    std::vector<Row> rows;
    bool roomy = false;  // cells carry text; else they are small squares
};

// A tick of an axis: where, 0..1, and what it says.
struct Tick {
    double at = 0;
    std::string text;
};

// Points on a plane; coordinates are 0..1 of each axis, from left and from below.
struct Scatter {
    struct Point {
        double x = 0;
        double y = 0;
        double low = 0;  // ends of an error bar; equal to y: none
        double high = 0;
        double weight = 0;   // 0..1, how large or dark
        bool small = false;  // too few to mean much: greyed
        std::string name{};
        bool marked = false;  // set apart
    };
    struct Box {
        double from = 0;  // along x
        double until = 0;
        std::string text;
    };
    std::string x_title;
    std::string y_title;
    std::vector<Tick> x_ticks;
    std::vector<Tick> y_ticks;
    std::vector<Tick> limits;  // along y: lines with words of their own
    std::vector<Point> points;
    std::vector<Box> boxes;
    std::vector<Stretch> gaps;  // along x, 0..1
    std::string marks;          // what marked points are; empty: there are none
    bool named = false;         // points carry their names
};

// Who came by whom.
struct Tree {
    struct Node {
        std::string name;
        std::string note;  // "12 joins, 9 retained"
        std::vector<Node> children;
    };
    std::vector<Node> roots;
};

using Shape = std::variant<StackedTime, MirroredTime, SplitBars, HeatGrid, Scatter, Tree>;

struct ChartOptions {
    int width = 80;      // cells; no line is wider, from 40 on
    bool ascii = false;  // nothing above U+007F
};

// Draws a shape as characters. Names are escaped; shapes without such a form draw nothing.
using ChartRenderer = std::function<void(const Shape&, const ChartOptions&, std::ostream&)>;

}  // namespace invitectl::report
