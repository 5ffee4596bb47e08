package dev.nightshift.git.internal.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.rules.AgentFiles;
import dev.nightshift.git.internal.rules.Filters;
import dev.nightshift.git.internal.rules.Rules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceScanTest {
  /** Heeds permissions as the kernel does, also for root. */
  private static final AgentFiles UNPRIVILEGED =
      new AgentFiles() {
        @Override
        public BasicFileAttributes attributes(Path file) throws IOException {
          require(Objects.requireNonNull(file.getParent()), PosixFilePermission.OWNER_EXECUTE);
          return super.attributes(file);
        }

        @Override
        public InputStream open(Path file) throws IOException {
          require(Objects.requireNonNull(file.getParent()), PosixFilePermission.OWNER_EXECUTE);
          require(file, PosixFilePermission.OWNER_READ);
          return super.open(file);
        }

        private void require(Path file, PosixFilePermission permission) throws IOException {
          if (!Files.getPosixFilePermissions(file).contains(permission)) {
            throw new AccessDeniedException(file.toString());
          }
        }
      };

  @TempDir private Path root;
  private final InMemoryRepository repository =
      new InMemoryRepository(new DfsRepositoryDescription("test"));
  private final NavigableMap<String, TreeEntry> tracked = new TreeMap<>();
  private final NavigableSet<String> written = new TreeSet<>();

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  private Path file(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private void track(String path, String content) throws IOException {
    file(path, content);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      tracked.put(
          path,
          new TreeEntry(path, FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, bytes)));
      inserter.flush();
    }
  }

  private record Scanned(List<String> paths, List<String> leftOut) {}

  private Scanned scan(long newBytes) throws IOException {
    return scan(new WorkspaceScan.Limits(newBytes, 1_000));
  }

  private Scanned scan(WorkspaceScan.Limits limits) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      WorkspaceScan scan = new WorkspaceScan(root, branch(), blobs(inserter), UNPRIVILEGED, limits);
      List<String> paths =
          scan.run(Rules.ofRepository(root.resolve("no"))).stream().map(TreeEntry::path).toList();
      return new Scanned(paths, scan.leftOut().lines(1_000));
    }
  }

  private Branch branch() {
    return new Branch(tracked, new TreeMap<>(), directory -> false, written);
  }

  private Intake.Blobs blobs(ObjectInserter inserter) {
    ObjectReader reader = repository.newObjectReader();
    return new Intake.Blobs(reader, inserter, new Filters(root, reader, ObjectId.zeroId()));
  }

  private static void chmod(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void newFilesBesideAnUnreadableIgnoreFileAreNotTaken() throws IOException {
    track(".gitignore", "*.log\n");
    track("sub/A.java", "a\n");
    file("sub/new.txt", "new\n");
    chmod(file("sub/.gitignore", "x\n"), "---------");
    chmod(root.resolve(".gitignore"), "---------");

    Scanned scanned = scan(1_000);

    assertThat(scanned.paths()).containsExactly(".gitignore", "sub/A.java");
    assertThat(scanned.leftOut())
        .containsExactly(
            ".gitignore: not readable",
            "sub/.gitignore: '.gitignore' with its rules is not readable",
            "sub/new.txt: '.gitignore' with its rules is not readable");
  }

  @Test
  void directoryThatCannotBeEnteredKeepsWhatTheBranchHas() throws IOException {
    track("sub/A.java", "a\n");
    track("sub/deep/B.java", "b\n");
    file("new.txt", "new\n");
    file("sub/new.txt", "new\n");
    chmod(root.resolve("sub"), "r--r--r--");
    try {
      Scanned scanned = scan(1_000);

      assertThat(scanned.paths()).containsExactly("new.txt", "sub/A.java", "sub/deep/B.java");
      assertThat(scanned.leftOut()).isNotEmpty().allMatch(note -> note.endsWith(": not readable"));
    } finally {
      chmod(root.resolve("sub"), "rwxr-xr-x");
    }
  }

  @Test
  void oneCheckpointTakesALimitedAmountOfNewContent() throws IOException {
    track("a-large.txt", "x".repeat(500));
    track("b-edited.txt", "old");
    file("b-edited.txt", "y".repeat(60));
    file("c.txt", "z".repeat(50));
    file("d.txt", "z".repeat(40));

    Scanned scanned = scan(100);

    assertThat(scanned.paths()).containsExactly("a-large.txt", "b-edited.txt", "d.txt");
    assertThat(scanned.leftOut())
        .containsExactly("c.txt: beyond the 100 bytes of new content one checkpoint takes");
  }

  @Test
  void editBeyondTheLimitKeepsTheVersionOfTheBranch() throws IOException {
    track("a.txt", "old");
    TreeEntry before = tracked.get("a.txt");
    file("a.txt", "y".repeat(101));

    try (ObjectInserter inserter = repository.newObjectInserter()) {
      WorkspaceScan scan =
          new WorkspaceScan(
              root, branch(), blobs(inserter), UNPRIVILEGED, new WorkspaceScan.Limits(100, 1_000));

      assertThat(scan.run(Rules.ofRepository(root.resolve("no")))).containsExactly(before);
      assertThat(scan.leftOut().count()).isEqualTo(1);
    }
  }

  @Test
  void filesBeyondTheLimitAreLeftOutAndTheOthersCommitted() throws IOException {
    for (int i = 100; i < 300; i++) {
      file("new/f" + i, "x");
    }
    track("tracked/z.txt", "old");
    file("tracked/z.txt", "new");

    Scanned scanned = scan(new WorkspaceScan.Limits(1_000, 2));

    assertThat(scanned.paths()).containsExactly("new/f100", "new/f101", "tracked/z.txt");
    assertThat(scanned.leftOut())
        .hasSize(101)
        .startsWith(
            "new/f102: beyond the 2 new files one checkpoint takes; ignore what is generated")
        .endsWith("and 98 more");
  }

  @Test
  void whatCommandsMakeDoesNotUseUpTheRoomOfWhatAToolWrote() throws IOException {
    for (int i = 0; i < 9; i++) {
      file("junk/f" + i, "x".repeat(10));
    }
    file("later.txt", "y".repeat(60));
    written.add("later.txt");

    Scanned scanned = scan(new WorkspaceScan.Limits(60, 6));

    assertThat(scanned.paths()).hasSize(7).contains("later.txt");
    assertThat(scanned.leftOut()).hasSize(3).allMatch(line -> line.startsWith("junk/"));
  }

  @Test
  void unchangedFileIsHashedOnce() throws IOException {
    track("a.txt", "a");
    AtomicInteger hashed = new AtomicInteger();
    ObjectInserter counting =
        new ObjectInserter.Formatter() {
          @Override
          public ObjectId idFor(int type, byte[] data) {
            hashed.incrementAndGet();
            return super.idFor(type, data);
          }
        };

    new WorkspaceScan(root, branch(), blobs(counting)).run(Rules.ofRepository(root.resolve("no")));

    assertThat(hashed).hasValue(1);
  }
}
