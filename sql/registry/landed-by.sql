SELECT max(runs.id) FROM runs JOIN landed_files ON landed_files.run = runs.id WHERE runs.finished <= $at
