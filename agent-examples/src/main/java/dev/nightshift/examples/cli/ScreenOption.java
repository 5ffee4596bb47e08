package dev.nightshift.examples.cli;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.screen.ModelScreen;
import dev.nightshift.core.screen.TaskChecks;
import dev.nightshift.core.screen.TaskScreen;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says who looks at a task before an implementer is paid. */
final class ScreenOption {
  static final String NAME = "--screen";

  /** Stands in place of a model for the checks that ask none. */
  private static final String CHECKS = "checks";

  @Option(
      names = NAME,
      paramLabel = "MODEL|" + CHECKS,
      description = {
        "a cheap model that says whether a task can be evaluated, before anybody works on it, for at",
        "most 5 cents; 'checks' asks no model; the run of a task that cannot be ends with at most",
        "three questions, and 'nightshift answer' lets it go on (default: nobody is asked)"
      })
  private @Nullable String screen;

  /** The model, if one is asked. */
  Optional<ModelId> model() {
    if (screen == null || screen.equals(CHECKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ModelConverter().convert(screen));
    } catch (TypeConversionException malformed) {
      throw new BadUsageException(NAME, screen, String.valueOf(malformed.getMessage()));
    }
  }

  Optional<TaskScreen> toScreen() {
    if (screen == null) {
      return Optional.empty();
    }
    return Optional.of(
        model()
            .<TaskScreen>map(model -> ModelScreen.builder(model).build())
            .orElseGet(TaskChecks::standard));
  }
}
