-- What pseudonyms of people are made with: drawn once, so that they stay the same from one report to the
-- next. It says nothing about anybody, and is no fact: another database has another one.
CREATE TABLE pseudonym_key (
    key {{blob}} NOT NULL
) {{heap}};
INSERT INTO pseudonym_key (key) VALUES ({{random_key}});
