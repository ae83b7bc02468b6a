// When members wrote last, join by join.
#pragma once

#include "invitectl/analytics/tick.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <vector>

namespace invitectl::analytics {

// One entry for each join whose member wrote: sixteen bytes, so that a million of them fit
// anywhere.
class LastPosts {
  public:
    // By user, then by join. `after`: from the join to the last message before the next join.
    void add(UserId user, Instant joined_at, Duration after) {
        posts_.push_back({user.value, tick_of(joined_at), tick_of(after)});
    }

    // 0 where nothing was written.
    Tick after(std::int64_t user, Tick joined) const {
        const auto found = std::lower_bound(
            posts_.begin(), posts_.end(), std::tuple(user, joined), [](const Post& post, auto key) {
                return std::tuple(post.user, post.joined) < key;
            });
        return found != posts_.end() && found->user == user && found->joined == joined
                   ? found->after
                   : 0;
    }
    std::size_t size() const { return posts_.size(); }

  private:
    struct Post {
        std::int64_t user;
        Tick joined;
        Tick after;
    };
    std::vector<Post> posts_;
};

}  // namespace invitectl::analytics
