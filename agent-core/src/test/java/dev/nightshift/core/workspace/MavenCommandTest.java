package dev.nightshift.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds a real project with the Maven of this computer and the repository of this build. */
@Tag("bubblewrap")
@Timeout(180)
class MavenCommandTest {
  private static final Path CACHE =
      Path.of(
          System.getProperty(
              "localRepository", System.getProperty("user.home") + "/.m2/repository"));

  @TempDir Path temporary;
  private Path workspace;
  private Path home;

  @BeforeEach
  void copyProject() throws IOException {
    workspace = Files.createDirectory(temporary.toRealPath().resolve("workspace"));
    // Not in the other directory: JUnit warns of each link to the cache that it deletes.
    home = Files.createTempDirectory("nightshift-home").toRealPath();
    write("pom.xml", POM);
    write("src/main/java/p/A.java", "package p; class A { static int one() { return 1; } }");
    write(
        "src/test/java/p/ATest.java",
        "package p; class ATest { @org.junit.jupiter.api.Test void one() {"
            + " System.out.println(\"home \" + System.getProperty(\"user.home\"));"
            + " org.junit.jupiter.api.Assertions.assertEquals(1, A.one()); } }");
  }

  @AfterEach
  void deleteHome() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void mavenTestsWithoutNetworkInTheSandbox() throws Exception {
    Bubblewrap.require();

    CommandResult result = maven(SandboxMode.REQUIRED, "mvn", "-q", "-B", "test");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("home " + home);
    assertThat(workspace.resolve("target/surefire-reports/TEST-p.ATest.xml")).exists();
  }

  @Test
  void mavenTestsOfflineWithoutSandboxFromAPrivateHome() throws Exception {
    CommandResult result = maven(SandboxMode.OFF, "mvn", "-q", "-B", "-o", "test");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(workspace.resolve("target/surefire-reports/TEST-p.ATest.xml")).exists();
    assertThat(home.resolve(".m2/repository/org/apache/maven")).isDirectory();
  }

  @Test
  void namesTheOptionsWhenAnArtefactIsMissing() throws Exception {
    write("pom.xml", POM.replace("5.14.4", "5.99.0-none"));

    CommandResult result = maven(SandboxMode.PREFERRED, "mvn", "-q", "-B", "test");

    assertThat(result.isSuccess()).isFalse();
    assertThat(result.hint()).contains("--cache DIR").contains("--network");
  }

  private CommandResult maven(SandboxMode mode, String... argv) throws InterruptedException {
    CommandPolicy policy = CommandPolicy.builder().sandboxMode(mode).caches(List.of(CACHE)).build();
    Command command = Command.of(argv).withTimeout(Duration.ofMinutes(2));
    return CommandRunner.create(policy).run(command, workspace, home);
  }

  private void write(String path, String text) {
    WorkspaceFiles.ofDirectory(workspace).write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The plugins are those of this build, so they are in its repository. */
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>p</groupId><artifactId>p</artifactId><version>1-SNAPSHOT</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencies>
          <dependency>
            <groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId>
            <version>5.14.4</version><scope>test</scope>
          </dependency>
        </dependencies>
        <build>
          <plugins>
            <plugin>
              <artifactId>maven-compiler-plugin</artifactId><version>3.15.0</version>
            </plugin>
            <plugin>
              <artifactId>maven-resources-plugin</artifactId><version>3.5.0</version>
            </plugin>
            <plugin>
              <artifactId>maven-surefire-plugin</artifactId><version>3.5.6</version>
            </plugin>
          </plugins>
        </build>
      </project>
      """;
}
