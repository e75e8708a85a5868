SELECT path, hash, origin, size, modified, changed, inode
FROM source_files
WHERE source = $source
ORDER BY path
