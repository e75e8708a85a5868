-- The candidates nearest to the choice.
CREATE OR REPLACE TEMP TABLE {{around}} AS
WITH choice AS (
  SELECT coalesce(
    (SELECT place FROM {{candidates}} WHERE pos = (SELECT pos FROM {{chosen}})),
    (SELECT min(place) FROM {{candidates}} WHERE event_time <= $instant),
    1
  ) AS place
)
SELECT candidates.* FROM {{candidates}} AS candidates, choice
ORDER BY abs(candidates.place - choice.place), candidates.place
LIMIT $most
