-- Columns given as JSON lists of texts, side by side.
(SELECT {{typed}} FROM (SELECT {{texts}}))
