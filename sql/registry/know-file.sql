INSERT OR REPLACE INTO source_files (source, path, origin, hash, size, modified, changed, inode, run)
VALUES ($source, $path, $origin, $hash, $size, $modified, $changed, $inode, $run)
