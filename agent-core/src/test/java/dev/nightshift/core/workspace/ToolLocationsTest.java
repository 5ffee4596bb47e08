package dev.nightshift.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolLocationsTest {
  @TempDir Path temporary;
  private Path userHome;
  private Path maven;

  @BeforeEach
  void installMavenInTheUsersHome() throws IOException {
    userHome = Files.createDirectory(temporary.toRealPath().resolve("user"));
    maven = userHome.resolve(".sdkman/candidates/maven/3.9.9");
    Path program = maven.resolve("bin/mvn");
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(maven.resolveSibling("current"), maven);
  }

  @Test
  void showsAnInstallationUnderItsNameAndItsRealPath() {
    Path current = maven.resolveSibling("current");

    Map<Path, Path> found = directories(Map.of("PATH", current.resolve("bin").toString()));

    assertThat(found).containsEntry(current, maven).containsEntry(maven, maven);
  }

  @Test
  void neverShowsTheUsersHome() throws IOException {
    Path program = Files.createDirectory(userHome.resolve("bin")).resolve("mvn");
    Files.copy(maven.resolve("bin/mvn"), program);
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Map<Path, Path> found =
        directories(
            Map.of(
                "PATH", program.getParent().toString(),
                "JAVA_HOME", userHome.toString(),
                "M2_HOME", temporary.toString(),
                "MAVEN_HOME", "/"));

    assertThat(found.values()).noneMatch(shown -> userHome.startsWith(shown));
  }

  @Test
  void ignoresRelativeAndMissingPlaces() {
    Map<Path, Path> found = directories(Map.of("PATH", ".:bin:/none", "JAVA_HOME", "/no/such"));

    assertThat(found.keySet()).noneMatch(path -> path.startsWith("/no"));
    assertThat(ToolLocations.locate("mvn", "bin:.")).isEmpty();
  }

  private Map<Path, Path> directories(Map<String, String> environment) {
    return new ToolLocations(environment, userHome).directories();
  }
}
