package dev.nightshift.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What commands are promised with and without a sandbox. */
@Timeout(60)
abstract class CommandRunnerContract {
  @TempDir Path temporary;
  Path workspace;
  Path home;

  abstract SandboxMode mode();

  @BeforeEach
  void makeWorkspace() throws IOException {
    Path real = temporary.toRealPath();
    workspace = Files.createDirectory(real.resolve("workspace"));
    home = real.resolve("home");
  }

  CommandPolicy.Builder policy() {
    return CommandPolicy.builder().sandboxMode(mode()).caches(List.of());
  }

  CommandResult shell(String line) throws InterruptedException {
    return run(Command.shell(line));
  }

  CommandResult run(Command command) throws InterruptedException {
    return CommandRunner.create(policy().build()).run(command, workspace, home);
  }

  @Test
  void returnsStatusAndBothStreamsInOrder() throws Exception {
    CommandResult result = shell("echo out; echo err >&2; echo again; exit 7");

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.output()).isEqualTo("out\nerr\nagain\n");
    assertThat(result.fullOutput()).isEmpty();
    assertThat(result.isTimedOut()).isFalse();
    assertThat(result.duration()).isPositive();
  }

  @Test
  void worksInTheWorkspaceUnderItsOwnPath() throws Exception {
    assertThat(shell("pwd; echo made > file").output()).isEqualTo(workspace + "\n");
    assertThat(workspace.resolve("file")).hasContent("made\n");
  }

  @Test
  void missingProgramIsStatus127() throws Exception {
    CommandResult result = run(Command.of("no-such-program-here", "x"));

    assertThat(result.exitCode()).isEqualTo(127);
    assertThat(result.output()).contains("no-such-program-here").contains("not found");
    assertThat(shell("no-such-program-here").exitCode()).isEqualTo(127);
  }

  @Test
  void deathBySignalIs128PlusTheSignal() throws Exception {
    assertThat(shell("kill -9 $$").exitCode()).isEqualTo(137);
  }

  @Test
  void inputIsClosed() throws Exception {
    CommandResult result = shell("cat; echo read: $?");

    assertThat(result.output()).isEqualTo("read: 0\n");
  }

  @Test
  void homeIsPrivateAndNothingWaitsForAPerson() throws Exception {
    CommandResult result =
        shell("echo $HOME; echo $TMPDIR; echo $PAGER; touch $HOME/a $TMPDIR/b && echo ok");

    assertThat(result.output().lines())
        .containsExactly(home.toString(), home.resolve("tmp").toString(), "cat", "ok");
  }

  @Test
  void passesOnlyHarmlessVariablesAndThoseDeclared() throws Exception {
    CommandPolicy declared = policy().environment("POLICY_VARIABLE", "p").build();
    Command command = Command.shell("env").withEnvironment("COMMAND_VARIABLE", "c");

    List<String> names =
        CommandRunner.create(declared)
            .run(command, workspace, home)
            .output()
            .lines()
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();

    assertThat(names).contains("PATH", "HOME", "POLICY_VARIABLE", "COMMAND_VARIABLE");
    assertThat(names)
        .allMatch(
            name -> name.startsWith("NIGHTSHIFT_") || !name.matches(".*(KEY|TOKEN|SECRET|PASS).*"));
    assertThat(names).doesNotContain("SSH_AUTH_SOCK", "DBUS_SESSION_BUS_ADDRESS", "GIT_DIR");
  }

  @Test
  void timeoutKeepsWhatWasPrinted() throws Exception {
    CommandResult result =
        run(Command.shell("echo before; sleep 1000").withTimeout(Duration.ofSeconds(3)));

    assertThat(result.isTimedOut()).isTrue();
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.isSuccess()).isFalse();
    // A shell around the command may see it die before it is killed itself, and says so.
    assertThat(result.output()).matches("before\n(Killed\n)?");
  }

  @Test
  void doesNotWaitForADetachedChildThatHoldsThePipe() throws Exception {
    String mark = UUID.randomUUID().toString();

    CommandResult result =
        shell("echo started; setsid sh -c 'sleep 1000; echo " + mark + "' & exit 3");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output()).isEqualTo("started\n");
    assertThat(result.duration()).isLessThan(Duration.ofSeconds(20));
    assertThat(survivors(mark)).isEmpty();
  }

  @Test
  void killsOrphansThatGaveUpTheirOutput() throws Exception {
    String mark = UUID.randomUUID().toString();

    shell(
        "for i in 1 2 3 4 5; do setsid sh -c 'sleep 1000; : "
            + mark
            + "' </dev/null >/dev/null 2>&1 & done; exit 0");

    assertThat(survivors(mark)).isEmpty();
  }

  @Test
  void killsOrphansThatClearedTheirEnvironment() throws Exception {
    String mark = UUID.randomUUID().toString();

    shell("env -i setsid sh -c 'sleep 1000; : " + mark + "' & exit 0");

    assertThat(survivors(mark)).isEmpty();
  }

  @Test
  void timeoutKillsTheWholeTree() throws Exception {
    String mark = UUID.randomUUID().toString();
    String deep =
        "sh -c 'setsid sh -c \"sleep 1000; : " + mark + "\" & sleep 1000; : " + mark + "'";

    CommandResult result = run(Command.shell(deep + "; :").withTimeout(Duration.ofMillis(700)));

    assertThat(result.isTimedOut()).isTrue();
    assertThat(survivors(mark)).isEmpty();
  }

  @Test
  void interruptKillsTheWholeTree() throws Exception {
    String mark = UUID.randomUUID().toString();
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Path started = workspace.resolve("started");
    Thread thread =
        new Thread(
            () -> {
              try {
                shell("setsid sleep 1000 & touch started; sleep 1000; : " + mark);
              } catch (Throwable expected) {
                thrown.set(expected);
              }
              ended.countDown();
            });
    thread.start();
    while (!Files.exists(started) && thread.isAlive()) {
      Thread.onSpinWait();
    }

    thread.interrupt();

    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(survivors(mark)).isEmpty();
  }

  @Test
  void endlessFloodIsCutAndKilled() throws Exception {
    CommandResult result = run(Command.shell("yes").withTimeout(Duration.ofSeconds(2)));

    assertThat(result.isSuccess()).isFalse();
    assertThat(result.output().length()).isLessThan(17_000);
  }

  @Test
  void veryLongOutputIsSavedUpToTheCap() throws Exception {
    CommandResult result = shell("head -c 30000000 /dev/zero | tr '\\0' y; echo end");

    assertThat(result.output().length()).isLessThan(17_000);
    assertThat(result.output()).startsWith("yyy").contains("bytes left out").endsWith("yend\n");
    assertThat(result.output()).contains("(its first 10000000 bytes)");
    assertThat(Files.size(workspace.resolve(result.fullOutput()))).isEqualTo(10_000_000);
  }

  @Test
  void savedOutputAtTheCapCanStillBeRead() throws Exception {
    String path = shell("head -c 30000000 /dev/zero | tr '\\0' y").fullOutput();

    assertThat(WorkspaceFiles.ofDirectory(workspace).read(path).text()).isPresent();
  }

  @Test
  void floodByAnOrphanDoesNotFillTheHeap() throws Exception {
    long before = usedHeap();

    CommandResult result = shell("setsid yes & exit 0");

    assertThat(result.exitCode()).isZero();
    assertThat(result.duration()).isLessThan(Duration.ofSeconds(20));
    assertThat(usedHeap() - before).isLessThan(100_000_000);
  }

  @Test
  void longOutputIsSavedWholeAndCanBeRead() throws Exception {
    CommandResult result = shell("seq 1 20000; echo \u00e9nd");
    StringBuilder expected = new StringBuilder();
    for (int i = 1; i <= 20_000; i++) {
      expected.append(i).append('\n');
    }
    expected.append("\u00e9nd\n");

    assertThat(result.fullOutput()).isEqualTo(".nightshift/output/cmd-1.txt");
    assertThat(result.output()).contains("read or search it in " + result.fullOutput());
    assertThat(result.output()).startsWith("1\n2\n").endsWith("20000\n\u00e9nd\n");
    WorkspaceFiles files = WorkspaceFiles.ofDirectory(workspace);
    assertThat(files.read(result.fullOutput()).text()).contains(expected.toString());
    assertThat(files.list(ListQuery.all())).isEmpty();
    assertThat(shell("seq 1 20000").fullOutput()).isEqualTo(".nightshift/output/cmd-2.txt");
  }

  @Test
  void savedOutputDoesNotFollowPlantedLinks() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));

    shell("ln -s " + outside + " .nightshift");
    CommandResult result = shell("seq 1 20000");
    shell("rm -r .nightshift/output .nightshift/tmp; ln -s " + outside + " .nightshift/output");
    CommandResult again = shell("ln -s " + outside + " .nightshift/tmp; seq 1 20000");

    assertThat(result.fullOutput()).isNotEmpty();
    assertThat(again.fullOutput()).isNotEmpty();
    try (var entries = Files.list(outside)) {
      assertThat(entries).isEmpty();
    }
  }

  @Test
  void refusesAHomeInsideTheWorkspace() {
    CommandRunner runner = CommandRunner.create(policy().build());

    assertThatThrownBy(() -> runner.run(Command.of("true"), workspace, workspace.resolve("h")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not hold each other");
  }

  @Test
  void whatACommandWritesIntoTheMavenRepositoryNeverReachesTheCache() throws Exception {
    CachedRepository cache = CachedRepository.create(temporary.toRealPath(), 2);
    CommandRunner runner = CommandRunner.create(policy().caches(List.of(cache.path())).build());
    String jar = "$HOME/.m2/repository/" + CachedRepository.JAR;

    CommandResult poisoning =
        runner.run(
            Command.shell(
                ("cat JAR; echo; echo poison > JAR; echo poison >> JAR; cp -f /etc/hostname JAR;"
                        + " mkdir -p $HOME/.m2/repository/org/x/new && echo made")
                    .replace("JAR", jar)),
            workspace,
            home);

    assertThat(poisoning.output()).startsWith("original\n").endsWith("made\n");
    cache.assertUnchanged();
  }

  @Test
  void laterCommandOfTheSameHomeSeesWhatAnEarlierOneInstalled() throws Exception {
    CachedRepository cache = CachedRepository.create(temporary.toRealPath(), 1);
    CommandRunner runner = CommandRunner.create(policy().caches(List.of(cache.path())).build());
    String file = "$HOME/.m2/repository/org/x/lib/1.1/lib-1.1.jar";

    runner.run(
        Command.shell("mkdir -p $(dirname F) && echo new > F".replace("F", file)), workspace, home);
    CommandResult later = runner.run(Command.shell("cat " + file), workspace, home);

    assertThat(later.output()).isEqualTo("new\n");
    cache.assertUnchanged();
  }

  @Test
  void homeOfACommandDoesNotGrowWithTheMavenCache() throws Exception {
    CachedRepository small = CachedRepository.create(temporary.toRealPath().resolve("a"), 1);
    CachedRepository large = CachedRepository.create(temporary.toRealPath().resolve("b"), 200);

    assertThat(entriesOfAHome(large.path(), "large"))
        .isEqualTo(entriesOfAHome(small.path(), "small"));
  }

  private static long entries(Path directory, String except) throws IOException {
    AtomicLong count = new AtomicLong();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            count.incrementAndGet();
            return path.endsWith(except) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            count.incrementAndGet();
            return FileVisitResult.CONTINUE;
          }
        });
    return count.get();
  }

  private long entriesOfAHome(Path cache, String name) throws Exception {
    Path fresh = temporary.toRealPath().resolve("home-" + name);
    CommandRunner.create(policy().caches(List.of(cache)).build())
        .run(Command.of("true"), workspace, fresh);
    // Not what the mount keeps for itself, which only root can look into.
    return entries(fresh, ".nightshift/maven/work");
  }

  @Test
  void saysHowToGetAMissingArtefact() throws Exception {
    CommandResult result =
        shell("echo 'Cannot access central in offline mode and x:y has not been'; exit 1");

    assertThat(result.hint()).contains("--cache DIR").contains("--network");
    assertThat(shell("echo in offline mode").hint()).isEmpty();
  }

  static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Returns the processes of this computer whose command line holds the mark. */
  static List<String> survivors(String mark) throws IOException {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      List<String> found = new ArrayList<>();
      for (Path process : processes) {
        String line = commandLine(process);
        if (line.contains(mark)) {
          found.add(process + " " + line);
        }
      }
      return found;
    }
  }

  private static String commandLine(Path process) {
    try {
      return new String(
          Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  @Test
  void replacedTemporaryDirectoryDoesNotStopTheNextCommand() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("elsewhere"));
    shell("rm -rf $TMPDIR; ln -s " + outside + " $TMPDIR");

    CommandResult next = shell("touch $TMPDIR/made && echo ok");

    assertThat(next.output()).isEqualTo("ok\n");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void outputWithANulCanBeReadAndSearched() throws Exception {
    CommandResult result = shell("printf 'x\\0y\\n'; seq 1 20000");

    WorkspaceFiles files = WorkspaceFiles.ofDirectory(workspace);
    assertThat(files.read(result.fullOutput()).bytes()).startsWith("x?y\n1\n2\n".getBytes(UTF_8));
    SearchQuery query = new SearchQuery("^19999$", ".nightshift/output/*", 5);
    assertThat(files.search(query).matches()).hasSize(1);
  }
}
