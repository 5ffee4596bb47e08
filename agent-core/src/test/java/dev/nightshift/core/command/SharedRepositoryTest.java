package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SharedRepositoryTest {
  private static final String JAR = "org/x/lib/1.0/lib-1.0.jar";

  @TempDir Path temporary;
  private Path cache;
  private Path copies;

  @BeforeEach
  void fillCache() throws IOException {
    cache = temporary.resolve("cache");
    copies = Files.createDirectory(temporary.resolve("copies"));
    write(cache, JAR, "original");
    write(cache, "org/x/lib/1.1-SNAPSHOT/lib-1.1-SNAPSHOT.jar", "original");
    write(cache, "org/x/lib/maven-metadata-local.xml", "original");
  }

  @Test
  void secondHomeGetsTheSameCopyWithoutLookingAtTheCacheAgain() throws IOException {
    SharedRepository shared = shared(Long.MAX_VALUE);

    Path first = create(shared, "first");
    write(cache, "org/x/lib/1.2/lib-1.2.jar", "later");
    Path second = create(shared, "second");

    assertThat(second.toRealPath()).isEqualTo(first.toRealPath());
    assertThat(second.resolve(JAR)).hasContent("original");
    assertThat(second.resolve("org/x/lib/1.2")).doesNotExist();
    assertThat(shared.note()).isEqualTo("Maven cache shared by all commands");
  }

  @Test
  void whateverIsWrittenToTheCopyTheCacheStaysAsItWas() throws IOException {
    Path repository = create(shared(Long.MAX_VALUE), "m2");

    try (var all = Files.walk(repository.toRealPath())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "poison");
      }
    }

    try (var all = Files.walk(cache)) {
      assertThat(all.filter(Files::isRegularFile))
          .hasSize(3)
          .allSatisfy(file -> assertThat(file).hasContent("original"));
    }
  }

  @Test
  void ofWhatWasDownloadedOnlyMetadataAndSnapshotsAreWritable() throws IOException {
    Path lib = create(shared(Long.MAX_VALUE), "m2").resolve("org/x/lib");

    assertThat(Files.getPosixFilePermissions(lib.resolve("1.0/lib-1.0.jar")))
        .contains(PosixFilePermission.OWNER_READ)
        .doesNotContain(PosixFilePermission.OWNER_WRITE);
    for (String path : List.of("1.1-SNAPSHOT/lib-1.1-SNAPSHOT.jar", "maven-metadata-local.xml")) {
      assertThat(Files.getPosixFilePermissions(lib.resolve(path)))
          .contains(PosixFilePermission.OWNER_WRITE);
    }
    Files.createDirectory(lib.resolve("1.2"));
  }

  /**
   * {@code mvn install} of a release that the cache held already was red, for "Permission denied".
   */
  @Test
  void releaseThatABuildInstalledCanBeInstalledAgainAndADownloadedOneNot() throws IOException {
    write(cache, "org/own/app/1.0/app-1.0.pom", "original");
    write(cache, "org/own/app/1.0/_remote.repositories", "#NOTE: x\napp-1.0.pom>=\n");
    write(cache, "org/x/lib/1.0/_remote.repositories", "#NOTE: x\nlib-1.0.jar>central=\n");

    Path org = create(shared(Long.MAX_VALUE), "m2").resolve("org");

    for (String path : List.of("app-1.0.pom", "_remote.repositories")) {
      assertThat(Files.getPosixFilePermissions(org.resolve("own/app/1.0").resolve(path)))
          .contains(PosixFilePermission.OWNER_WRITE);
    }
    for (String path : List.of("lib-1.0.jar", "_remote.repositories")) {
      assertThat(Files.getPosixFilePermissions(org.resolve("x/lib/1.0").resolve(path)))
          .doesNotContain(PosixFilePermission.OWNER_WRITE);
    }
  }

  @Test
  void whatDoesNotFitIsLinkedAndTheReportSaysSo() throws IOException {
    SharedRepository shared = shared(8);

    Path repository = create(shared, "m2");

    assertThat(repository.resolve(JAR)).hasContent("original");
    try (var all = Files.walk(repository.toRealPath())) {
      assertThat(all.filter(Files::isSymbolicLink)).hasSize(2);
    }
    assertThat(shared.note()).contains("writable through links");
  }

  /** The copy is made, and found not to fit, after the repository was chosen. */
  @Test
  void reportOfARunnerSaysThatWhatDidNotFitIsLinked() throws Exception {
    SharedRepository shared = shared(8);
    OverlayProbe withoutMount = new OverlayProbe(Sandboxes.NONE, Map.of("PATH", "/nowhere"));
    MavenRepositories repositories =
        new MavenRepositories(Sandboxes.NONE, true, withoutMount, missing -> shared);

    Path maven = Files.createDirectory(temporary.resolve("m2"));
    repositories
        .over(List.of(CachedRepository.create(temporary, 1).path()), temporary)
        .create(temporary, maven);

    assertThat(repositories.note()).contains("writable through links");
  }

  @Test
  void firstCacheWins() throws IOException {
    Path second = temporary.resolve("second");
    write(second, JAR, "other");
    write(second, "org/y/y/1/y-1.jar", "other");

    Path repository =
        create(new SharedRepository(List.of(cache, second), copies, () -> 1_000L), "m2");

    assertThat(repository.resolve(JAR)).hasContent("original");
    assertThat(repository.resolve("org/y/y/1/y-1.jar")).hasContent("other");
  }

  @Test
  void oddEntriesOfTheCacheAreLeftOut() throws Exception {
    Files.createSymbolicLink(cache.resolve("dangling"), temporary.resolve("none"));
    Files.createSymbolicLink(cache.resolve("org/loop"), cache);
    Path fifo = cache.resolve("org/x/lib/1.0/fifo.jar");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    Path unreadable = Files.createDirectory(cache.resolve("unreadable"));
    Files.setPosixFilePermissions(unreadable, Set.of());
    Path repository;
    try {
      repository = create(shared(Long.MAX_VALUE), "m2");
    } finally {
      Files.setPosixFilePermissions(unreadable, Set.of(PosixFilePermission.values()));
    }

    assertThat(repository.resolve(JAR)).hasContent("original");
    for (String path : List.of("dangling", "org/loop", "org/x/lib/1.0/fifo.jar")) {
      assertThat(repository.resolve(path)).doesNotExist();
    }
  }

  @Test
  void copyOfAKilledProcessIsRemovedAndOneInUseIsNot() throws IOException {
    Path abandoned = Files.createDirectory(copies.resolve("nightshift-maven-1"));
    write(abandoned, "lock", "");
    write(abandoned, "repository/" + JAR, "old");
    Path notYetLocked = Files.createDirectory(copies.resolve("nightshift-maven-2"));
    Path used = create(shared(Long.MAX_VALUE), "used");

    create(shared(Long.MAX_VALUE), "other");

    assertThat(abandoned).doesNotExist();
    assertThat(notYetLocked).exists();
    assertThat(used.resolve(JAR)).hasContent("original");
  }

  private SharedRepository shared(long space) {
    return new SharedRepository(List.of(cache), copies, () -> space);
  }

  private Path create(SharedRepository shared, String name) throws IOException {
    Path maven = Files.createDirectory(temporary.resolve(name));
    shared.create(temporary, maven);
    return maven.resolve("repository");
  }

  private static void write(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
