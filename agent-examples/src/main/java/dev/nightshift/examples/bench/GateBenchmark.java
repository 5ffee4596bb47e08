package dev.nightshift.examples.bench;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.git.GitWorkspaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Measures what a gate command costs beyond the command itself: checkout of the candidate, a fresh
 * home with the Maven cache, the sandbox, and the removal of all that. The command is {@code true},
 * the repository small, the caches synthetic.
 */
@CommandLine.Command(
    name = "scripts/bench gate",
    mixinStandardHelpOptions = true,
    description = "A gate's own cost with Maven caches of 0, 3,000 and 30,000 files.")
public final class GateBenchmark implements Callable<Integer> {
  private static final Command COMMAND = Command.of("true");
  private static final double SLOW_MILLIS = 2_000;

  @Option(names = "--quick", description = "fewer rounds, caches of 0 and 3,000 files")
  private boolean quick;

  @Option(names = "--work", required = true, paramLabel = "DIR", description = "an empty directory")
  private Path work = Path.of("");

  @Option(names = "--subject", hidden = true)
  private String subject = "";

  /** Makes a benchmark without settings. */
  public GateBenchmark() {}

  /**
   * Measures and exits.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GateBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path repository = createRepository();
    // So that the first rows are not the ones in which this JVM compiles: it takes some 200 gates.
    for (int pass = 0; pass < (quick ? 1 : 4); pass++) {
      for (SandboxMode mode : List.of(SandboxMode.REQUIRED, SandboxMode.OFF)) {
        gates(repository, Files.createDirectories(work.resolve("no-cache")), mode);
      }
    }
    double bare = median(bare(quick ? 20 : 50));
    System.out.println();
    System.out.println(
        "a gate's own cost, ms beyond the command%s, JDK %s"
            .formatted(subject.isEmpty() ? "" : ", " + subject, Runtime.version().feature()));
    System.out.printf(Locale.ROOT, "  the command itself      %.1f ms%n", bare);
    System.out.println("  files in cache  sandbox                 first    median  [min to max]");
    for (int files : quick ? new int[] {0, 3_000} : new int[] {0, 3_000, 30_000}) {
      Path cache = SyntheticCache.create(work.resolve("home-" + files), files);
      for (SandboxMode mode : List.of(SandboxMode.REQUIRED, SandboxMode.OFF)) {
        print(files, gates(repository, cache, mode), bare);
      }
      if (files > 0) {
        // No overlay lies over a directory that its user may not write, as in some images of CI.
        SyntheticCache.protect(cache);
        print(files, gates(repository, cache, SandboxMode.REQUIRED), bare);
      }
    }
    return 0;
  }

  private void print(int files, Sample sample, double bare) {
    List<Double> later = sample.millis().subList(1, sample.millis().size());
    System.out.printf(
        Locale.ROOT,
        "  %,14d  %-20s %8.1f  %8.1f  [%.1f to %.1f]  (%d gates)%n",
        files,
        sample.sandbox(),
        sample.millis().get(0) - bare,
        median(later) - bare,
        later.stream().min(Double::compare).orElseThrow() - bare,
        later.stream().max(Double::compare).orElseThrow() - bare,
        later.size());
  }

  /** Runs gate commands on one candidate; the first one includes what is done once. */
  private Sample gates(Path repository, Path cache, SandboxMode mode) throws Exception {
    CommandPolicy policy = CommandPolicy.builder().sandboxMode(mode).caches(List.of(cache)).build();
    Workspaces workspaces =
        GitWorkspaces.builder(repository)
            .workspaceRoot(work.resolve("runs"))
            .target("main")
            .commands(policy)
            .build();
    Task task = Task.builder("measure a gate").build();
    List<Double> millis = new ArrayList<>();
    try (ManagedWorkspace run =
        workspaces.open(workspaces.plan(task, RunId.create(Instant.now(), 1)))) {
      byte[] text = (cache + " " + mode).getBytes(StandardCharsets.UTF_8);
      run.agentView().files().write("changed.txt", text);
      String head = run.checkpoint("Change a file", List.of());
      MergeQueue queue = workspaces.queue("main");
      Merge merge = queue.candidate(run.plan().run(), head);
      if (!(merge instanceof Merge.Clean clean)) {
        throw new IllegalStateException("nobody moved the target, but it gave " + merge);
      }
      millis.add(gate(queue, clean.candidate()));
      double slowest = millis.get(0);
      for (int round = rounds(slowest); round > 0; round--) {
        double took = gate(queue, clean.candidate());
        millis.add(took);
        if (took > SLOW_MILLIS && millis.size() > 3) {
          break;
        }
      }
    }
    return new Sample(workspaces.sandbox(), millis);
  }

  private int rounds(double firstMillis) {
    return quick ? (firstMillis > SLOW_MILLIS ? 3 : 10) : 40;
  }

  private static double gate(MergeQueue queue, MergeCandidate candidate) throws Exception {
    long started = System.nanoTime();
    try (CandidateCheckout checkout = queue.checkout(candidate)) {
      CommandResult result = checkout.run(COMMAND);
      if (!result.isSuccess()) {
        throw new IllegalStateException("'true' ended with " + result.exitCode());
      }
    }
    return (System.nanoTime() - started) / 1e6;
  }

  private static List<Double> bare(int times) throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long started = System.nanoTime();
      new ProcessBuilder(COMMAND.argv()).start().waitFor();
      millis.add((System.nanoTime() - started) / 1e6);
    }
    return millis;
  }

  private Path createRepository() throws Exception {
    Path repository = Files.createDirectories(work.resolve("repository"));
    git(repository, "init", "-q", "-b", "main");
    for (int file = 0; file < 20; file++) {
      Files.writeString(repository.resolve("file" + file + ".txt"), "line\n".repeat(100));
    }
    git(repository, "add", "-A");
    git(repository, "commit", "-q", "-m", "Begin");
    return repository;
  }

  private static void git(Path directory, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=Bench", "-c", "user.email=b@localhost"));
    command.addAll(List.of(arguments));
    int status =
        new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status);
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** How commands were confined, and how long gates took, the first one first. */
  private record Sample(String sandbox, List<Double> millis) {}
}
