package dev.nightshift.git.internal.workspace;

import dev.nightshift.git.internal.disk.FileTree;
import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.scan.RunDirectory;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Moves the files of a directory from one tree to another one that may not be stored yet. */
final class MergedFiles {
  private final ObjectReader reader;
  private final PendingObjects pending;

  MergedFiles(ObjectReader reader, PendingObjects pending) {
    this.reader = reader;
    this.pending = pending;
  }

  /** Writes what differs; deletions come first, so that a directory can become a file. */
  void apply(ObjectId before, ObjectId after, FileTree files) throws IOException {
    NavigableMap<String, TreeEntry> old = new TreeMap<>();
    NavigableMap<String, TreeEntry> now = new TreeMap<>();
    read("", before, old);
    read("", after, now);
    for (String path : old.keySet()) {
      if (!now.containsKey(path)) {
        files.delete(path);
      }
    }
    for (Map.Entry<String, TreeEntry> entry : now.entrySet()) {
      if (!entry.getValue().equals(old.get(entry.getKey()))) {
        TreeEntry wanted = entry.getValue();
        RunDirectory.write(
            files, wanted, wanted.isSubmodule() ? new byte[0] : pending.bytes(reader, wanted.id()));
      }
    }
  }

  private void read(String prefix, ObjectId tree, Map<String, TreeEntry> into) throws IOException {
    CanonicalTreeParser parser = new CanonicalTreeParser();
    parser.reset(pending.bytes(reader, tree));
    for (; !parser.eof(); parser.next(1)) {
      String path = prefix + parser.getEntryPathString();
      FileMode mode = parser.getEntryFileMode();
      if (FileMode.TREE.equals(mode.getBits())) {
        read(path + "/", parser.getEntryObjectId(), into);
      } else {
        into.put(path, new TreeEntry(path, mode, parser.getEntryObjectId()));
      }
    }
  }
}
