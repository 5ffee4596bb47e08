package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    Files.createDirectory(maven.resolve("lib"));
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

  @Test
  void credentialsOfMavenAndGradleAreNotShownAsTheirHome() throws IOException {
    for (String name : List.of(".m2", ".gradle")) {
      program(userHome.resolve(name).resolve("bin/mvn"));
    }
    Path work = Files.createDirectory(userHome.resolve("work"));

    Map<Path, Path> found =
        directories(
            Map.of(
                "M2_HOME", userHome.resolve(".m2").toString(),
                "GRADLE_HOME", userHome.resolve(".gradle").toString(),
                "JAVA_HOME", work.toString(),
                "MAVEN_HOME", maven.toString()));

    assertThat(found.keySet()).contains(maven);
    assertThat(found.keySet()).filteredOn(shown -> shown.startsWith(userHome)).containsOnly(maven);
  }

  @Test
  void aProgramAmongTheUsersFilesShowsNoMoreThanItsDirectory() throws IOException {
    Path cargo = program(userHome.resolve(".cargo/bin/git")).getParent();
    Files.createDirectory(userHome.resolve(".cargo/lib"));
    Path tools = program(userHome.resolve("tools/bin/node")).getParent();

    Map<Path, Path> found = directories(Map.of("PATH", cargo + ":" + tools));

    assertThat(found.keySet())
        .filteredOn(shown -> shown.startsWith(userHome))
        .containsOnly(cargo, tools);
  }

  @Test
  void homeOfTheEnvironmentIsAHomeToo() throws IOException {
    program(temporary.resolve("other/bin/java"));
    String other = temporary.toRealPath().resolve("other").toString();

    assertThat(directories(Map.of("HOME", other, "JAVA_HOME", other)).keySet())
        .noneMatch(shown -> shown.startsWith(other));
  }

  private static Path program(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n");
    assertThat(path.toFile().setExecutable(true)).isTrue();
    return path;
  }

  private Map<Path, Path> directories(Map<String, String> environment) {
    return new ToolLocations(environment, userHome).directories();
  }
}
