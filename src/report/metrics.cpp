#include "invitectl/report/metrics.hpp"

#include "invitectl/base/escape.hpp"

#include <fmt/format.h>

namespace invitectl::report {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

// One family: its help and type, then its samples.
class Family {
  public:
    Family(std::string& out, std::string name, const std::string& help)
        : out_(out), name_("invitectl_" + std::move(name)) {
        out_ += "# HELP " + name_ + " " + help + "\n# TYPE " + name_ + " gauge\n";
    }

    void add(const std::string& value, const Labels& labels = {}) {
        out_ += name_;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            out_ +=
                (i == 0 ? "{" : ",") + labels[i].first + "=\"" + quoted(labels[i].second) + "\"";
        }
        out_ += std::string(labels.empty() ? "" : "}") + " " + value + "\n";
    }
    void add(std::int64_t value, const Labels& labels = {}) { add(std::to_string(value), labels); }

  private:
    static std::string quoted(const std::string& text) {
        std::string out;
        for (const char c : escape_for_terminal(text)) {
            out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
        }
        return out;
    }

    std::string& out_;
    std::string name_;
};

std::string seconds(Instant t) {
    return fmt::format("{:.3f}", std::chrono::duration<double>(t.time_since_epoch()).count());
}

std::string seconds(Duration d) {
    return fmt::format("{:.3f}", std::chrono::duration<double>(d).count());
}

void write_run(std::string& out, const Metrics& metrics) {
    Family(out, "last_run_success", "Whether the latest sync read every guild.")
        .add(metrics.last_ok ? 1 : 0);
    if (metrics.last_run) {
        Family(out, "last_run_timestamp_seconds", "When the latest sync began.")
            .add(seconds(*metrics.last_run));
    }
    if (metrics.last_success) {
        Family(out, "last_success_timestamp_seconds", "When the latest sync began that went well.")
            .add(seconds(*metrics.last_success));
    }
    if (metrics.last_duration) {
        Family(out, "last_run_duration_seconds", "How long the latest sync took.")
            .add(seconds(*metrics.last_duration));
    }
    Family requests(
        out, "last_run_requests", "Answers of Discord in the latest sync; status 0: none came.");
    for (const auto& [what, count] : metrics.requests) {
        requests.add(count, {{"route", what.first}, {"status", std::to_string(what.second)}});
    }
    Family(out, "last_run_wait_seconds", "Time spent waiting for limits and before retries.")
        .add(seconds(metrics.waited));
    Family(out, "database_bytes", "Size of the database on disk.").add(metrics.database_bytes);
}

void write_guilds(std::string& out, const std::vector<GuildMetrics>& guilds) {
    Family read(out, "guild_last_success_timestamp_seconds", "When the invites were last read.");
    for (const GuildMetrics& guild : guilds) {
        if (guild.last_success) {
            read.add(seconds(*guild.last_success), {{"guild", guild.alias}});
        }
    }
    Family members(out, "guild_members", "Members by the latest sweep.");
    for (const GuildMetrics& guild : guilds) {
        members.add(guild.members, {{"guild", guild.alias}});
    }
    Family joins(out, "guild_joins", "Recorded joins, each in one verdict.");
    for (const GuildMetrics& guild : guilds) {
        for (const auto& [verdict, count] : guild.joins) {
            joins.add(count, {{"guild", guild.alias}, {"verdict", verdict}});
        }
    }
    Family ratio(
        out, "guild_unattributed_ratio", "Share of the joins that is neither certain nor likely.");
    for (const GuildMetrics& guild : guilds) {
        ratio.add(fmt::format("{:.6f}", guild.unattributed_ratio), {{"guild", guild.alias}});
    }
    Family gaps(out, "guild_gaps", "Stretches of which something could not be read.");
    for (const GuildMetrics& guild : guilds) {
        for (const auto& [kind, count] : guild.gaps) {
            gaps.add(count, {{"guild", guild.alias}, {"kind", kind}});
        }
    }
}

}  // namespace

std::string prometheus_text(const Metrics& metrics) {
    std::string out;
    write_run(out, metrics);
    write_guilds(out, metrics.guilds);
    return out;
}

}  // namespace invitectl::report
