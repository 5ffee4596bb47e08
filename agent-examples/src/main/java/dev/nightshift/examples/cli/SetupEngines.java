package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Engines for setups, one for all that can share it. */
final class SetupEngines {
  private final Path state;
  private final ModelKeys keys;
  private final Map<List<String>, Map<String, Setup>> groups = new LinkedHashMap<>();

  SetupEngines(Path state, Map<String, String> environment) {
    this(state, new ModelKeys(environment, true));
  }

  SetupEngines(Path state, ModelKeys keys) {
    this.state = state;
    this.keys = keys;
  }

  /** Takes a setup; the name of the pipeline it makes. */
  String add(Setup setup) {
    groups.computeIfAbsent(setup.ofEngine(), none -> new TreeMap<>()).put(setup.name(), setup);
    return setup.name();
  }

  /** Tells whether a pipeline of this name is made. */
  boolean knows(String pipeline) {
    return groups.values().stream().anyMatch(group -> group.containsKey(pipeline));
  }

  /** Tells whether an engine that is made can do the runs of a setup, too. */
  boolean takes(Setup setup) {
    return groups.containsKey(setup.ofEngine());
  }

  /** The option that says how many runs work at once in each engine. */
  static final class AtOnce {
    @Option(
        names = "--parallel",
        defaultValue = "4",
        paramLabel = "N",
        description = {
          "how many runs work at once (default: ${DEFAULT-VALUE});",
          "those that were begun with other options go on beside them, as many again"
        })
    private int parallel = 4;

    /** Refuses less than one before anything is begun. */
    void requireOne() {
      if (parallel < 1) {
        throw new BadUsageException("--parallel", Integer.toString(parallel), "must be at least 1");
      }
    }

    int count() {
      return parallel;
    }
  }

  /** An engine, and the names of its pipelines. */
  record Made(Nightshift nightshift, List<String> pipelines) {
    boolean knows(RecordedRun run) {
      return run.origin() != null && pipelines.contains(run.origin().pipeline());
    }
  }

  /**
   * Makes the engines, or refuses what cannot be used.
   *
   * @param task one whose target is looked for
   * @param more what all of them get
   */
  List<Made> make(@Nullable Task task, UnaryOperator<NightshiftBuilder> more) {
    List<Made> made = new ArrayList<>();
    for (Map<String, Setup> group : groups.values()) {
      NightshiftBuilder builder = null;
      for (Map.Entry<String, Setup> setup : group.entrySet()) {
        WorkOptions options = setup.getValue().options();
        options.check(keys);
        builder = builder == null ? options.engine(task, keys) : options.addModels(builder, keys);
        builder.pipeline(setup.getKey(), options.pipeline(state));
        setup.getValue().keepIn(state);
      }
      if (builder != null) {
        made.add(new Made(more.apply(builder.state(state)).build(), List.copyOf(group.keySet())));
      }
    }
    return made;
  }
}
