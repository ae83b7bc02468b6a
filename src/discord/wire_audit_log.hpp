// A page of the audit log: https://discord.com/developers/docs/resources/audit-log
#pragma once

#include "invitectl/ports/readers.hpp"

#include <string_view>

namespace invitectl::discord {

// `after` and `limit` are what was asked for. A full page that is not in ascending order is
// refused: it would hide the entries between. Throws FieldError.
AuditPage read_audit_page(std::string_view body, AuditEntryId after, std::size_t limit);

}  // namespace invitectl::discord
