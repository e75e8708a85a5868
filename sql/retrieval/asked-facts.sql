SELECT count(*) AS rows, min(instant) AS earliest, max(instant) AS latest, {{counts}} FROM asked
