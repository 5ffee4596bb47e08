package dev.nightshift.examples.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A local Maven repository as downloads leave it: three-level groups, three versions an artefact,
 * each with jar, pom, their checksums and the record of where they came from.
 */
final class SyntheticCache {
  private static final int FILES_OF_VERSION = 5;
  private static final int VERSIONS = 3;
  private static final int ARTEFACTS_OF_GROUP = 8;
  private static final int JAR_BYTES = 2_000;

  private SyntheticCache() {}

  /** Makes one with so many files, or slightly more. */
  static Path create(Path home, int files) throws IOException {
    Path cache = Files.createDirectories(home.resolve(".m2").resolve("repository"));
    for (int artefact = 0, made = 0; made < files; artefact++) {
      int group = artefact / ARTEFACTS_OF_GROUP;
      Path directory = cache.resolve("org/vendor" + group % 40 + "/part" + group);
      String name = "lib" + artefact;
      for (int version = 1; version <= VERSIONS && made < files; version++) {
        writeVersion(directory.resolve(name), name, "1." + version);
        made += FILES_OF_VERSION;
      }
      Files.writeString(directory.resolve(name).resolve("maven-metadata-central.xml"), "<m/>\n");
      made++;
    }
    return cache;
  }

  /** Takes the right to add groups. */
  static void protect(Path cache) throws IOException {
    Files.setPosixFilePermissions(
        cache.resolve("org"), PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  private static void writeVersion(Path artefact, String name, String version) throws IOException {
    Path directory = Files.createDirectories(artefact.resolve(version));
    String stem = name + "-" + version;
    byte[] jar = new byte[JAR_BYTES];
    Files.write(directory.resolve(stem + ".jar"), jar);
    Files.writeString(directory.resolve(stem + ".jar.sha1"), "0".repeat(40));
    Files.write(directory.resolve(stem + ".pom"), "<project/>".getBytes(StandardCharsets.UTF_8));
    Files.writeString(directory.resolve(stem + ".pom.sha1"), "0".repeat(40));
    Files.writeString(directory.resolve("_remote.repositories"), stem + ".jar>central=\n");
  }
}
