// Entries of the audit log, as read.
#pragma once

#include "invitectl/domain/audit_entry.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace invitectl::store {

// Adds those that are not there yet; returns how many.
std::int64_t record_audit_entries(sql::Connection& connection,
                                  GuildId guild,
                                  std::span<const AuditEntry> entries);

using AuditCallback = std::function<void(const AuditEntry&)>;

// Entries with an id above `after`, oldest first.
void each_audit_entry(sql::Connection& connection,
                      GuildId guild,
                      AuditEntryId after,
                      const AuditCallback& visit);
// About one code (actions 40 to 42), oldest first.
std::vector<AuditEntry> audit_entries_of(sql::Connection& connection,
                                         GuildId guild,
                                         const InviteCode& code);
// The newest entry stored.
std::optional<AuditEntryId> latest_audit_entry(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
