-- The rows of a history that answer, with their times.
CREATE OR REPLACE TEMP TABLE {{matches}} AS
{{rows}}
