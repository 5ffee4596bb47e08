package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkout that git calls clean is moved along, and one that is not is refused for its reason.
 */
class CheckoutRefusalTest {
  @TempDir private Path temporary;
  private final SystemReader before = SystemReader.getInstance();
  private Path home;
  private Workbench bench;
  private Path work;

  @BeforeEach
  void openRepository() throws IOException {
    home = Files.createDirectory(temporary.resolve("home"));
    SystemReader.setInstance(
        new SystemReader.Delegate(before) {
          @Override
          public String getenv(String variable) {
            return switch (variable) {
              case "HOME" -> home.toString();
              case "XDG_CONFIG_HOME" -> null;
              default -> super.getenv(variable);
            };
          }
        });
    bench =
        Workbench.checkedOut(
            temporary.resolve("runs"),
            Map.of("A.java", "a\n", "x/a", "a\n", "x/b/c", "c\n", "big.bin", "1\n"));
    work = bench.repository.directory();
  }

  @AfterEach
  void closeRepository() {
    bench.close();
    SystemReader.setInstance(before);
  }

  /** The work of a run. */
  @FunctionalInterface
  private interface Work {
    void on(ManagedWorkspace workspace);
  }

  private Landing land(Work change) throws InterruptedException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      change.on(workspace);
      var candidate = bench.clean("r1", Workbench.commit(workspace));
      return bench.queue().land(Workbench.request("r1", candidate, true));
    }
  }

  private static String reason(Landing landing) {
    return ((Landing.Refused) landing).reason();
  }

  private static void edit(ManagedWorkspace workspace) {
    Workbench.write(workspace, "A.java", "changed\n");
  }

  private static void makeFileOfDirectory(ManagedWorkspace workspace) {
    workspace.agentView().files().delete("x/a");
    workspace.agentView().files().delete("x/b/c");
    Workbench.write(workspace, "x", "now a file\n");
  }

  @Test
  void trackedDirectoryMayBecomeAFile() throws Exception {
    assertThat(land(CheckoutRefusalTest::makeFileOfDirectory)).isInstanceOf(Landing.Landed.class);
    assertThat(work.resolve("x")).hasContent("now a file");
  }

  @Test
  void untrackedFileKeepsADirectoryFromBecomingAFile() throws Exception {
    Files.writeString(work.resolve("x/b/mine"), "mine\n");
    Files.createDirectory(work.resolve("x/empty"));

    assertThat(reason(land(CheckoutRefusalTest::makeFileOfDirectory)))
        .contains("untracked files would be overwritten: x/b/mine, x/empty; move them away");
    assertThat(work.resolve("x/b/c")).hasContent("c");
  }

  @Test
  void executableBitsDoNotCountWhereGitIgnoresThem() throws Exception {
    Files.writeString(
        work.resolve(".git/config"), "[core]\n\tfileMode = false\n", StandardOpenOption.APPEND);
    assertThat(work.resolve("A.java").toFile().setExecutable(true)).isTrue();
    assertThat(work.resolve("x/a").toFile().setExecutable(true)).isTrue();

    assertThat(land(CheckoutRefusalTest::edit)).isInstanceOf(Landing.Landed.class);
    assertThat(work.resolve("A.java")).hasContent("changed");
  }

  @Test
  void lineEndConversionOfTheUsersConfigurationIsTheReason() throws Exception {
    Files.writeString(home.resolve(".gitconfig"), "[core]\n\tautocrlf = true\n");
    Files.writeString(work.resolve("x/a"), "a\r\n");

    assertThat(reason(land(CheckoutRefusalTest::edit)))
        .contains("core.autocrlf")
        .doesNotContain("uncommitted");
  }

  @Test
  void configurationOfTheRepositoryOutweighsThatOfTheUser() throws Exception {
    Files.writeString(home.resolve(".gitconfig"), "[core]\n\tautocrlf = true\n");
    Files.writeString(
        work.resolve(".git/config"), "[core]\n\tautocrlf = false\n", StandardOpenOption.APPEND);

    assertThat(land(CheckoutRefusalTest::edit)).isInstanceOf(Landing.Landed.class);
  }

  @Test
  void attributesOfTheUserCount() throws Exception {
    Path attributes = Files.createDirectories(home.resolve(".config/git")).resolve("attributes");
    Files.writeString(attributes, "*.java filter=demo\n");

    assertThat(reason(land(CheckoutRefusalTest::edit))).contains("git converts 'A.java'");
  }

  @Test
  void malformedConfigurationOfTheUserIsTheReason() throws Exception {
    Files.writeString(home.resolve(".gitconfig"), "[core\nautocrlf = {\n");

    assertThat(reason(land(CheckoutRefusalTest::edit))).contains(".gitconfig is malformed");
  }

  @Test
  void macroThatStandsForAFilterIsOne() throws Exception {
    bench.repository.commit(
        "main", Map.of(".gitattributes", "[attr]big large\n[attr]large filter=demo\n*.bin big\n"));
    Files.writeString(
        work.resolve(".gitattributes"), "[attr]big large\n[attr]large filter=demo\n*.bin big\n");

    assertThat(reason(land(workspace -> Workbench.write(workspace, "big.bin", "2\n"))))
        .contains("git converts 'big.bin'");
    assertThat(work.resolve("big.bin")).hasContent("1");
  }

  @Test
  void checkoutOfAnAliasIsACheckoutOfTheBranch() throws Exception {
    Files.writeString(work.resolve(".git/refs/heads/alias"), "ref: refs/heads/main\n");
    Files.writeString(work.resolve(".git/HEAD"), "ref: refs/heads/alias\n");
    try (ManagedWorkspace workspace = bench.open("r1")) {
      edit(workspace);
      var candidate = bench.clean("r1", Workbench.commit(workspace));

      assertThat(reason(bench.queue().land(Workbench.request("r1", candidate))))
          .contains("'main' is checked out in")
          .contains("Delivery.mergeUpdatingCheckout()", "--update-checkout");
    }
  }

  @Test
  void uncommittedChangesAreRefusedWithARemedy() throws Exception {
    Files.writeString(work.resolve("x/a"), "mine\n");

    assertThat(reason(land(CheckoutRefusalTest::edit))).endsWith("x/a; commit or stash them");
  }
}
