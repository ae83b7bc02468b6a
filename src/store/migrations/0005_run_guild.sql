-- Which guild a run was about; absent where it was about none, or is older than this column.
ALTER TABLE run ADD COLUMN guild_id {{integer}};
