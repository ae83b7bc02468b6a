-- When the sweep before this one began, which a quiet row that moves would otherwise forget: whoever joined
-- after that can have gone again unseen.
ALTER TABLE sweep ADD COLUMN previous_began {{integer}};
