-- Which source a role stands for is a decision like others: it can be taken back.
ALTER TABLE marker_role ADD COLUMN entry_id {{integer}};
ALTER TABLE marker_role ADD COLUMN withdrawn_at {{integer}};
