// A report for reading in one piece: chapters, each with a question, a picture that answers it, and
// the tables the picture was drawn from.
#pragma once

#include "invitectl/report/picture.hpp"
#include "invitectl/report/table.hpp"

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct Chapter {
    std::string id;  // "growth": an anchor of the page, letters and hyphens only
    std::string title;
    std::string question;  // what the picture answers
    std::string summary;   // the answer in words, for who does not see the picture
    Shape picture;
    std::vector<Table> tables;      // the figures; their notes define them
    bool rows_are_buckets = false;  // row i of the first table is bucket i of the picture
};

struct Fact {
    std::string name;
    std::string value;
};

struct Page {
    std::string title;
    std::string subtitle;  // period and moment
    std::vector<Fact> facts;
    std::vector<Chapter> chapters;
    std::vector<std::string> notes;  // at the end: how to read it, what made it
};

// Writes a page as one file. The tables' rows are used up.
using PageRenderer = std::function<void(const Page&, std::ostream&)>;

}  // namespace invitectl::report
