package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.models.ForeignTable.Imported;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Prices out of the tables that others keep, as copies of them lie on this computer: LiteLLM's
 * price map and models.dev. Nothing is fetched.
 *
 * <p>In {@link PriceLayers} they stand after the user's file and before the bundled prices:
 *
 * <pre>{@code
 * ImportedPrices imported =
 *     ImportedPrices.liteLlm(Path.of("litellm.json"), LocalDate.parse("2026-11-20"), "f9ff147");
 * imported.leftOut().forEach(row -> System.out.println(row));
 * PriceBook prices = PriceLayers.of(PriceFile.reloading(Path.of("prices.json")), imported);
 * }</pre>
 *
 * <p>A row counts only if this library can say exactly what it says; any other is left out, so that
 * its model is unknown here, and {@link #leftOut} has its reason. Reasons are: a unit other than
 * tokens of text (a character, an image, a second), a tier that leaves open a rate which the plain
 * prices state, a rate of 0, below 0, finer than a pico-dollar per token, or implausible, two rows
 * of one model that differ, and a rate left open that calls of the model are known to be charged
 * for. Known is all that a bundled row of the same model has, whoever serves it: cache reads, cache
 * writes by lifetime, tiers, and the regions of its vendor; and by the nature of the vendor, for
 * Claude cache reads and writes of both lifetimes, and for OpenAI's models since GPT-5.6 cache
 * writes. What is known to cost something else from a day on is over then. A service such as batch
 * is left out alone if no single factor leads to all its rates; a call billed for it is then
 * charged at its bound. Rates for sound and for tools on the vendor's servers do not matter,
 * because this library asks for neither. models.dev states one rate for cache writes and no
 * regions: all its rows of Claude are left out, and those of models with a dearer region.
 *
 * <p>Names match exactly: {@code PROVIDER:MODEL}, with the table's words for both, without the
 * provider's prefix on the model, and {@code gemini} for the provider that models.dev calls {@code
 * google}; beside that there is only the rule for dated names of Claude that all layers have.
 * {@link #withAlias} adds others. Money is taken from the digits in the file. Safe for concurrent
 * use. <b>Cost:</b> a price asked for reads nothing; of {@link #liteLlmReloading} it looks at the
 * time and size of the file.
 */
public final class ImportedPrices implements PriceBook {
  private static final String LITELLM = "LiteLLM price map";
  private static final String MODELS_DEV = "models.dev";

  private final Supplier<Imported> imported;
  private final Supplier<String> complaint;
  private final Map<ModelId, ModelId> aliases;

  private ImportedPrices(
      Supplier<Imported> imported, Supplier<String> complaint, Map<ModelId, ModelId> aliases) {
    this.imported = imported;
    this.complaint = complaint;
    this.aliases = aliases;
  }

  /**
   * Reads LiteLLM's {@code model_prices_and_context_window.json}, once.
   *
   * @param file the file
   * @param asOf the day of that version, for its rows have no dates
   * @param version what names it, such as the commit; may be empty
   * @return its prices
   * @throws AgentException if it cannot be read, is no such map (names the line), or has no row
   *     that can be used
   */
  public static ImportedPrices liteLlm(Path file, LocalDate asOf, String version) {
    TableFile map = map(file);
    return once(readMap(map, Require.nonNull(asOf, "asOf"), named(LITELLM, version)));
  }

  /**
   * Reads LiteLLM's {@code model_prices_and_context_window.json}, and again whenever its time or
   * size changed, as {@link PriceFile#reloading} does. Its rows are as old as the file's time says.
   *
   * @param file the file; its first version has to be right
   * @return its prices
   * @throws AgentException if it cannot be read, is no such map (names the line), or has no row
   *     that can be used
   */
  public static ImportedPrices liteLlmReloading(Path file) {
    TableFile map = map(file);
    WatchedPrices<Imported> watched =
        WatchedPrices.open(file, changed -> readMap(map, map.day(), LITELLM));
    return new ImportedPrices(watched::newest, watched::complaint, Map.of());
  }

  /**
   * Reads the directory {@code providers} of a copy of models.dev, {@code
   * PROVIDER/models/MODEL.toml}, once. Rows with a {@code base_model} need its directory {@code
   * models} beside that.
   *
   * @param providers the directory
   * @param asOf the day of that copy, for its prices have no dates
   * @param version what names it, such as the commit; may be empty
   * @return its prices
   * @throws AgentException if it cannot be read, or has no row that can be used
   */
  public static ImportedPrices modelsDev(Path providers, LocalDate asOf, String version) {
    Require.nonNull(providers, "providers");
    ForeignTable table = new ForeignTable(Require.nonNull(asOf, "asOf"));
    String directory = "price directory " + new TableFile(providers, MODELS_DEV).place();
    try {
      ModelsDevDirectory.read(providers, named(MODELS_DEV, version), table);
    } catch (IOException | UncheckedIOException unreadable) {
      throw new AgentException(directory + " cannot be read: " + unreadable, unreadable);
    }
    return once(table.imported(directory));
  }

  /**
   * Returns these prices with one more name for a model.
   *
   * @param alias the name to be asked for, for example of the same model behind a gateway
   * @param listed the model whose price it has
   * @return a copy
   * @throws IllegalArgumentException if {@code listed} has no price here, or {@code alias} has one
   */
  public ImportedPrices withAlias(ModelId alias, ModelId listed) {
    Require.nonNull(alias, "alias");
    Set<ModelId> known = imported.get().table().models();
    if (!known.contains(Require.nonNull(listed, "listed"))) {
      throw new IllegalArgumentException(
          "alias " + alias + " is for " + listed + ", which has no price here; see leftOut()");
    }
    if (known.contains(alias) || aliases.containsKey(alias)) {
      throw new IllegalArgumentException("alias " + alias + " already has a price here");
    }
    Map<ModelId, ModelId> more = new HashMap<>(aliases);
    more.put(alias, listed);
    return new ImportedPrices(imported, complaint, Map.copyOf(more));
  }

  @Override
  public Optional<Price> price(ModelId model, Instant at) {
    return imported.get().table().price(aliases.getOrDefault(model, model), at);
  }

  @Override
  public Set<String> regions() {
    return imported.get().table().regions();
  }

  /**
   * Returns what was left out, in the order of the table.
   *
   * @return the rows and services without a price, and why
   */
  public List<LeftOut> leftOut() {
    return imported.get().leftOut();
  }

  /**
   * Returns what is wrong with the newest version of a file that is read again when it changes.
   *
   * @return the complaint with its line; empty if the newest version is in use
   */
  public Optional<String> complaint() {
    String newest = complaint.get();
    return newest.isEmpty() ? Optional.empty() : Optional.of(newest);
  }

  /**
   * Returns the models with a price, aliases included.
   *
   * @return all names
   */
  public Set<ModelId> models() {
    Set<ModelId> models = new HashSet<>(imported.get().table().models());
    models.addAll(aliases.keySet());
    return Set.copyOf(models);
  }

  private static ImportedPrices once(Imported read) {
    return new ImportedPrices(() -> read, () -> "", Map.of());
  }

  private static Imported readMap(TableFile file, LocalDate asOf, String source) {
    ForeignTable table = new ForeignTable(asOf);
    LiteLlmMap.read(file.bytes(), file.place(), source, table);
    return table.imported(file.kind() + " " + file.place());
  }

  private static TableFile map(Path file) {
    return new TableFile(Require.nonNull(file, "file"), "price map");
  }

  private static String named(String table, String version) {
    String name = Require.nonNull(version, "version").strip();
    return name.isEmpty() ? table : table + " @ " + name;
  }

  /**
   * A row of a table, or a service of it, that has no price here.
   *
   * @param name what the table calls the model, for a service with {@code as batch} or the like
   * @param place where it stands: the file, and the line where there is one
   * @param reason why, for people
   */
  public record LeftOut(String name, String place, String reason) {
    /** Refuses nulls. */
    public LeftOut {
      Require.nonNull(name, "name");
      Require.nonNull(place, "place");
      Require.nonNull(reason, "reason");
    }

    /**
     * Returns all of it on one line.
     *
     * @return for example {@code tts-1 (litellm.json, line 7): its mode 'audio' is no conversation}
     */
    @Override
    public String toString() {
      return name + " (" + place + "): " + reason;
    }
  }
}
