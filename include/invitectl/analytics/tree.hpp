// Who invited whom, to any depth.
//
// Everybody hangs under the inviter of their first credited join (within one second: of the one
// found first); a rejoin by another's invite moves nobody. Where that would close a circle (two who
// invited each other), the later of the joins moves nobody either. Open joins are in no tree.
#pragma once

#include "invitectl/analytics/join_columns.hpp"
#include "invitectl/analytics/outcome_columns.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace invitectl::analytics {

struct TreeRules {
    TimeRange window;
    Instant now;
    std::optional<UserId> root;  // absent: everybody whom nobody invited
    int depth = 0;               // levels shown; 0: all
};

// Somebody who invited others; who invited nobody is only counted.
struct TreeRow {
    UserId user;
    std::vector<int> place;        // {2, 1}: the first under the second root
    std::int64_t invited = 0;      // directly
    std::int64_t all = 0;          // directly or by others whom they invited
    std::int64_t still_there = 0;  // of all, members at `now`, by whatever join
};

class TreeBuilder {
  public:
    // The dictionaries must outlive it and may grow as the segments come.
    TreeBuilder(const TreeRules& rules, const Dictionaries& names);

    // Nothing: the segment need not be loaded.
    Parts wants(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    // Each before those under it; the greatest trees first, ties by id.
    std::vector<TreeRow> finish();

  private:
    using Node = std::uint32_t;
    struct Edge {
        Tick joined;
        bool there;
        UserId member;
        UserId inviter;
    };
    struct Person {
        UserId user;
        Node inviter = kNoIndex;
        bool there = false;
        std::int64_t all = 0;
        std::int64_t still_there = 0;
        std::vector<Node> invited;
    };

    bool may_return_in(const SegmentBounds& bounds) const;
    Node node_of(UserId user);
    bool hangs_under(Node person, Node other) const;
    void hang(const Edge& edge);
    void add_up();
    std::vector<Node> shown_under(const std::vector<Node>& all) const;
    void list(const std::vector<Node>& nodes, std::vector<int> place, std::vector<TreeRow>& rows);

    TreeRules rules_;
    const Dictionaries& names_;
    WindowReader window_;
    Tick now_;
    std::vector<Edge> edges_;
    std::vector<UserId> returned_;  // there by another join than that which put them into the tree
    std::vector<Person> people_;
    std::vector<Node> in_order_;  // of being invited, so that nobody comes before their inviter's
    std::unordered_map<std::int64_t, Node> node_;
};

}  // namespace invitectl::analytics
