package dev.nightshift.core.command;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.internal.jail.Jail;
import dev.nightshift.core.internal.process.ChildProcess;
import dev.nightshift.core.internal.process.ChildProcess.End;
import dev.nightshift.core.internal.process.OutputCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs commands as child processes of this JVM. */
final class LocalCommandRunner implements CommandRunner {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCommandRunner.class);
  private static final int TIMED_OUT = 124;
  private static final int CANNOT_RUN = 126;
  // JDK 17 writes "error=2, No such file", JDK 25 "error: 2 (No such file".
  private static final Pattern NO_SUCH_FILE = Pattern.compile("error[=:] ?2[, ]");
  private static final int NOT_FOUND = 127;
  private static final int KILLED = 137;

  private final CommandPolicy policy;
  private final SandboxChoice choice;
  private final CommandEnvironment environment;
  private final MavenRepositories repositories;
  private final CommandHints hints;

  LocalCommandRunner(CommandPolicy policy, SandboxChoice choice) {
    this(policy, choice, System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /**
   * Creates a runner for another user than the one of this JVM.
   *
   * @param host the environment from which commands get what is harmless
   * @param userHome where that user may have installed tools
   */
  LocalCommandRunner(
      CommandPolicy policy, SandboxChoice choice, Map<String, String> host, Path userHome) {
    this.policy = policy;
    this.choice = choice;
    this.environment = new CommandEnvironment(host, policy, isBubblewrap());
    this.repositories =
        new MavenRepositories(
            choice.sandbox(),
            !policy.isNetworkAllowed(),
            new OverlayProbe(choice.sandbox(), System.getenv()),
            SharedRepository::of);
    String searchPath = policy.environment().getOrDefault("PATH", host.getOrDefault("PATH", ""));
    HomeTools tools = new HomeTools(new ToolLocations(host, userHome), searchPath);
    this.hints = new CommandHints(policy, choice.sandbox() != Sandboxes.NONE, tools);
  }

  static CommandRunner of(CommandPolicy policy) {
    SandboxChoice choice =
        policy
            .sandbox()
            .map(given -> new SandboxChoice(given, ""))
            .orElseGet(() -> SandboxChoice.select(policy.sandboxMode()));
    return new LocalCommandRunner(policy, choice);
  }

  @Override
  public SandboxChoice sandbox() {
    return choice;
  }

  @Override
  public String toDisplay() {
    String note = repositories.note();
    return choice.toDisplay() + (note.isEmpty() ? "" : ", " + note);
  }

  @Override
  public CommandResult run(Command command, Path workspace, Path home) throws InterruptedException {
    return run(command, workspace, home, Map.of());
  }

  @Override
  public CommandResult run(Command command, Path workspace, Path home, Map<Path, Path> readOnly)
      throws InterruptedException {
    if (!readOnly.isEmpty() && choice.sandbox() == Sandboxes.NONE) {
      throw new UnsupportedOperationException("without a sandbox nothing can be shown read-only");
    }
    try {
      Path realHome = Files.createDirectories(home).toRealPath();
      return runIn(command, new Place(workspace.toRealPath(), realHome, Map.copyOf(readOnly)));
    } catch (IOException failed) {
      throw new WorkspaceException(
          Kind.IO, "cannot run a command in workspace " + workspace + " with home " + home, failed);
    }
  }

  private CommandResult runIn(Command command, Place place)
      throws IOException, InterruptedException {
    Path home = place.home();
    Path workspace = place.workspace();
    if (home.startsWith(workspace) || workspace.startsWith(home)) {
      throw new IllegalArgumentException(
          "home " + home + " and workspace " + workspace + " must not hold each other");
    }
    HomeLock lock = HomeLock.acquire(home);
    try {
      return runAt(place, command);
    } finally {
      lock.release();
    }
  }

  private CommandResult runAt(Place place, Command command)
      throws IOException, InterruptedException {
    Path workspace = place.workspace();
    List<String> argv = prepare(command, place);
    Map<String, String> variables = environment.of(command, workspace, place.home());
    SavedOutput saved = new SavedOutput(Jail.of(workspace));
    OutputCapture capture = new OutputCapture(saved::open);
    LOG.trace("running {} in {}", command, workspace);
    long start = System.nanoTime();
    ChildProcess child;
    try {
      child =
          isBubblewrap()
              ? ChildProcess.startContained(argv, workspace, variables, capture)
              : ChildProcess.start(argv, workspace, variables, capture);
    } catch (IOException cannotStart) {
      return notStarted(command, cannotStart, place);
    }
    End end;
    try {
      end = child.await(command.timeout());
    } finally {
      LOG.trace("ended {}", command);
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    Printed printed = new Printed(capture, saved);
    String path = printed.path();
    String output = printed.text(path);
    int exitCode = exitCode(child, end);
    return CommandResult.builder(exitCode, output)
        .timedOut(end == End.TIMED_OUT)
        .fullOutput(path)
        .duration(duration)
        .hint(exitCode == 0 ? "" : hint(command, end, output, place))
        .build();
  }

  /** Makes the command's home and returns what has to be started for it to be confined there. */
  private List<String> prepare(Command command, Place place)
      throws IOException, InterruptedException {
    List<Path> caches = caches();
    boolean network = policy.isNetworkAllowed();
    MavenRepository repository = repositories.over(caches, place.home());
    new PrivateHome(place.home(), caches, repository, !network).prepare();
    SandboxPolicy limits =
        new SandboxPolicy(place.workspace(), place.home(), caches, network, place.readOnly());
    return repository.wrap(choice.sandbox().confine(command.argv(), limits), place.home());
  }

  private boolean isBubblewrap() {
    return choice.sandbox() == Sandboxes.BUBBLEWRAP;
  }

  private static int exitCode(ChildProcess child, End end) {
    return switch (end) {
      case EXITED -> child.exitCode();
      case TIMED_OUT -> TIMED_OUT;
      case FLOODED -> KILLED;
    };
  }

  private String hint(Command command, End end, String output, Place place) {
    if (end == End.FLOODED) {
      return "The command printed more than " + ChildProcess.FLOOD_BYTES + " bytes and was killed.";
    }
    return hints.of(
        command, output, List.of(place.workspace(), place.home()), repositories.holdCopies());
  }

  private CommandResult notStarted(Command command, IOException failed, Place place) {
    String message = String.valueOf(failed.getMessage());
    boolean missing = NO_SUCH_FILE.matcher(message).find();
    String output = command.argv().get(0) + ": " + (missing ? "command not found" : message) + "\n";
    return CommandResult.builder(missing ? NOT_FOUND : CANNOT_RUN, output)
        .hint(hint(command, End.EXITED, output, place))
        .build();
  }

  private List<Path> caches() throws IOException {
    List<Path> existing = new ArrayList<>();
    for (Path cache : policy.caches()) {
      if (Files.isDirectory(cache)) {
        existing.add(cache.toAbsolutePath().normalize());
      }
    }
    return existing;
  }

  /** Where a command runs. */
  private record Place(Path workspace, Path home, Map<Path, Path> readOnly) {}

  /** What a command printed, and where the whole of it is kept. */
  private record Printed(OutputCapture capture, SavedOutput saved) {
    /** Returns the path of the whole output, empty if the text is whole or it could not be kept. */
    String path() {
      if (!capture.closeSpool() || !capture.isCut()) {
        return "";
      }
      try {
        return saved.keep();
      } catch (IOException planted) {
        LOG.warn("the whole output of a command could not be kept: {}", planted.toString());
        return "";
      }
    }

    String text(String path) {
      long left = capture.total() - 2L * OutputCapture.KEPT_BYTES;
      String where = path.isEmpty() ? "" : "; read or search it in " + path;
      String capped =
          capture.total() > OutputCapture.SPOOLED_BYTES
              ? " (its first " + OutputCapture.SPOOLED_BYTES + " bytes)"
              : "";
      String note = "%n[... %,d bytes left out%s%s ...]%n".replace("%n", "\n");
      return capture.text(
          String.format(Locale.ROOT, note, left, where, path.isEmpty() ? "" : capped));
    }
  }
}
