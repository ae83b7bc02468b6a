-- Who wrote when and how much, and in which channel: never what. The id of a message carries its time.
CREATE TABLE message_seen (
    guild_id   {{integer}} NOT NULL REFERENCES guild,
    user_id    {{integer}} NOT NULL,
    message_id {{integer}} NOT NULL,
    channel_id {{integer}} NOT NULL,
    length     {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, user_id, message_id)
) {{clustered}};

-- How far each channel has been read: past `read_past`, and to its end unless `behind`. `asked_for` is the
-- newest message the channel had then, which may have been deleted before it was read.
CREATE TABLE message_channel (
    guild_id      {{integer}} NOT NULL REFERENCES guild,
    channel_id    {{integer}} NOT NULL,
    read_past     {{integer}} NOT NULL,
    asked_for     {{integer}} NOT NULL,
    behind        {{integer}} NOT NULL,
    empty_answers {{integer}} NOT NULL,
    refused_since {{integer}},
    PRIMARY KEY (guild_id, channel_id)
) {{clustered}};

-- Of a setting that lists channels: their ids with commas between them, and its value says how many.
ALTER TABLE setting ADD COLUMN channels TEXT;
