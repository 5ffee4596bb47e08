package dev.nightshift.core.event;

import dev.nightshift.core.internal.process.ChildProcess;
import dev.nightshift.core.internal.process.OutputCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a command of the host at the end of each run. */
final class EndCommand implements RunListener {
  private static final Logger LOG = LoggerFactory.getLogger(EndCommand.class);
  private final List<String> argv;
  private final Duration limit;

  EndCommand(List<String> argv, Duration limit) {
    this.argv = argv;
    this.limit = limit;
  }

  @Override
  public void onEvent(RunEvent event) {
    if (!event.name().equals(RunEvent.ENDED)) {
      return;
    }
    // The end of a cancelled run is told, too.
    boolean isInterrupted = Thread.interrupted();
    try {
      tell(event);
    } catch (InterruptedException again) {
      isInterrupted = true;
      LOG.warn("{} was interrupted while it told of run {}", argv, event.run());
    } catch (IOException notStarted) {
      LOG.warn("{} cannot tell of run {}: {}", argv, event.run(), notStarted.getMessage());
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void tell(RunEvent event) throws IOException, InterruptedException {
    OutputCapture output =
        new OutputCapture(
            () -> {
              throw new IOException("only the ends of what it prints are kept");
            });
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("NIGHTSHIFT_RUN", event.run().value());
    environment.put("NIGHTSHIFT_REASON", event.text("reason").orElse(""));
    environment.put("NIGHTSHIFT_EVENT", event.toJson());
    ChildProcess child =
        ChildProcess.start(argv, Path.of("").toAbsolutePath(), environment, output);
    ChildProcess.End end = child.await(limit);
    if (end != ChildProcess.End.EXITED || child.exitCode() != 0) {
      LOG.warn(
          "{} told of run {} with status {} ({}): {}",
          argv,
          event.run(),
          child.exitCode(),
          end,
          output.text("").strip());
    }
  }
}
