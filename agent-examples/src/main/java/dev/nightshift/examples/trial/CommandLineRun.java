package dev.nightshift.examples.trial;

import dev.nightshift.examples.kill.ProcessesAt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One {@code java -jar nightshift.jar run} as a process of its own, watched from outside. */
final class CommandLineRun implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(60);

  /** Looking at all processes costs; what must not be left lives for minutes. */
  private static final long WATCH_MILLIS = 400;

  private final Path directory;
  private final Process process;
  private final Thread watcher;
  private final Set<Long> descendants = new ConcurrentSkipListSet<>();

  private CommandLineRun(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
    this.watcher = new Thread(this::watch, "trial-watch");
    watcher.setDaemon(true);
  }

  /**
   * Starts the command line.
   *
   * @param jar the packaged command line
   * @param directory a new directory for output and temporary files of this run
   * @param baseUrl where the models are
   * @param arguments the command and its options, without {@code --out}
   */
  static CommandLineRun start(Path jar, Path directory, String baseUrl, List<String> arguments) {
    try {
      Files.createDirectories(directory.resolve("tmp"));
      // A shell's background job ignores INT, and a JVM keeps that; env restores the default.
      List<String> command =
          new ArrayList<>(List.of("env", "--default-signal=INT", "--default-signal=TERM"));
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
      command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
      command.addAll(List.of("-jar", jar.toString()));
      command.addAll(arguments);
      command.addAll(List.of("--out", directory.resolve("out").toString()));
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().put("ANTHROPIC_BASE_URL", baseUrl);
      builder.environment().put("ANTHROPIC_API_KEY", "trial");
      builder
          .redirectOutput(directory.resolve("stdout").toFile())
          .redirectError(directory.resolve("stderr").toFile());
      CommandLineRun run = new CommandLineRun(directory, builder.start());
      run.watcher.start();
      return run;
    } catch (IOException failed) {
      throw new UncheckedIOException("the command line could not be started", failed);
    }
  }

  /**
   * Prepares the command line as a process that nobody watches, whose output goes to one file.
   *
   * @param before what the process is started by, or nothing
   * @param directory where it works
   */
  static ProcessBuilder unwatched(
      List<String> before, Path jar, Path directory, String baseUrl, List<String> arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("ANTHROPIC_BASE_URL", baseUrl);
    builder.environment().put("ANTHROPIC_API_KEY", "trial");
    return builder;
  }

  /** Waits for the end and returns the exit status. */
  int await() throws InterruptedException {
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new TrialException("the run in " + directory + " did not end within " + LONGEST);
    }
    watcher.join();
    return process.exitValue();
  }

  /** Waits until an event of the run matches; false if the run ended before. */
  boolean awaitEvent(Predicate<JsonNode> event) throws InterruptedException {
    while (process.isAlive()) {
      if (events().stream().anyMatch(event)) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return events().stream().anyMatch(event);
  }

  /**
   * Waits until the JVM opened a library, or ended: the earliest sign of life from outside that the
   * command line has come so far.
   */
  void awaitLibrary(String name) throws InterruptedException {
    while (process.isAlive() && openFiles().noneMatch(file -> file.contains(name))) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private Stream<String> openFiles() {
    Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
    List<String> files = new ArrayList<>();
    try (var entries = Files.newDirectoryStream(descriptors)) {
      for (Path entry : entries) {
        files.add(Files.readSymbolicLink(entry).toString());
      }
    } catch (IOException | DirectoryIteratorException gone) {
      // A descriptor that was closed meanwhile, or the process ended: the caller looks again.
    }
    return files.stream();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until a process below this one runs a program. */
  void awaitDescendant(String program) throws InterruptedException {
    while (process.isAlive()
        && process
            .descendants()
            .noneMatch(child -> child.info().command().orElse("").endsWith(program))) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** Sends a signal, as the shell's kill does. */
  void signal(String name) {
    Program.run(List.of("kill", "-s", name, Long.toString(process.pid())), "");
  }

  JsonNode report() {
    try {
      return JsonMapper.shared().readTree(Files.readString(file("report.json")));
    } catch (IOException missing) {
      throw new TrialException(
          "no report.json in " + directory + ": " + missing + "; stderr: " + text("stderr"));
    }
  }

  /** The events written so far; a last line may still be incomplete. */
  List<JsonNode> events() {
    Path file = file("events.jsonl");
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(JsonMapper.shared()::readTree)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  boolean hasReport() {
    return Files.exists(file("report.json"));
  }

  Path file(String name) {
    return directory.resolve("out").resolve(name);
  }

  String text(String stream) {
    try {
      return Files.readString(directory.resolve(stream)).strip();
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** What the run left in its temporary directory. */
  List<String> leftFiles() {
    try (var entries = Files.list(directory.resolve("tmp"))) {
      // The JVM's own performance file belongs to no run.
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("hsperfdata_"))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Processes that the run started and that still live. */
  Set<Long> leftProcesses() throws InterruptedException {
    for (int attempt = 0; attempt < 50 && !alive().isEmpty(); attempt++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return alive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /**
   * The watched ones, and whoever works in the directory of the run or names it, children of init
   * included.
   */
  private Set<Long> alive() {
    Set<Long> alive = new TreeSet<>(descendants);
    alive.removeIf(pid -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    alive.addAll(new ProcessesAt(directory).alive());
    return alive;
  }

  private void watch() {
    try {
      while (process.isAlive()) {
        process.descendants().map(ProcessHandle::pid).forEach(descendants::add);
        TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
