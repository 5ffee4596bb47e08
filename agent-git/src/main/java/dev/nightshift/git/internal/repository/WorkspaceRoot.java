package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.git.internal.disk.TreeDeletion;
import dev.nightshift.git.internal.objects.Uninterrupted;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory below which the runs of one repository live, private to the user and outside of the
 * repository. It exists only while a run needs it. Safe for concurrent use.
 */
public final class WorkspaceRoot {
  private static final Logger LOG = LoggerFactory.getLogger(WorkspaceRoot.class);
  private static final int MAX_TRIES = 100;
  private final Path root;
  private final Path forRepository;
  private final boolean shared;

  private WorkspaceRoot(Path root, Path forRepository, boolean shared) {
    this.root = root;
    this.forRepository = forRepository;
    this.shared = shared;
  }

  /**
   * Returns the root for a repository.
   *
   * @param chosen a directory of the caller's, null for a private one below the temporary directory
   */
  static WorkspaceRoot of(@Nullable Path chosen, Path commonDir) {
    boolean shared = chosen == null;
    Path root = chosen == null ? standard() : chosen.toAbsolutePath().normalize();
    Path forRepository = root.resolve(nameOf(commonDir));
    Path repositoryTop =
        commonDir.endsWith(".git") && commonDir.getParent() != null
            ? commonDir.getParent()
            : commonDir;
    if (root.startsWith(repositoryTop)) {
      throw new IllegalArgumentException(
          "workspace root " + root + " lies in the repository " + repositoryTop + "; move it out");
    }
    for (Path above = root; above != null; above = above.getParent()) {
      if (Files.exists(above) && !Files.isDirectory(above)) {
        throw new IllegalArgumentException(
            "workspace root " + root + " cannot be made: " + above + " is no directory; name one");
      }
    }
    return new WorkspaceRoot(root, forRepository, shared);
  }

  /** Returns where a run lives; nothing is created. */
  public Path directoryOf(String run) {
    return forRepository.resolve(run);
  }

  /** Creates the directory, if it does not exist. */
  public void create() throws IOException {
    create(forRepository, true);
  }

  /**
   * Creates a new directory of a run.
   *
   * @throws FileAlreadyExistsException if there is one
   */
  public Path create(String run) throws IOException {
    Path directory = directoryOf(run);
    create(directory, false);
    return directory;
  }

  private void create(Path directory, boolean mayExist) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        makeRoot();
        makePrivate(forRepository, true);
        makePrivate(directory, mayExist);
        return;
      } catch (NoSuchFileException removedMeanwhile) {
        if (tries == MAX_TRIES) {
          throw cannotBeMade(removedMeanwhile);
        }
      } catch (FileAlreadyExistsException taken) {
        throw taken;
      } catch (FileSystemException closed) {
        throw cannotBeMade(closed);
      }
    }
  }

  private WorkspaceException cannotBeMade(FileSystemException why) {
    return new WorkspaceException(
        WorkspaceException.Kind.UNSUPPORTED,
        "directory "
            + why.getFile()
            + " cannot be made for runs: "
            + (why.getReason() == null ? why.getClass().getSimpleName() : why.getReason())
            + "; set another workspace root",
        why);
  }

  /** Returns the names of the directories of runs. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(forRepository)) {
      runs.forEach(run -> names.add(run.getFileName().toString()));
    } catch (NoSuchFileException | AccessDeniedException none) {
      // No run is open, or only those of another user, which their records name.
    }
    return names;
  }

  /** Tells whether a directory is that of a run, below whatever root. */
  static boolean isDirectoryOf(Path directory, Path commonDir, String run) {
    @Nullable Path forRepository = directory.getParent();
    return forRepository != null
        && directory.endsWith(run)
        && forRepository.endsWith(nameOf(commonDir));
  }

  /** Deletes the directory of a run, below whatever root, and what is empty then. */
  public static void delete(Path directory) throws IOException {
    if (!canExist(directory)) {
      return;
    }
    TreeDeletion.delete(directory);
    @Nullable Path forRepository = directory.getParent();
    if (forRepository != null) {
      deleteEmpty(forRepository);
    }
  }

  /** Tells whether anything can be there: nothing is below a file. */
  private static boolean canExist(Path directory) {
    for (Path above = directory.getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above)) {
        return Files.isDirectory(above);
      }
    }
    return true;
  }

  /** Removes what a process leaves that is killed before it makes a run's directory. */
  public void deleteEmpty() throws IOException {
    if (Files.exists(forRepository)) {
      deleteEmpty(forRepository);
    }
  }

  private static void deleteEmpty(Path forRepository) throws IOException {
    if (TreeDeletion.deleteIfEmpty(forRepository) && standard().equals(forRepository.getParent())) {
      TreeDeletion.deleteIfEmpty(standard());
    }
  }

  /** Deletes as {@link #delete}; what cannot be deleted is named in the log and stays. */
  void deleteOrWarn(String run) {
    try {
      Uninterrupted.run("removing " + directoryOf(run), () -> delete(directoryOf(run)));
    } catch (RuntimeException failure) {
      LOG.warn("{} could not be removed; remove it by hand", directoryOf(run), failure);
    }
  }

  private void makeRoot() throws IOException {
    if (!shared) {
      Files.createDirectories(root);
      return;
    }
    makePrivate(root, true);
    // Somebody else may have made it first: the temporary directory is open to all.
    // Throws if the last other run has removed it meanwhile; create() then tries again.
    boolean own =
        Files.readAttributes(root, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isDirectory()
            && Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe(root)));
    if (!own || isOpenToOthers(root)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          root + " is not a private directory of this user; remove it or set a workspace root");
    }
  }

  /** Returns a path that certainly belongs to this process' user. */
  private static Path probe(Path root) throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self) ? self.toRealPath() : root;
  }

  private static boolean isOpenToOthers(Path directory) throws IOException {
    try {
      Set<PosixFilePermission> permissions =
          Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
      return permissions.contains(PosixFilePermission.GROUP_WRITE)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (UnsupportedOperationException notPosix) {
      return false;
    }
  }

  private static void makePrivate(Path directory, boolean mayExist) throws IOException {
    try {
      Files.createDirectory(directory, privately(directory));
    } catch (FileAlreadyExistsException exists) {
      if (!mayExist) {
        throw exists;
      }
    }
  }

  private static FileAttribute<?>[] privately(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static Path standard() {
    String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
    return Path.of(System.getProperty("java.io.tmpdir"), "nightshift-" + user)
        .toAbsolutePath()
        .normalize();
  }

  private static String nameOf(Path commonDir) {
    Path top =
        commonDir.endsWith(".git") && commonDir.getParent() != null
            ? commonDir.getParent()
            : commonDir;
    String readable =
        String.valueOf(top.getFileName()).replaceAll("[^A-Za-z0-9-]", "-").toLowerCase(Locale.ROOT);
    byte[] digest =
        Constants.newMessageDigest()
            .digest(commonDir.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return (readable.length() > 30 ? readable.substring(0, 30) : readable)
        + "-"
        + HexFormat.of().formatHex(digest, 0, 4);
  }
}
