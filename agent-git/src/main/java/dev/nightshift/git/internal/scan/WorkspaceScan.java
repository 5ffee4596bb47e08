package dev.nightshift.git.internal.scan;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.git.internal.disk.FileTree;
import dev.nightshift.git.internal.disk.PathGuard;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.rules.AgentFiles;
import dev.nightshift.git.internal.rules.IgnoreRules;
import dev.nightshift.git.internal.rules.NotTaken;
import dev.nightshift.git.internal.rules.Rules;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an agent left in its workspace and takes of it what {@code git add --all} would. The
 * one place that decides so: for a checkpoint, and for one path while the agent works. Nothing
 * there is executed or followed.
 *
 * <p>What is not taken is named; the version the branch had, if any, stays. So is what goes beyond
 * the limits, which count what file tools wrote apart: 200 MB of new content per checkpoint, and
 * 300,000 new files. Used once, by one thread, while no command of the run is alive.
 */
public final class WorkspaceScan {
  private static final int MAX_DEPTH = 100;
  // Linux names files by at most 4,095 bytes.
  private static final int MAX_PATH_BYTES = 4_000;

  private final Path root;
  private final Branch branch;
  private final AgentFiles files;
  private final Intake intake;
  private final int maxFiles;
  private int newFiles;
  private final LeftOutList leftOut;
  private final MovedFiles moved;
  private final NavigableMap<String, TreeEntry> found = new TreeMap<>();

  /** The one path that is looked at, empty for all. */
  private Optional<String> only = Optional.empty();

  /**
   * What one checkpoint takes at most; what the branch has, and what file tools wrote, always has
   * its place.
   *
   * @param newBytes what is added to the user's repository, before compression
   * @param files how many new files are taken that no file tool wrote
   */
  record Limits(long newBytes, int files) {
    static final Limits STANDARD = new Limits(200_000_000, 300_000);
  }

  /**
   * Creates a scan.
   *
   * @param blobs where contents go to
   */
  WorkspaceScan(Path root, Branch branch, Intake.Blobs blobs) {
    this(root, branch, blobs, new AgentFiles(), Limits.STANDARD);
  }

  WorkspaceScan(Path root, Branch branch, Intake.Blobs blobs, AgentFiles files, Limits limits) {
    this.root = root;
    this.branch = branch;
    this.files = files;
    this.intake = new Intake(files, blobs, limits.newBytes(), branch.written());
    this.maxFiles = limits.files();
    this.leftOut = new LeftOutList(branch.written());
    this.moved = new MovedFiles(intake, files);
  }

  /** Reads all files; returns the entries of the new tree. */
  public Collection<TreeEntry> run(Rules rules) throws IOException {
    walk(new Place(root, "", rules, null));
    keepWhatIsNeverOnDisk();
    // What the change still holds elsewhere is not lost.
    Set<ObjectId> held = found.values().stream().map(TreeEntry::id).collect(Collectors.toSet());
    List<TreeEntry> gone =
        branch.without(found.keySet()).stream().filter(file -> !held.contains(file.id())).toList();
    moved.find(gone).forEach(leftOut::addMoved);
    return found.values();
  }

  /** Looks at one path only, as {@link #run} would; returns it if it is left out. */
  Optional<LeftOut> look(Rules rules, String path) throws IOException {
    only = Optional.of(path);
    walk(new Place(root, "", rules, null));
    return leftOut.all().named().stream()
        .findFirst()
        .map(left -> new LeftOut(path, left.cause(), left.why()));
  }

  /** Tells whether all is as the branch has it. */
  public boolean isUntouched() {
    return found.equals(branch.tracked());
  }

  /** Returns what was left out. */
  public LeftOutWork leftOut() {
    return leftOut.all();
  }

  /**
   * A directory of the walk.
   *
   * @param prefix its path, empty or ending in a slash
   * @param hidden why new files in it are not taken, null if they are
   */
  private record Place(Path directory, String prefix, Rules rules, @Nullable NotTaken hidden) {
    /** Tells whether no rule and no tool takes back that new files are not taken. */
    boolean isClosed() {
      return hidden != null && hidden.kind() != LeftOut.Cause.BUILD_OUTPUT;
    }
  }

