package dev.nightshift.examples.cli;

import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.run.RecordedRun;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The kept options of runs that a batch finds in its state directory and that were begun with
 * others than its own: what was left unfinished goes on with them, what ended is told again with
 * them.
 */
final class EarlierSetups {
  private final Path state;
  private final Map<String, String> environment;
  private final PrintWriter err;
  private final Map<List<String>, SetupEngines> goOn = new LinkedHashMap<>();
  private final Map<String, Setup> ended = new TreeMap<>();

  EarlierSetups(Path state, Map<String, String> environment, PrintWriter err) {
    this.state = state;
    this.environment = environment;
    this.err = err;
  }

  /** Looks for them; what the engine of the batch can do is given to it. */
  void read(SetupEngines own) {
    if (!Files.isDirectory(state.resolve("runs"))) {
      return;
    }
    for (RecordedRun run : StateDirectory.at(state).runs()) {
      String pipeline = run.origin() == null ? "" : run.origin().pipeline();
      if (!own.knows(pipeline)) {
        kept(run, pipeline).ifPresent(setup -> add(run, setup, own));
      }
    }
    goOn.values().forEach(engines -> ended.keySet().removeIf(engines::knows));
    ended.keySet().removeIf(own::knows);
  }

  private Optional<Setup> kept(RecordedRun run, String pipeline) {
    try {
      return Setup.read(state, pipeline);
    } catch (BadUsageException malformed) {
      tell("run " + run.id() + " is left as it is: " + malformed.getMessage());
      return Optional.empty();
    }
  }

  private void add(RecordedRun run, Setup setup, SetupEngines own) {
    if (run.status() == RecordedRun.Status.ENDED) {
      ended.put(setup.name(), setup);
    } else if (own.takes(setup)) {
      own.add(setup);
    } else {
      goOn.computeIfAbsent(setup.ofEngine(), none -> new SetupEngines(state, environment))
          .add(setup);
    }
  }

  /** Lets an engine tell again how runs ended; it has none of them to go on with. */
  NightshiftBuilder addEnded(NightshiftBuilder builder) {
    ended.forEach(
        (name, setup) -> {
          try {
            builder.pipeline(name, setup.options().pipeline(state));
          } catch (BadUsageException unusable) {
            tell("runs of setup " + name + " are not told again: " + unusable.getMessage());
          }
        });
    return builder;
  }

  /** Makes the engines for what goes on; what cannot be made is told, and leaves its runs alone. */
  List<SetupEngines.Made> make(UnaryOperator<NightshiftBuilder> more) {
    List<SetupEngines.Made> made = new ArrayList<>();
    for (SetupEngines engines : goOn.values()) {
      try {
        made.addAll(engines.make(null, more));
      } catch (BadUsageException unusable) {
        tell("runs that were begun with other options do not go on: " + unusable.getMessage());
      }
    }
    return made;
  }

  private void tell(String what) {
    err.println(PrintableText.of("nightshift: " + what));
    err.flush();
  }
}
