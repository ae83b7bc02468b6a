// Who came by whom, as a list that folds without any script.
#include "svg.hpp"

namespace invitectl::render {
namespace {

using report::Tree;

void write_label(const Tree::Node& node, HtmlWriter& html) {
    html.text(node.name);
    html.raw(" ");
    html.element("span", node.note, {{"class", "note"}});
}

// Depth is bounded by whoever made the tree.
void write_nodes(const std::vector<Tree::Node>& nodes, bool unfolded, HtmlWriter& html) {
    html.open("ul", {{"class", "tree"}});
    for (const Tree::Node& node : nodes) {
        html.open("li");
        if (node.children.empty()) {
            write_label(node, html);
        } else {
            if (unfolded) {
                html.open("details", {{"open", ""}});
            } else {
                html.open("details");
            }
            html.open("summary");
            write_label(node, html);
            html.close();
            write_nodes(node.children, false, html);
            html.close();
        }
        html.close();
    }
    html.close();
}

}  // namespace

void draw(const Tree& shape, const Caption&, HtmlWriter& html) {
    write_nodes(shape.roots, true, html);
}

}  // namespace invitectl::render
