#include "invitectl/analytics/share_jumps.hpp"

#include <algorithm>

namespace invitectl::analytics {

void ShareJumps::add(Instant joined_at,
                     const std::optional<InviteCode>& code,
                     std::optional<SourceId> source_now,
                     std::optional<SourceId> source_then) {
    if (joined_at > now_) {
        return;
    }
    if (joined_at > recent_from()) {
        ++recent_;
        if (source_now) {
            ++by_code_[*source_now][code];
        }
    } else if (joined_at > recent_from() - rules_.earlier) {
        ++earlier_;
        if (source_then) {
            ++before_[*source_then];
        }
    }
}

std::vector<ShareJump> ShareJumps::finish() const {
    std::vector<ShareJump> jumps;
    if (recent_ < rules_.fewest || earlier_ < rules_.fewest) {
        return jumps;
    }
    for (const auto& [source, by_code] : by_code_) {
        ShareJump jump;
        jump.source = source;
        std::int64_t most = 0;
        for (const auto& [code, joins] : by_code) {
            jump.joins += joins;
            if (joins > most) {
                most = joins;
                jump.code = code;
            }
        }
        const auto found = before_.find(source);
        const std::int64_t earlier = found == before_.end() ? 0 : found->second;
        jump.before = static_cast<double>(earlier) / static_cast<double>(earlier_);
        jump.now = static_cast<double>(jump.joins) / static_cast<double>(recent_);
        if (jump.now - jump.before >= rules_.jump) {
            jumps.push_back(jump);
        }
    }
    std::ranges::stable_sort(jumps, std::ranges::greater{}, [](const ShareJump& jump) {
        return jump.now - jump.before;
    });
    return jumps;
}

}  // namespace invitectl::analytics