  private void walk(Place place) throws IOException {
    Map<String, Path> children = children(place);
    Rules rules = place.rules().enter(files, place.directory(), place.prefix(), children.keySet());
    @Nullable NotTaken unknown = rules.unknownIgnore();
    Place here =
        new Place(
            place.directory(),
            place.prefix(),
            rules,
            place.isClosed() || unknown == null ? place.hidden() : unknown);
    for (Map.Entry<String, Path> child : children.entrySet()) {
      String path = place.prefix() + child.getKey();
      if (only.isEmpty() || (only.get() + "/").startsWith(path + "/")) {
        check(here, child.getValue(), path, children.keySet());
      }
    }
  }

  private void check(Place place, Path file, String path, Set<String> siblings) throws IOException {
    if (path.equals(HostDirectory.PATH)) {
      new HostDirectory(branch, intake).leaveOut(file, leftOut);
    } else if (PathGuard.isGitName(path.substring(place.prefix().length()))) {
      leftOut.add(path, NotTaken.refused("a name of git's own"));
    } else if (isTooLong(file)) {
      leftOut.add(path, NotTaken.refused("a path too long to open"));
    } else {
      visit(place, file, path, siblings);
    }
  }

  private void visit(Place place, Path file, String path, Set<String> siblings) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = files.attributes(file);
    } catch (NoSuchFileException gone) {
      return;
    } catch (FileSystemException closed) {
      keep(path, NotTaken.unreadable());
      return;
    }
    if (attributes.isDirectory()) {
      visitDirectory(place, file, path, siblings);
    } else if (branch.known(path) != null) {
      visitFile(place, file, path, attributes);
    } else {
      visitNewFile(place, file, path, attributes);
    }
  }

  private void visitDirectory(Place place, Path directory, String path, Set<String> siblings)
      throws IOException {
    boolean hasTracked = branch.knowsBelow(path);
    @Nullable NotTaken hidden = hiddenDirectory(place, path, siblings);
    boolean hasOwn = hasTracked || isOutputWithWritten(hidden, path);
    if (branch.isSubmodule(path)) {
      branch.below(path).forEach(this::add);
      add(Objects.requireNonNull(branch.at(path)));
      leaveOutAll(
          directory,
          path,
          NotTaken.refused("it lies in the submodule '" + VisibleText.name(path) + "'"));
    } else if (hidden != null && !hasOwn) {
      moved.addPlace(directory, path, hidden);
      leaveOutAll(directory, path, hidden);
    } else if (path.chars().filter(c -> c == '/').count() >= MAX_DEPTH) {
      keep(path, NotTaken.refused("nested deeper than " + MAX_DEPTH + " directories"));
    } else if (!hasTracked && isRepository(directory)) {
      NotTaken embedded = NotTaken.refused("an embedded git repository");
      branch.writtenBelow(path).forEach(file -> leftOut.add(file, embedded));
      leftOut.add(path, embedded);
    } else {
      walk(new Place(directory, path + "/", place.rules(), hidden));
    }
  }

  /** Returns why new files below a directory are not taken. */
  private @Nullable NotTaken hiddenDirectory(Place place, String path, Set<String> siblings)
      throws IOException {
    if (place.isClosed()) {
      return place.hidden();
    }
    Optional<IgnoreRules.Decision> decision = place.rules().ignore().decision(path, true);
    if (decision.isPresent()) {
      return ignored(decision.get());
    }
    boolean output =
        BuildOutput.is(path.substring(place.prefix().length()), siblings)
            && !branch.base().hasDirectory(path);
    return output
        ? new NotTaken(LeftOut.Cause.BUILD_OUTPUT, "output of a build that git tracks nothing of")
        : place.hidden();
  }

  private boolean isOutputWithWritten(@Nullable NotTaken hidden, String path) {
    return hidden != null
        && hidden.kind() == LeftOut.Cause.BUILD_OUTPUT
        && !branch.writtenBelow(path).isEmpty();
  }

  private static @Nullable NotTaken ignored(IgnoreRules.Decision decision) {
    return decision.ignores() ? new NotTaken(LeftOut.Cause.IGNORED, decision.why()) : null;
  }

  private void visitNewFile(Place place, Path file, String path, BasicFileAttributes attributes)
      throws IOException {
    @Nullable NotTaken hidden = hiddenFile(place, path);
    if (hidden != null) {
      moved.addPlace(file, path, hidden);
      leftOut.add(path, hidden);
    } else if (!branch.written().contains(path) && newFiles++ >= maxFiles) {
      keep(path, tooManyFiles());
    } else {
      visitFile(place, file, path, attributes);
    }
  }

  /** What a file tool wrote is meant for the change, also where a build writes. */
  private @Nullable NotTaken hiddenFile(Place place, String path) {
    if (place.isClosed()) {
      return place.hidden();
    }
    Optional<IgnoreRules.Decision> decision = place.rules().ignore().decision(path, false);
    if (decision.isPresent()) {
      return ignored(decision.get());
    }
    return branch.written().contains(path) ? null : place.hidden();
  }

  private NotTaken tooManyFiles() {
    return new NotTaken(
        LeftOut.Cause.LIMIT,
        "beyond the " + maxFiles + " new files one checkpoint takes; ignore what is generated");
  }

  private void visitFile(Place place, Path file, String path, BasicFileAttributes attributes)
      throws IOException {
    try {
      if (attributes.isSymbolicLink()) {
        add(intake.link(file, path, branch.known(path)));
      } else if (attributes.isRegularFile()) {
        add(intake.file(file, path, branch.known(path), place.rules()));
      } else {
        keep(path, NotTaken.refused("not a regular file"));
      }
    } catch (NotTaken reason) {
      keep(path, reason);
    } catch (FileSystemException unreadable) {
      keep(path, NotTaken.unreadable());
    }
  }

  private void add(TreeEntry entry) {
    found.put(entry.path(), entry);
  }

  /** Leaves a path out; what the branch has there or below it stays. */
  private void keep(String path, NotTaken reason) {
    leftOut.add(path, reason);
    branch.writtenBelow(path).forEach(file -> leftOut.add(file, reason));
    @Nullable TreeEntry before = branch.at(path);
    if (before != null) {
      add(before);
    }
    branch.below(path).forEach(this::add);
  }

  /** Names each file of a directory if they are few, else the directory and what tools wrote. */
  private void leaveOutAll(Path directory, String path, NotTaken reason) {
    Optional<SortedSet<String>> few = FewFiles.below(directory, path + "/");
    few.orElseGet(() -> branch.writtenBelow(path)).forEach(file -> leftOut.add(file, reason));
    if (few.isEmpty()) {
      leftOut.add(path + "/", reason);
    }
  }

  private void keepWhatIsNeverOnDisk() {
    for (TreeEntry entry : branch.tracked().values()) {
      boolean onDisk =
          !withSlash(entry.path()).startsWith(HostDirectory.PATH + "/")
              && PathGuard.isWritable(entry.path());
      String below = entry.path() + "/";
      @Nullable String next = found.ceilingKey(below);
      boolean occupied = next != null && next.startsWith(below);
      if (!onDisk && !occupied) {
        found.putIfAbsent(entry.path(), entry);
      }
    }
  }

  private static String withSlash(String path) {
    return path.endsWith("/") ? path : path + "/";
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
        String name = child.getFileName().toString();
        if (FileTree.isNamed(child.getFileName(), name)) {
          children.put(name, child);
        } else if (only.isEmpty()) {
          leftOut.add(place.prefix() + name, NotTaken.refused(FileTree.unnamed()));
        }
      }
    } catch (NoSuchFileException gone) {
      return Map.of();
    } catch (AccessDeniedException closed) {
      keepUnreadable(place.prefix());
      return Map.of();
    }
    if (children.isEmpty() && !place.prefix().isEmpty()) {
      nameEmpty(place);
    }
    return children;
  }

  private void keepUnreadable(String prefix) {
    leftOut.add(prefix, NotTaken.unreadable());
    branch.written().tailSet(prefix).stream()
        .takeWhile(path -> path.startsWith(prefix))
        .forEach(path -> leftOut.add(path, NotTaken.unreadable()));
    branch.tracked().tailMap(prefix).values().stream()
        .takeWhile(entry -> entry.path().startsWith(prefix))
        .forEach(this::add);
  }

  private void nameEmpty(Place place) {
    String path = place.prefix().substring(0, place.prefix().length() - 1);
    if (branch.below(path).isEmpty()) {
      leftOut.add(
          place.prefix(),
          new NotTaken(LeftOut.Cause.EMPTY_DIRECTORY, "an empty directory, which git never keeps"));
    }
  }
}
