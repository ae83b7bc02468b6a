// How the simulated Discord misbehaves when told to.
#pragma once

#include "invitectl/base/time.hpp"

#include "tests/sim/api_types.hpp"
#include "tests/sim/random.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::sim {

enum class FaultKind {
    // Instead of an answer.
    unauthorized,    // 401
    forbidden,       // 403 / 50013
    missing_access,  // 403 / 50001
    not_found,       // 404 / 0
    limited_user,    // 429 of the bucket; retry_after is `delay`
    limited_shared,  // 429 of the resource, which does not count as an invalid request
    limited_global,  // 429 of the whole bot
    cloudflare_ban,  // 429 with an HTML page and no headers of Discord's own
    error_500,
    error_502,
    error_503,
    error_504,
    error_524,
    html_200,  // a page with status 200
    empty_body,
    not_json,  // text that is no JSON, said to be JSON
    // To an answer that was right.
    truncated,       // half of the body, with a Content-Length that fits it
    garbled,         // a byte in the middle that is no UTF-8
    wrong_type,      // `field` holds another type
    null_field,      // `field` is null
    missing_field,   // `field` is left out
    duplicate_key,   // `field` stands twice, with different values
    extra_field,     // a field nobody knows
    shuffled,        // a list in another order
    repeated_items,  // the first item of a list once more at its end
    dropped_item,    // one in the middle of a list left out
    slow,            // comes after `delay` of real time
};

// "error_502" and so on; nothing for an unknown name.
std::optional<FaultKind> parse_fault(std::string_view name);
std::vector<std::string_view> fault_names();

struct Fault {
    FaultKind kind = FaultKind::error_503;
    std::string route{};  // a name of api_routes.hpp ("invites", "members" …); empty: every route
    int times = 1;        // how many answers it spoils; negative: without end
    double probability = 1;    // per matching answer, of being spoilt
    std::string field = "id";  // of the faults that change one; every place of that name
    Duration delay = std::chrono::milliseconds{100};
};

class FaultPlan {
  public:
    explicit FaultPlan(std::uint64_t seed) : random_(seed) {}

    void add(const Fault& fault) { faults_.push_back(fault); }
    void clear() { faults_.clear(); }
    // The fault that strikes this answer, if any; the first that was added and applies.
    std::optional<Fault> strike(std::string_view route);

  private:
    std::vector<Fault> faults_;
    Random random_;
};

// True for faults that need no right answer to spoil.
bool replaces_answer(FaultKind kind);
Answer replacement(const Fault& fault);
void spoil(const Fault& fault, Answer& answer);

}  // namespace invitectl::sim
