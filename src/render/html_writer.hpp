// Markup by construction: every text and attribute goes through an escape for the place it stands
// in, so that no name can become markup.
#pragma once

#include <initializer_list>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace invitectl::render {

// An attribute of an element; the value is escaped when it is written.
using Attribute = std::pair<std::string_view, std::string>;

class HtmlWriter {
  public:
    explicit HtmlWriter(std::ostream& out) : out_(out) {}

    // Opens an element; close() ends the innermost open one.
    void open(std::string_view tag, std::initializer_list<Attribute> attributes = {});
    void close();
    // An element without content, written as XML does ("<path/>").
    void leaf(std::string_view tag, std::initializer_list<Attribute> attributes);
    // An element with nothing but text.
    void element(std::string_view tag,
                 std::string_view text,
                 std::initializer_list<Attribute> attributes = {});
    // Text from anywhere: made harmless as for a terminal (base/escape.hpp), then as markup.
    void text(std::string_view text);
    // Bytes of the program itself: style and script. Never anything that came from outside.
    void raw(std::string_view bytes);

  private:
    void begin(std::string_view tag, std::initializer_list<Attribute> attributes);

    std::ostream& out_;
    std::vector<std::string> open_;
};

// A coordinate: at most one digit after the point, no trailing zeros, so that a page stays small.
std::string coordinate(double value);

}  // namespace invitectl::render
