-- Who and when of the rows asked about, typed as the history is; a value that cannot be is null, and looked for after.
CREATE OR REPLACE TEMP TABLE asked AS SELECT rowid AS rid, {{columns}} FROM spine
