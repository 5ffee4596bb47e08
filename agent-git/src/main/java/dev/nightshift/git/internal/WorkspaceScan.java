package dev.nightshift.git.internal;

import dev.nightshift.core.internal.text.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an agent left in its workspace. Nothing there is executed, believed or followed: no
 * attribute, filter, link or configuration.
 *
 * <p>What cannot be committed is left out and named; the version the branch had, if any, stays. So
 * is what goes beyond the limits: 50 MB per file, 200 MB of new content per checkpoint, and new
 * files beyond 300,000. Used once, by one thread, while no command of the run is alive.
 */
final class WorkspaceScan {
  private static final String OURS = ".nightshift";
  private static final int MAX_DEPTH = 100;
  // Linux names files by at most 4,095 bytes.
  private static final int MAX_PATH_BYTES = 4_000;
  private static final int MAX_NOTE_CHARS = 200;
  private static final int MAX_NAMED = 100;
  private static final long MAX_FILE_BYTES = 50_000_000;

  private static final Limits LIMITS = new Limits(200_000_000, 300_000);

  private final Path root;
  private final NavigableMap<String, TreeEntry> tracked;
  private final ObjectInserter inserter;
  private final NavigableMap<String, TreeEntry> found = new TreeMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private final AgentFiles files;
  private final Limits limits;
  private long newBytes;
  private int filesBeyond;

  /**
   * What one checkpoint takes at most; the files the branch has always have their place.
   *
   * @param newBytes what is added to the user's repository, before compression
   * @param files up to which number new files are taken
   */
  record Limits(long newBytes, int files) {}

  /**
   * Creates a scan.
   *
   * @param tracked the files the branch has, by path
   * @param inserter takes the contents that are new
   */
  WorkspaceScan(Path root, NavigableMap<String, TreeEntry> tracked, ObjectInserter inserter) {
    this(root, tracked, inserter, new AgentFiles(), LIMITS);
  }

  WorkspaceScan(
      Path root,
      NavigableMap<String, TreeEntry> tracked,
      ObjectInserter inserter,
      AgentFiles files,
      Limits limits) {
    this.root = root;
    this.tracked = tracked;
    this.inserter = inserter;
    this.files = files;
    this.limits = limits;
  }

  /** Reads all files; returns the entries of the new tree. */
  Collection<TreeEntry> run(IgnoreRules rules) throws IOException {
    walk(new Place(root, "", rules, false, 0));
    keepWhatIsNeverOnDisk();
    return found.values();
  }

  /** Returns what was left out, one line each. */
  List<String> leftOut() {
    List<String> all = new ArrayList<>(leftOut);
    if (filesBeyond > MAX_NAMED) {
      all.add((filesBeyond - MAX_NAMED) + " more files: " + beyondFiles());
    }
    return all;
  }

  private record Place(
      Path directory, String prefix, IgnoreRules rules, boolean trackedOnly, int depth) {}

  private void walk(Place place) throws IOException {
    Map<String, Path> children = children(place);
    Place here =
        new Place(
            place.directory(), place.prefix(), rulesIn(place), place.trackedOnly(), place.depth());
    for (Map.Entry<String, Path> child : children.entrySet()) {
      String path = place.prefix() + child.getKey();
      if (isOurs(path)) {
        continue;
      }
      if (PathGuard.isGitName(child.getKey())) {
        leaveOut(path, "a name of git's own");
      } else if (isTooLong(child.getValue())) {
        leaveOut(path, "a path too long to open");
      } else {
        visit(here, child.getValue(), path, children);
      }
    }
  }

  private IgnoreRules rulesIn(Place place) throws IOException {
    try {
      return place.rules().enter(files, place.directory(), place.prefix());
    } catch (FileSystemException unreadable) {
      // The file is named where it is visited.
      return place.rules();
    }
  }

  /** Tells whether the host uses a path itself; the branch keeps what it has there. */
  private static boolean isOurs(String path) {
    return path.equals(OURS) || path.startsWith(OURS + "/");
  }

