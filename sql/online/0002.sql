-- Of a feature whose value for an unknown key no rule gives, what it is over windows without events; in stored form.
ALTER TABLE group_features ADD COLUMN empty ANY;
