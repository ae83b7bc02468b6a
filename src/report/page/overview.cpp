#include "invitectl/report/overview.hpp"

#include "invitectl/base/time_text.hpp"

#include "chapters.hpp"

namespace invitectl::report {
namespace {

std::vector<Fact> key_figures(const Overview& overview) {
    const analytics::Tally& tally = overview.inviters.total.tally;
    std::int64_t leaves = 0;
    for (const std::int64_t count : overview.growth.leaves) {
        leaves += count;
    }
    std::int64_t certain = 0;
    for (const analytics::VerdictCounts& counts : overview.quality) {
        certain += counts.certain();
    }
    return {{"joins", std::to_string(tally.joins)},
            {"leaves", std::to_string(leaves)},
            {"retained", std::to_string(tally.of(Outcome::retained))},
            {"kept, where known", share_words(tally.of(Outcome::retained), tally.decided())},
            {"fake", std::to_string(tally.of(Outcome::fake))},
            {"inviters", std::to_string(overview.inviters.groups_in_all)},
            {"certain", share_words(certain, tally.joins)}};
}

}  // namespace

Page overview_page(const Overview& overview) {
    Page page;
    page.title = overview.guild_name;
    page.subtitle = "Joins from " + format_compact(overview.span.from) + " until " +
                    format_compact(overview.span.until) + " UTC, as of " +
                    format_compact(overview.now) + " UTC";
    page.facts = key_figures(overview);
    page.chapters.push_back(growth_chapter(overview));
    page.chapters.push_back(balance_chapter(overview));
    page.chapters.push_back(retention_chapter(overview));
    page.chapters.push_back(inviters_chapter(overview));
    page.chapters.push_back(sources_chapter(overview));
    page.chapters.push_back(tree_chapter(overview));
    page.chapters.push_back(calendar_chapter(overview));
    page.chapters.push_back(hours_chapter(overview));
    page.chapters.push_back(risk_chapter(overview));
    page.chapters.push_back(quality_chapter(overview));
    page.notes = {
        "Every join stands in exactly one row of each table, so the rows add up to the joins.",
        "Made by invitectl from Discord's counters and member lists. This file asks for nothing "
        "from outside."};
    return page;
}

}  // namespace invitectl::report