  private void visit(Place place, Path file, String path, Map<String, Path> siblings)
      throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = files.attributes(file);
    } catch (NoSuchFileException gone) {
      return;
    } catch (FileSystemException closed) {
      keep(path, "not readable");
      return;
    }
    if (attributes.isDirectory()) {
      visitDirectory(place, file, path, siblings);
    } else if (isWanted(place, path)) {
      visitFile(file, path, attributes);
    }
  }

  private void visitDirectory(Place place, Path directory, String path, Map<String, Path> siblings)
      throws IOException {
    @Nullable TreeEntry submodule = tracked.get(path);
    if (submodule != null && submodule.isSubmodule()) {
      return;
    }
    boolean hasTracked = hasTrackedBelow(path);
    boolean ignored = place.trackedOnly() || isIgnoredDirectory(place, path, siblings);
    if (ignored && !hasTracked) {
      return;
    }
    if (place.depth() >= MAX_DEPTH) {
      keep(path, "nested deeper than " + MAX_DEPTH + " directories");
    } else if (!hasTracked && isRepository(directory)) {
      leaveOut(path, "an embedded git repository");
    } else {
      walk(new Place(directory, path + "/", place.rules(), ignored, place.depth() + 1));
    }
  }

  private static boolean isIgnoredDirectory(Place place, String path, Map<String, Path> siblings) {
    return place.rules().isIgnored(path, true)
        || IgnoreRules.isBuildOutput(path.substring(place.prefix().length()), siblings.keySet());
  }

  private boolean isWanted(Place place, String path) {
    return tracked.containsKey(path)
        || (!place.trackedOnly() && !place.rules().isIgnored(path, false));
  }

  private void visitFile(Path file, String path, BasicFileAttributes attributes)
      throws IOException {
    if (!tracked.containsKey(path) && !PathGuard.isPortable(path)) {
      keep(path, "a name that is not safe on every system");
    } else if (attributes.isSymbolicLink()) {
      addLink(path, Files.readSymbolicLink(file).toString());
    } else if (!attributes.isRegularFile()) {
      keep(path, "not a regular file");
    } else if (attributes.size() > MAX_FILE_BYTES) {
      keep(path, "larger than " + MAX_FILE_BYTES + " bytes");
    } else if (!tracked.containsKey(path) && found.size() >= limits.files()) {
      keepBeyondFiles(path);
    } else if (!tracked.containsKey(path) && newBytes + attributes.size() > limits.newBytes()) {
      keepBeyondLimit(path);
    } else {
      addFile(file, path);
    }
  }

  private void addFile(Path file, String path) throws IOException {
    byte[] content;
    try {
      content = files.content(file);
    } catch (FileSystemException unreadable) {
      keep(path, "not readable");
      return;
    }
    @Nullable ObjectId known = known(path, content);
    if (known == null && newBytes + content.length > limits.newBytes()) {
      keepBeyondLimit(path);
      return;
    }
    FileMode mode = hasExecuteBit(file, path) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
    add(new TreeEntry(path, mode, known == null ? store(content) : known));
  }

  private void keepBeyondLimit(String path) {
    keep(path, "beyond the " + limits.newBytes() + " bytes of new content one checkpoint takes");
  }

  private void keepBeyondFiles(String path) {
    // There may be a million more; what is below the name of a file is kept all the same.
    if (++filesBeyond <= MAX_NAMED) {
      leaveOut(path, beyondFiles());
    }
    keepBelow(path + "/");
  }

  private String beyondFiles() {
    return "beyond the " + limits.files() + " files one checkpoint takes; ignore what is generated";
  }

  private boolean hasExecuteBit(Path file, String path) {
    try {
      return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
          .contains(java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE);
    } catch (UnsupportedOperationException | IOException noSuchBits) {
      @Nullable TreeEntry before = tracked.get(path);
      return before != null && before.isExecutable();
    }
  }

  private void addLink(String path, String target) throws IOException {
    byte[] content = target.getBytes(StandardCharsets.UTF_8);
    @Nullable TreeEntry before = tracked.get(path);
    @Nullable ObjectId known = known(path, content);
    boolean unchanged = known != null && before != null && before.isLink();
    if (!unchanged && PathGuard.escapes(path, target)) {
      keep(path, "a link that leaves the workspace");
    } else {
      add(new TreeEntry(path, FileMode.SYMLINK, known == null ? store(content) : known));
    }
  }

  /** Returns the id of a content if the branch has it at this path. */
  private @Nullable ObjectId known(String path, byte[] content) {
    @Nullable TreeEntry before = tracked.get(path);
    return before != null && before.id().equals(inserter.idFor(Constants.OBJ_BLOB, content))
        ? before.id()
        : null;
  }

  private ObjectId store(byte[] content) throws IOException {
    newBytes += content.length;
    return inserter.insert(Constants.OBJ_BLOB, content);
  }

  private void add(TreeEntry entry) {
    found.put(entry.path(), entry);
  }

  private void keep(String path, String reason) {
    leaveOut(path, reason);
    @Nullable TreeEntry before = tracked.get(path);
    if (before != null) {
      add(before);
    } else {
      keepBelow(path + "/");
    }
  }

  private void leaveOut(String path, String reason) {
    // The name is the agent's: nothing of it may start a new line or act on a terminal.
    leftOut.add(VisibleText.cut(VisibleText.name(path), MAX_NOTE_CHARS) + ": " + reason);
  }

  private void keepWhatIsNeverOnDisk() {
    for (TreeEntry entry : tracked.values()) {
      boolean onDisk =
          !entry.isSubmodule() && !isOurs(entry.path()) && PathGuard.isWritable(entry.path());
      String below = entry.path() + "/";
      @Nullable String next = found.ceilingKey(below);
      boolean occupied = next != null && next.startsWith(below);
      if (!onDisk && !occupied) {
        found.putIfAbsent(entry.path(), entry);
      }
    }
  }

  private boolean hasTrackedBelow(String path) {
    String below = path + "/";
    @Nullable String next = tracked.ceilingKey(below);
    return next != null && next.startsWith(below);
  }

  private static boolean isTooLong(Path file) {
    return file.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES;
  }

  private static boolean isRepository(Path directory) {
    return Files.exists(directory.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)
        && Files.isDirectory(directory.resolve("objects"), LinkOption.NOFOLLOW_LINKS)
        && Files.isDirectory(directory.resolve("refs"), LinkOption.NOFOLLOW_LINKS);
  }

  private Map<String, Path> children(Place place) throws IOException {
    Map<String, Path> children = new TreeMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(place.directory())) {
      for (Path child : stream) {
        children.put(child.getFileName().toString(), child);
      }
    } catch (NoSuchFileException gone) {
      return Map.of();
    } catch (AccessDeniedException closed) {
      leaveOut(place.prefix(), "not readable");
      keepBelow(place.prefix());
      return Map.of();
    }
    return children;
  }

  private void keepBelow(String prefix) {
    tracked.tailMap(prefix).values().stream()
        .takeWhile(entry -> entry.path().startsWith(prefix))
        .forEach(this::add);
  }
}
