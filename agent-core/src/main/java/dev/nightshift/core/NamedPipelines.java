package dev.nightshift.core;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.run.Pipeline;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pipelines of an engine by the names under which other processes know them. */
final class NamedPipelines {
  private final Map<String, Pipeline> byName = new LinkedHashMap<>();

  Map<String, Pipeline> byName() {
    return Map.copyOf(byName);
  }

  /** The same as they are now. */
  NamedPipelines copy() {
    NamedPipelines copy = new NamedPipelines();
    copy.byName.putAll(byName);
    return copy;
  }

  /** Adds a pipeline, or refuses a name that is blank or taken. */
  void add(String name, Pipeline pipeline) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a pipeline must not be blank");
    }
    if (byName.putIfAbsent(name, pipeline) != null) {
      throw new IllegalArgumentException(
          "a pipeline named '"
              + VisibleText.name(name)
              + "' is there already; choose another name");
    }
  }

  /** The pipeline of that name, or a refusal that says which there are. */
  Pipeline named(String name) {
    Pipeline pipeline = byName.get(name);
    if (pipeline == null) {
      throw new IllegalArgumentException(
          (name.isEmpty()
                  ? "the run's pipeline has no name"
                  : "no pipeline is named '" + VisibleText.name(name) + "'")
              + "; known are "
              + byName.keySet().stream().sorted().toList()
              + ", see NightshiftBuilder.pipeline");
    }
    return pipeline;
  }
}
