package dev.nightshift.examples.cli;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelFacts;
import dev.nightshift.models.PriceFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what models cost whose prices are not bundled. */
final class PriceOptions {
  @Option(
      names = "--free",
      paramLabel = "MODEL",
      converter = ModelConverter.class,
      description =
          "a model that costs nothing, such as one of this computer, spelled as for its role;"
              + " repeatable")
  private List<ModelId> free = new ArrayList<>();

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "prices that come before the bundled ones; JSON as PriceFile describes it")
  private @Nullable Path file;

  /** Returns what the user said of prices. */
  PriceBook book() {
    PriceBook declared = PriceBook.free(free.stream().distinct().toArray(ModelId[]::new));
    if (file == null) {
      return declared;
    }
    try {
      return declared.orElse(PriceFile.read(file));
    } catch (AgentException wrong) {
      throw new BadUsageException("--prices", file.toString(), String.valueOf(wrong.getMessage()));
    }
  }

  /** Refuses a model of which nobody knows what it costs. */
  static void check(PriceBook own, String option, ModelId model, ModelFacts facts) {
    Instant now = Instant.now();
    PriceBook all = own.orElse(facts.prices());
    if (all.price(model, now).or(() -> all.price(facts.canonical(), now)).isEmpty()) {
      throw new BadUsageException(
          option,
          model.toString(),
          ("has no known price, so its spend cannot be bounded; if it costs nothing, add --free %s,"
                  + " else say its price in a file and add --prices FILE")
              .formatted(model));
    }
  }
}
