#include "invitectl/analytics/tree.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace invitectl::analytics {

TreeBuilder::TreeBuilder(const TreeRules& rules, const Dictionaries& names)
    : rules_(rules), names_(names), window_(rules.window, rules.now), now_(tick_of(rules.now)) {}

Parts TreeBuilder::wants(const SegmentBounds& bounds) const {
    if (!window_.outside(bounds)) {
        return {Part::joined, Part::left, Part::user, Part::flags, Part::by, Part::inviter};
    }
    return may_return_in(bounds) ? Parts{Part::joined, Part::left, Part::user, Part::flags}
                                 : Parts{};
}

// Whoever joined in the window may be there because they joined again later.
bool TreeBuilder::may_return_in(const SegmentBounds& bounds) const {
    return bounds.first_joined <= now_ && bounds.last_joined >= tick_of(rules_.window.from);
}

void TreeBuilder::add(const JoinColumns& segment) {
    constexpr auto kInvite = static_cast<std::uint8_t>(Candidate::Kind::invite);
    for (std::size_t i = 0; i < segment.size(); ++i) {
        const bool there = segment.joined[i] <= now_ && segment.left_most[i] > now_;
        if (!window_.contains(segment.joined[i]) || segment.by[i] != kInvite ||
            segment.inviter[i] == kNoIndex) {
            if (there && (segment.flags[i] & join_flag::kRejoin) != 0) {
                returned_.emplace_back(segment.user[i]);
            }
            continue;
        }
        edges_.push_back({.joined = segment.joined[i],
                          .there = there,
                          .member = UserId{segment.user[i]},
                          .inviter = names_.inviters[segment.inviter[i]]});
    }
}

TreeBuilder::Node TreeBuilder::node_of(UserId user) {
    const auto [found, fresh] = node_.try_emplace(user.value, static_cast<Node>(people_.size()));
    if (fresh) {
        people_.push_back({.user = user, .invited = {}});
    }
    return found->second;
}

bool TreeBuilder::hangs_under(Node person, Node other) const {
    for (; person != kNoIndex; person = people_[person].inviter) {
        if (person == other) {
            return true;
        }
    }
    return false;
}

void TreeBuilder::hang(const Edge& edge) {
    const Node inviter = node_of(edge.inviter);
    const Node member = node_of(edge.member);
    people_[member].there = people_[member].there || edge.there;
    // Nobody stands under who has invited nobody.
    const bool circle = !people_[member].invited.empty() && hangs_under(inviter, member);
    if (people_[member].inviter != kNoIndex || circle) {
        return;
    }
    people_[member].inviter = inviter;
    people_[inviter].invited.push_back(member);
}

// Children before their inviters: a list in which everybody comes after whom they hang under, read
// backwards.
void TreeBuilder::add_up() {
    for (Node person = 0; person < people_.size(); ++person) {
        if (people_[person].inviter == kNoIndex) {
            in_order_.push_back(person);
        }
    }
    for (std::size_t i = 0; i < in_order_.size(); ++i) {
        const auto& invited = people_[in_order_[i]].invited;
        in_order_.insert(in_order_.end(), invited.begin(), invited.end());
    }
    for (auto node = in_order_.rbegin(); node != in_order_.rend(); ++node) {
        const Person& person = people_[*node];
        if (person.inviter != kNoIndex) {
            people_[person.inviter].all += person.all + 1;
            people_[person.inviter].still_there += person.still_there + (person.there ? 1 : 0);
        }
    }
}

std::vector<TreeBuilder::Node> TreeBuilder::shown_under(const std::vector<Node>& all) const {
    std::vector<Node> nodes;
    std::ranges::copy_if(
        all, std::back_inserter(nodes), [this](Node node) { return people_[node].all > 0; });
    std::ranges::sort(nodes, {}, [this](Node node) {
        return std::tuple(-people_[node].all, people_[node].user);
    });
    return nodes;
}

void TreeBuilder::list(const std::vector<Node>& nodes,
                       std::vector<int> place,
                       std::vector<TreeRow>& rows) {
    // A stack instead of a recursion: chains may be long.
    struct Level {
        std::vector<Node> nodes;
        std::size_t next = 0;
    };
    std::vector<Level> levels{{nodes}};
    while (!levels.empty()) {
        Level& level = levels.back();
        if (level.next == level.nodes.size()) {
            levels.pop_back();
            if (!place.empty()) {
                place.pop_back();
            }
            continue;
        }
        const Person& person = people_[level.nodes[level.next++]];
        place.push_back(static_cast<int>(level.next));
        rows.push_back({.user = person.user,
                        .place = place,
                        .invited = static_cast<std::int64_t>(person.invited.size()),
                        .all = person.all,
                        .still_there = person.still_there});
        const bool deeper = rules_.depth == 0 || static_cast<int>(levels.size()) < rules_.depth;
        levels.push_back({deeper ? shown_under(person.invited) : std::vector<Node>{}});
    }
}

std::vector<TreeRow> TreeBuilder::finish() {
    std::ranges::stable_sort(edges_, {}, &Edge::joined);
    for (const Edge& edge : edges_) {
        if (edge.member != edge.inviter) {
            hang(edge);
        } else if (edge.there) {
            returned_.push_back(edge.member);
        }
    }
    for (const UserId user : returned_) {
        if (const auto found = node_.find(user.value); found != node_.end()) {
            people_[found->second].there = true;
        }
    }
    add_up();
    std::vector<Node> roots;
    for (Node person = 0; person < people_.size(); ++person) {
        const bool is_root = rules_.root ? people_[person].user == *rules_.root
                                         : people_[person].inviter == kNoIndex;
        if (is_root) {
            roots.push_back(person);
        }
    }
    std::vector<TreeRow> rows;
    list(shown_under(roots), {}, rows);
    return rows;
}

}  // namespace invitectl::analytics
