-- Part of the {{derived}} tables of 0002: whom Discord names as the maker of a way in, where somebody else is
-- credited for it.
ALTER TABLE candidate ADD COLUMN recredited {{integer}} NOT NULL DEFAULT 0;
ALTER TABLE candidate ADD COLUMN made_by {{integer}};
