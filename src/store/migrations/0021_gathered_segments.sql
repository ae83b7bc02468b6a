-- Segments say what is rare or repeated once: stays of those who left, candidates of those who have any,
-- answers by the number of an entry. The next sync makes them anew.
DELETE FROM segment_leave;
DELETE FROM segment_answer;
DELETE FROM segment_column;
DELETE FROM segment;
