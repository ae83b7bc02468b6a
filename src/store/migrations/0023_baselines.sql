-- Codes with uses from before tracking began: few among many, and on every board.
CREATE INDEX invite_baseline ON invite (guild_id, first_uses) WHERE first_reading = 1;
