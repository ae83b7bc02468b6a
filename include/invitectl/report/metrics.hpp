// The state of collecting for Prometheus, as the node_exporter reads it from a text file.
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
#pragma once

#include "invitectl/base/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace invitectl::report {

struct GuildMetrics {
    std::string alias;
    std::optional<Instant> last_success;  // the latest good reading of the invites
    std::int64_t members = 0;
    std::map<std::string, std::int64_t> joins;  // by verdict, "waiting" among them
    double unattributed_ratio = 0;              // of the joins; 0 without any
    std::map<std::string, std::int64_t> gaps;   // by what could not be read
};

struct Metrics {
    std::optional<Instant> last_run;  // began
    std::optional<Instant> last_success;
    std::optional<Duration> last_duration;
    bool last_ok = false;
    // Of the run that writes them.
    std::map<std::pair<std::string, int>, std::int64_t> requests;  // by route and status
    Duration waited{0};
    std::int64_t database_bytes = 0;
    std::vector<GuildMetrics> guilds;
};

// Gauges without timestamps: the collector adds the time at which it reads the file.
std::string prometheus_text(const Metrics& metrics);

}  // namespace invitectl::report
