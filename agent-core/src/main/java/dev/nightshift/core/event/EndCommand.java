package dev.nightshift.core.event;

import dev.nightshift.core.internal.process.ChildProcess;
import dev.nightshift.core.internal.process.OutputCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a command of the host at the end of each run, on a thread of its own, so that nobody who
 * waits for the run waits for the command. A JVM that ends waits for it.
 */
final class EndCommand implements RunListener {
  private static final Logger LOG = LoggerFactory.getLogger(EndCommand.class);

  /**
   * One text of an environment holds 128 KiB at most, on Linux; this may become six times as long
   * in JSON.
   */
  private static final int MOST_DETAIL = 8_000;

  private static final Set<Thread> TELLING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(EndCommand::awaitAll, "nightshift-told"));
  }

  private final List<String> argv;
  private final Duration limit;

  EndCommand(List<String> argv, Duration limit) {
    this.argv = argv;
    this.limit = limit;
  }

  @Override
  public void onEvent(RunEvent event) {
    if (event.name().equals(RunEvent.ENDED)) {
      CompletionStage<Void> unused = onEnd(event);
    }
  }

  @Override
  public CompletionStage<Void> onEnd(RunEvent event) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    // What another process goes on with has no end yet.
    if (Boolean.TRUE.equals(event.attributes().get("goesOn"))) {
      told.complete(null);
      return told;
    }
    Thread telling = new Thread(() -> told(event, told), "nightshift-tell");
    TELLING.add(telling);
    telling.start();
    return told;
  }

  /** Waits until all that was begun has been told, each within its limit. */
  static void awaitAll() {
    try {
      for (Thread telling : TELLING) {
        telling.join();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void told(RunEvent event, CompletableFuture<Void> told) {
    try {
      tell(event);
    } catch (InterruptedException stopped) {
      LOG.warn("'{}' was interrupted while it told of run {}", argv.get(0), event.run());
    } catch (IOException notStarted) {
      LOG.warn("'{}' cannot tell of run {}: {}", argv.get(0), event.run(), notStarted.getMessage());
    } finally {
      told.complete(null);
      TELLING.remove(Thread.currentThread());
    }
  }

  private void tell(RunEvent event) throws IOException, InterruptedException {
    OutputCapture output = OutputCapture.ofEnds();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("NIGHTSHIFT_RUN", event.run().value());
    environment.put("NIGHTSHIFT_REASON", event.text("reason").orElse(""));
    environment.put("NIGHTSHIFT_EVENT", shortened(event).toJson());
    ChildProcess child =
        ChildProcess.start(argv, Path.of("").toAbsolutePath(), environment, output);
    ChildProcess.End end = child.await(limit);
    if (end != ChildProcess.End.EXITED || child.exitCode() != 0) {
      LOG.warn(
          "'{}' told of run {} with status {} ({}): {}",
          argv.get(0),
          event.run(),
          child.exitCode(),
          end,
          output.text("").strip());
    }
  }

  private static RunEvent shortened(RunEvent event) {
    String detail = event.text("detail").orElse("");
    if (detail.length() <= MOST_DETAIL) {
      return event;
    }
    Map<String, Object> attributes = new LinkedHashMap<>(event.attributes());
    attributes.put("detail", detail.substring(0, MOST_DETAIL) + " .. (the report has it whole)");
    return new RunEvent(event.run(), event.at(), event.name(), attributes);
  }
}
