-- What Discord said about limits and refusals and the next run has to heed: nothing about a guild's
-- people, and nothing that is worth keeping once it is past. Local time.
CREATE TABLE request_memory (
    subject TEXT NOT NULL PRIMARY KEY,
    since   {{integer}} NOT NULL,
    until   {{integer}} NOT NULL,
    times   {{integer}} NOT NULL,
    detail  TEXT NOT NULL
) {{clustered}};

-- Refused requests by the minute, counted towards the ban of an address.
CREATE TABLE refused_requests (
    minute  {{integer}} NOT NULL PRIMARY KEY,
    count   {{integer}} NOT NULL
) {{clustered}};
