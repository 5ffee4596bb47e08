package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LinkedRepositoryTest {
  @TempDir Path temporary;
  private Path cache;
  private Path maven;

  @BeforeEach
  void fillCache() throws IOException {
    cache = temporary.resolve("repository");
    maven = temporary.resolve("m2");
    write("org/x/lib/1.0/lib-1.0.pom");
    write("org/x/lib/1.0/lib-1.0.jar");
    write("org/x/bom/2.0/bom-2.0.pom");
    write("org/x/lib/1.1-SNAPSHOT/lib-1.1-SNAPSHOT.pom");
    write("org/x/lib/1.1-SNAPSHOT/lib-1.1-SNAPSHOT.jar");
    write("org/x/lib/maven-metadata-local.xml");
    write("org/x/nopom/1/nopom-1.jar");
  }

  @Test
  void everythingOfTheCacheIsThere() throws IOException {
    create(List.of(cache), true);

    for (String path :
        List.of("lib/1.0/lib-1.0.jar", "bom/2.0/bom-2.0.pom", "nopom/1/nopom-1.jar")) {
      assertThat(maven.resolve("repository/org/x").resolve(path)).hasContent("org/x/" + path);
    }
    assertThat(maven.resolve("settings.xml")).content().contains("<offline>true</offline>");
  }

  @Test
  void snapshotsMetadataAndNewVersionsCanBeWrittenWithoutTouchingTheCache() throws IOException {
    create(List.of(cache), true);

    Path lib = maven.resolve("repository/org/x/lib");
    Files.writeString(lib.resolve("1.1-SNAPSHOT/lib-1.1-SNAPSHOT.jar"), "new");
    Files.writeString(lib.resolve("maven-metadata-local.xml"), "new");
    Files.writeString(Files.createDirectory(lib.resolve("1.2")).resolve("lib-1.2.jar"), "new");

    try (var all = Files.walk(cache)) {
      assertThat(all.filter(Files::isRegularFile))
          .hasSize(7)
          .allSatisfy(file -> assertThat(file).hasContent(cache.relativize(file).toString()));
    }
  }

  @Test
  void withANetworkAJarCanBeAddedBesideALonePom() throws IOException {
    create(List.of(cache), false);

    Path bom = maven.resolve("repository/org/x/bom/2.0");
    Files.writeString(bom.resolve("bom-2.0.jar"), "downloaded");

    assertThat(cache.resolve("org/x/bom/2.0/bom-2.0.jar")).doesNotExist();
    assertThat(bom.resolve("bom-2.0.pom")).exists();
    assertThat(maven.resolve("settings.xml")).content().contains("<offline>false</offline>");
  }

  @Test
  void firstCacheWins() throws IOException {
    Path second = temporary.resolve("second");
    Path jar = second.resolve("org/x/lib/1.0/lib-1.0.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "other");
    Files.writeString(second.resolve("org/x/lib/1.0/lib-1.0.pom"), "other");

    create(List.of(cache, second), true);

    assertThat(maven.resolve("repository/org/x/lib/1.0/lib-1.0.jar"))
        .hasContent("org/x/lib/1.0/lib-1.0.jar");
  }

  @Test
  void oneOddEntryOfTheCacheDoesNotFailEveryCommand() throws Exception {
    Path lib = cache.resolve("org/x/lib");
    Files.createSymbolicLink(cache.resolve("dangling"), temporary.resolve("none"));
    Files.createSymbolicLink(lib.resolve("maven-metadata-x.xml"), temporary.resolve("none"));
    Files.createSymbolicLink(lib.resolve("1.1-SNAPSHOT/a.jar"), temporary.resolve("none"));
    Files.createSymbolicLink(cache.resolve("org/loop"), cache);
    Path fifo = lib.resolve("1.1-SNAPSHOT/fifo.jar");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    Path unreadable = Files.createDirectory(cache.resolve("unreadable"));
    Files.setPosixFilePermissions(unreadable, Set.of());
    try {
      create(List.of(cache, temporary.resolve("none")), true);
    } finally {
      Files.setPosixFilePermissions(unreadable, Set.of(PosixFilePermission.values()));
    }

    Path repository = maven.resolve("repository");
    assertThat(repository.resolve("org/x/lib/1.0/lib-1.0.jar")).exists();
    assertThat(repository.resolve("org/x/lib/1.1-SNAPSHOT/lib-1.1-SNAPSHOT.jar")).exists();
    assertThat(repository.resolve("dangling")).doesNotExist();
    assertThat(repository.resolve("org/loop")).doesNotExist();
  }

  private void create(List<Path> caches, boolean offline) throws IOException {
    MavenHome.create(maven, temporary, new LinkedRepository(caches, offline), offline);
  }

  private void write(String path) throws IOException {
    Path file = cache.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, path);
  }
}
