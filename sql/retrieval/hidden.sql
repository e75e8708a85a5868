-- Rows that a later run superseded, as pos.
SELECT hidden.row + placed."offset" AS pos
FROM {{files}} AS hidden
JOIN (VALUES {{offsets}}) AS placed(segment, "offset") ON placed.segment = hidden.segment
