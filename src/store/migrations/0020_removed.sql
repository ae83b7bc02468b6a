-- Members who were kicked or banned: few among many, looked for by the time they joined.
CREATE INDEX member_spell_removed ON member_spell (guild_id, joined_at) WHERE leave_cause > 0;
