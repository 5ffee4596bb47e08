package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A local Maven repository with a few artefacts, for tests that must not change it. */
record CachedRepository(Path path, Map<String, String> before) {
  static final String JAR = "org/x/lib/1.0/lib-1.0.jar";

  /** Makes one below a directory that stands for a user's home. */
  static CachedRepository create(Path userHome, int versions) throws IOException {
    Path cache = userHome.resolve(".m2/repository");
    for (int version = 0; version < versions; version++) {
      String stem = "org/x/lib/1." + version + "/lib-1." + version;
      Files.createDirectories(cache.resolve(stem).getParent());
      Files.writeString(cache.resolve(stem + ".jar"), "original");
      Files.writeString(cache.resolve(stem + ".pom"), "original");
    }
    Files.writeString(cache.resolve("org/x/lib/maven-metadata-local.xml"), "original");
    return new CachedRepository(cache, contents(cache));
  }

  void assertUnchanged() throws IOException {
    assertThat(contents(path)).isEqualTo(before);
  }

  private static Map<String, String> contents(Path cache) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (var all = Files.walk(cache)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        contents.put(cache.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
