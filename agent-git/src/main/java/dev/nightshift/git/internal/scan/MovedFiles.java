package dev.nightshift.git.internal.scan;

import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.rules.AgentFiles;
import dev.nightshift.git.internal.rules.NotTaken;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Finds files that a change deletes in places that are left out of it, as they were: somebody moved
 * them there. Used once, by one thread.
 */
final class MovedFiles {
  private static final int MAX_LOOKED_AT = 50_000;
  private final Intake intake;
  private final AgentFiles files;
  private final Map<Long, Map<ObjectId, String>> deleted = new HashMap<>();
  private final List<Place> places = new ArrayList<>();
  private int lookedAt;

  MovedFiles(Intake intake, AgentFiles files) {
    this.intake = intake;
    this.files = files;
  }

  private record Place(Path file, String path, NotTaken reason) {}

  /**
   * A file that is left out and one that is deleted.
   *
   * @param from the path of the deleted one
   * @param reason why the other is left out
   */
  record Move(String from, NotTaken reason) {}

  /** Remembers a file or directory that is left out. */
  void addPlace(Path file, String path, NotTaken reason) {
    places.add(new Place(file, path, reason));
  }

  /** Looks for deleted files in all places; returns what is there by its path. */
  SortedMap<String, Move> find(Collection<TreeEntry> gone) throws IOException {
    SortedMap<String, Move> found = new TreeMap<>();
    for (TreeEntry entry : places.isEmpty() ? List.<TreeEntry>of() : gone) {
      long size = intake.sizeOf(entry.id());
      if (size > 0) {
        deleted
            .computeIfAbsent(size, same -> new HashMap<>())
            .putIfAbsent(entry.id(), entry.path());
      }
    }
    for (Place place : deleted.isEmpty() ? List.<Place>of() : places) {
      look(place, found);
    }
    return found;
  }

  private void look(Place place, SortedMap<String, Move> found) throws IOException {
    if (lookedAt++ >= MAX_LOOKED_AT) {
      return;
    }
    try {
      BasicFileAttributes attributes = files.attributes(place.file());
      if (attributes.isRegularFile() && deleted.containsKey(attributes.size())) {
        ObjectId id = intake.idOf(place.file(), attributes.size());
        String from = deleted.getOrDefault(attributes.size(), Map.of()).get(id);
        if (from != null) {
          found.put(place.path(), new Move(from, place.reason()));
        }
      } else if (attributes.isDirectory()) {
        lookBelow(place, found);
      }
    } catch (FileSystemException goneOrUnreadable) {
      // Nothing is known of it, and it is left out already.
    }
  }

  private void lookBelow(Place place, SortedMap<String, Move> found) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(place.file())) {
      for (Path child : children) {
        look(new Place(child, place.path() + "/" + child.getFileName(), place.reason()), found);
      }
    }
  }
}
