package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.jail.ScratchDirectory;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  private static final String INSTALL_PLUGIN =
      "org/apache/maven/plugins/maven-install-plugin/3.1.4/maven-install-plugin-3.1.4.jar";
  private static final String NEEDED_TO_PACKAGE =
      "org/apache/maven/shared/file-management/3.2.0/file-management-3.2.0.jar";

  /** A JVM that builds two classes ends before a second compiler has paid. */
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  @TempDir Path temporary;
  private Path workspace;
  private Path home;

  @BeforeEach
  void copyProject() throws IOException {
    workspace = Files.createDirectory(temporary.toRealPath().resolve("workspace"));
    // Not in the other directory: JUnit warns of each link to the cache that it deletes.
    home = Files.createTempDirectory("nightshift-home").toRealPath();
    write(".mvn/jvm.config", SHORT_LIVED);
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
    ScratchDirectory.delete(home);
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
    assertThat(result.output()).contains("home " + home);
    assertThat(workspace.resolve("target/surefire-reports/TEST-p.ATest.xml")).exists();
  }

  @Test
  void modulesInstalledByOneHomeAreThereForItsNextCommandAndForNoOtherHome() throws Exception {
    Bubblewrap.require();
    CommandPolicy policy =
        CommandPolicy.builder().sandboxMode(SandboxMode.REQUIRED).caches(List.of(CACHE)).build();
    CommandRunner runner = CommandRunner.create(policy);
    writeModules();
    Command alone = Command.shell("cd user && mvn -q -B -o compile");

    CommandResult install = runner.run(Command.shell(installLine()), workspace, home);
    CommandResult next = runner.run(alone, workspace, home);
    CommandResult elsewhere = runner.run(alone, workspace, temporary.toRealPath().resolve("other"));

    assertThat(install.exitCode()).as(install.output()).isZero();
    assertThat(next.exitCode()).as(next.output()).isZero();
    assertThat(elsewhere.isSuccess()).isFalse();
    assertThat(elsewhere.hint()).contains("--cache DIR");
    assertThat(CACHE.resolve("nightshift/probe")).doesNotExist();
  }

  /**
   * The first build of an empty repository has neither the plugin that installs nor, before this
   * module is packaged, what the one that packages needs: then both is done by hand.
   */
  private static String installLine() {
    boolean canInstall =
        Files.exists(CACHE.resolve(INSTALL_PLUGIN))
            && Files.exists(CACHE.resolve(NEEDED_TO_PACKAGE));
    return canInstall
        ? "mvn -q -B install"
        : "mvn -q -B compile && at=$HOME/.m2/repository/nightshift/probe"
            + " && mkdir -p $at/parent/1 $at/used/1 && cp pom.xml $at/parent/1/parent-1.pom"
            + " && cp used/pom.xml $at/used/1/used-1.pom && "
            + Path.of(System.getProperty("java.home"), "bin", "jar")
            + " --create --file $at/used/1/used-1.jar -C used/target/classes .";
  }

  private void writeModules() {
    write("pom.xml", PARENT);
    write("used/pom.xml", module("used", ""));
    write("used/src/main/java/u/U.java", "package u; public class U {}");
    write(
        "user/pom.xml",
        module(
            "user",
            "<dependencies><dependency><groupId>nightshift.probe</groupId>"
                + "<artifactId>used</artifactId><version>1</version></dependency></dependencies>"));
    write("user/src/main/java/v/V.java", "package v; class V extends u.U {}");
  }

  private static String module(String name, String more) {
    return "<project><modelVersion>4.0.0</modelVersion><parent><groupId>nightshift.probe</groupId>"
        + "<artifactId>parent</artifactId><version>1</version></parent><artifactId>"
        + name
        + "</artifactId>"
        + more
        + "</project>";
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

  private static final String PARENT =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>nightshift.probe</groupId><artifactId>parent</artifactId><version>1</version>
        <packaging>pom</packaging>
        <modules><module>used</module><module>user</module></modules>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
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
            <plugin>
              <artifactId>maven-jar-plugin</artifactId><version>3.5.0</version>
            </plugin>
            <plugin>
              <artifactId>maven-install-plugin</artifactId><version>3.1.4</version>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  /** The plugins are those of this build, so they are in its repository. */
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>p</groupId><artifactId>p</artifactId><version>1-SNAPSHOT</version>
        <properties>
          <argLine>-XX:TieredStopAtLevel=1 -XX:+UseSerialGC</argLine>
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
