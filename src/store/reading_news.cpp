#include "store/reading_news.hpp"

namespace invitectl::store {

void keep_known_inviters(const LivingByCode& before, ListedByCode& now) {
    for (auto& [code, listed] : now) {
        const auto known = before.find(code);
        if (!listed.terms.inviter && known != before.end() &&
            known->second.listed.created_at == listed.created_at) {
            listed.terms.inviter = known->second.listed.terms.inviter;
        }
    }
}

News compare(const LivingByCode& before, const ListedByCode& now) {
    News news;
    for (const auto& [code, living] : before) {
        const auto found = now.find(code);
        if (found == now.end()) {
            news.went.push_back(&living);
            continue;
        }
        const Listed& listed = found->second;
        if (listed.created_at != living.listed.created_at) {
            news.went.push_back(&living);
            news.came.push_back(&listed);
            continue;
        }
        if (listed.uses != living.listed.uses) {
            news.moved.push_back({&living, listed.uses});
        }
        if (listed.terms != living.listed.terms) {
            news.other_terms.emplace_back(&living, &listed);
        }
    }
    for (const auto& [code, listed] : now) {
        if (!before.contains(code)) {
            news.came.push_back(&listed);
        }
    }
    return news;
}

}  // namespace invitectl::store
