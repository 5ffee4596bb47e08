package dev.nightshift.core.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.CommandRunner;
import dev.nightshift.core.command.SandboxChoice;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The secrets of a set-up, what is kept of it and how long. */
class SetUpStoreTest {
  private static final String SECRET = "hush-4711-very-secret";
  private static final Map<String, String> HOST = Map.of("PACKAGES_TOKEN", SECRET);

  @TempDir private Path temp;
  private final ManualTime time = ManualTime.create();
  private Path kept;
  private Path workspace;
  private Path home;

  @BeforeEach
  void requireSandbox() throws IOException {
    boolean isConfined = SandboxChoice.select(SandboxMode.PREFERRED).reason().isEmpty();
    assumeTrue(isConfined || "true".equals(System.getenv("NIGHTSHIFT_REQUIRE_BWRAP")));
    kept = temp.resolve("kept");
    workspace = Files.createDirectory(temp.resolve("ws"));
    home = temp.resolve("home");
    Files.writeString(Files.createDirectory(temp.resolve("commit")).resolve("lock"), "1\n");
  }

  @Test
  void onlyItsOwnCommandsHaveTheSecret() throws Exception {
    CommandRunner runner =
        runner(builder("mkdir out && printf %s \"$PACKAGES_TOKEN\" | wc -c > out/length"));

    String length = run(runner, "cat out/length");

    assertThat(length.strip()).isEqualTo(Integer.toString(SECRET.length()));
    assertThat(run(runner, "env")).doesNotContain(SECRET).doesNotContain("PACKAGES_TOKEN");
  }

  @Test
  void aFailureTellsTheOutputWithoutTheSecret() {
    CommandRunner runner = runner(builder("echo denied for $PACKAGES_TOKEN; exit 1"));

    assertThatThrownBy(runner::prepare)
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("denied for [PACKAGES_TOKEN]")
        .hasMessageNotContaining(SECRET);
    assertThat(entries()).isEmpty();
  }

  @Test
  void aSecretThatIsNotSetIsNamed() {
    CommandRunner runner = runner(builder("mkdir out").addSecret("OTHER_TOKEN"));

    assertThatThrownBy(runner::prepare)
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("OTHER_TOKEN is not set");
  }

  @Test
  void aDirectoryOfTheHomeIsSeenInTheHomeOfCommands() throws Exception {
    SetUp setUp =
        SetUp.builder(
                Command.shell("mkdir -p ~/.cargo/registry && echo crate > ~/.cargo/registry/a"))
            .addLockFile("lock")
            .addKept("~/.cargo")
            .directory(kept)
            .build();
    CommandRunner runner = store(setUp).over(origin());

    assertThat(run(runner, "cat ~/.cargo/registry/a")).isEqualTo("crate\n");
    assertThat(run(runner, "echo x > ~/.cargo/b || echo refused")).contains("refused");
  }

  @Test
  void aMavenRepositoryIsACacheThatMavenMayWriteOver() throws Exception {
    SetUp setUp =
        SetUp.builder(
                Command.shell("mkdir -p ~/.m2/repository/x && echo jar > ~/.m2/repository/x/x.jar"))
            .addLockFile("lock")
            .addKept("~/.m2/repository")
            .directory(kept)
            .build();
    CommandRunner runner = store(setUp).over(origin());

    assertThat(run(runner, "cat ~/.m2/repository/x/x.jar && echo own > ~/.m2/repository/own"))
        .isEqualTo("jar\n");
  }

  @Test
  void removesWhatNobodyUsedForAMonthWhenAnotherIsMade() throws Exception {
    runner(builder("mkdir out")).prepare();
    List<Path> old = entries();
    time.advance(Duration.ofDays(20));
    runner(builder("mkdir out")).prepare();
    time.advance(Duration.ofDays(20));
    runner(builder("mkdir -p out")).prepare();
    assertThat(entries()).as("used 20 days ago").hasSize(2).containsAll(old);

    time.advance(Duration.ofDays(31));
    Path left = Files.createDirectories(kept.resolve(".work-killed/ws"));
    Files.setLastModifiedTime(
        left.getParent(), FileTime.from(time.now().minus(Duration.ofDays(2))));
    runner(builder("mkdir -p ./out")).prepare();

    assertThat(entries()).hasSize(1).doesNotContainAnyElementsOf(old);
  }

  @Test
  void refusesWhatCannotBeDone() {
    Command any = Command.of("true");

    assertThatIllegalStateException()
        .isThrownBy(() -> SetUp.builder(any).addKept("out").build())
        .withMessageContaining("addLockFile");
    assertThatIllegalStateException()
        .isThrownBy(() -> SetUp.builder(any).addLockFile("lock").build())
        .withMessageContaining("addKept");
    assertThatIllegalStateException()
        .isThrownBy(() -> SetUp.builder(any).addLockFile("l").addKept("a").addKept("a/b").build())
        .withMessageContaining("'a/b' is kept with 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SetUp.builder(any).addSecret("NPM_TOKEN=x"))
        .withMessageContaining("not its value");
    assertThatThrownBy(() -> SetUp.builder(any).addKept("../out"))
        .isInstanceOf(WorkspaceException.class);
    assertThatThrownBy(() -> SetUp.builder(any).addKept(".git"))
        .isInstanceOf(WorkspaceException.class);
  }

  private SetUp.Builder builder(String line) {
    return SetUp.builder(Command.shell(line))
        .addLockFile("lock")
        .addKept("out")
        .addSecret("PACKAGES_TOKEN")
        .directory(kept);
  }

  private CommandRunner runner(SetUp.Builder setUp) {
    return store(setUp.build()).over(origin());
  }

  private SetUpStore store(SetUp setUp) {
    CommandPolicy policy = CommandPolicy.builder().caches(List.of()).build();
    return SetUpStore.of(policy, setUp, time, HOST);
  }

  private String run(CommandRunner runner, String line) throws InterruptedException {
    return runner.run(Command.shell(line), workspace, home).output();
  }

  private List<Path> entries() {
    if (!Files.isDirectory(kept)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(kept)) {
      return all.toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private SetUpOrigin origin() {
    Path commit = temp.resolve("commit");
    return new SetUpOrigin() {
      @Override
      public TreeView files() {
        return WorkspaceFiles.ofDirectory(commit);
      }

      @Override
      public void checkOut(Path directory) {
        try {
          Files.copy(commit.resolve("lock"), directory.resolve("lock"));
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
      }
    };
  }
}
