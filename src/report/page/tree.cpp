// Who brought whom, and whom did those bring: chains, inner circles, farms.
#include "invitectl/report/tree.hpp"

#include "chapters.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::report {
namespace {

using analytics::TreeRow;

// A page of them can be read, and weighs little.
constexpr std::size_t kMostRoots = 12;
constexpr std::size_t kMostUnderOne = 8;

std::string node_note(const TreeRow& row) {
    std::string note = std::to_string(row.invited) + " invited";
    if (row.all > row.invited) {
        note += ", " + std::to_string(row.all) + " with theirs";
    }
    return note + ", " + std::to_string(row.still_there) + " still there";
}

std::string others_words(std::size_t count) {
    return "and " + std::to_string(count) + (count == 1 ? " other" : " others");
}

// The rows from `next` on that hang deeper than `depth`, which are moved past.
std::vector<Tree::Node> nodes_at(const std::vector<TreeRow>& rows,
                                 std::size_t& next,
                                 std::size_t depth,
                                 const Names& names) {
    const std::size_t most = depth == 1 ? kMostRoots : kMostUnderOne;
    std::vector<Tree::Node> nodes;
    std::size_t left_out = 0;
    while (next < rows.size() && rows[next].place.size() >= depth) {
        const TreeRow& row = rows[next++];
        Tree::Node node{person_text(row.user, names), node_note(row), {}};
        node.children = nodes_at(rows, next, depth + 1, names);
        if (nodes.size() < most) {
            nodes.push_back(std::move(node));
        } else {
            ++left_out;
        }
    }
    if (left_out > 0) {
        nodes.push_back({others_words(left_out), "", {}});
    }
    return nodes;
}

std::string tree_words(const std::vector<TreeRow>& rows, const Names& names) {
    if (rows.empty()) {
        return "Nobody has invited anybody yet, as far as it can be told.";
    }
    const TreeRow& first = rows.front();
    return "The greatest tree is that of " + person_text(first.user, names) + ": " +
           joins_words(first.invited) + " by their own invites, " + std::to_string(first.all) +
           " with those of whom they brought.";
}

}  // namespace

Chapter tree_chapter(const Overview& overview) {
    constexpr std::size_t kMostRows = 100;
    const std::vector<TreeRow>& rows = overview.tree.rows;
    std::size_t next = 0;
    Tree shape{nodes_at(rows, next, 1, overview.names)};
    std::vector<TreeRow> shown(
        rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), kMostRows)));
    Table table = tree(shown, overview.tree.rules, overview.names);
    if (shown.size() < rows.size()) {
        table.notes.push_back("The first " + std::to_string(kMostRows) + " of " +
                              std::to_string(rows.size()) + "; all of them: invitectl tree");
    }
    return {"tree",
            "Who invited whom",
            "Who brought whom, and whom did those bring?",
            tree_words(rows, overview.names),
            std::move(shape),
            {std::move(table)}};
}

}  // namespace invitectl::report
