package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ServiceTier;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the files of models.dev, in which each rate is US dollars per million tokens. */
final class ModelsDevDirectory {
  private static final String ENDING = ".toml";
  private static final Map<String, String> PROVIDERS = Map.of("google", "gemini");
  private static final Map<String, ForeignRate> RATES =
      Map.of(
          "input", ForeignRate.INPUT,
          "output", ForeignRate.OUTPUT,
          "reasoning", ForeignRate.REASONING,
          "cache_read", ForeignRate.CACHE_READ,
          "cache_write", ForeignRate.CACHE_WRITE);

  /** Sound is never sent by this library; tiers are read apart. */
  private static final Set<String> NO_RATES = Set.of("input_audio", "tier", "tiers");

  private static final Set<String> TIER = Set.of("type", "size");
  private static final Pattern BASE = Pattern.compile("[\\w-][\\w.-]*(?:/[\\w-][\\w.-]*)+");

  private final Path providers;
  private final String source;
  private final ForeignTable table;

  private ModelsDevDirectory(Path providers, String source, ForeignTable table) {
    this.providers = providers;
    this.source = source;
    this.table = table;
  }

  /**
   * Reads all files {@code PROVIDER/models/MODEL.toml}.
   *
   * @param source said of each row
   * @throws IOException if the directory cannot be read
   */
  static void read(Path providers, String source, ForeignTable table) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(providers)) {
      files =
          all.map(providers::relativize).filter(ModelsDevDirectory::isOfAModel).sorted().toList();
    }
    ModelsDevDirectory directory = new ModelsDevDirectory(providers, source, table);
    for (Path file : files) {
      directory.add(file);
    }
  }

  private static boolean isOfAModel(Path file) {
    return file.getNameCount() > 2
        && file.getName(1).toString().equals("models")
        && file.toString().endsWith(ENDING);
  }

  private void add(Path file) {
    String place = slashed(providers.toAbsolutePath().normalize().resolve(file));
    String provider = file.getName(0).toString();
    String path = slashed(file.subpath(2, file.getNameCount()));
    String model = path.substring(0, path.length() - ENDING.length());
    ForeignRow row = new ForeignRow(PROVIDERS.getOrDefault(provider, provider), model, source);
    String name = provider + "/" + model;
    try {
      JsonValue content = content(providers.resolve(file), slashed(file));
      requireTextOnly(content);
      fill(row, content);
      table.add(name, place, row);
    } catch (AgentException refused) {
      table.leaveOut(name, place, refused);
    }
  }

  private static String slashed(Path file) {
    return file.toString().replace('\\', '/');
  }

  private static JsonValue content(Path file, String place) {
    byte[] bytes = new TableFile(file, "price row").bytes();
    try {
      return TomlReader.read(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      throw new AgentException(place + " is not UTF-8", notText);
    } catch (AgentException refused) {
      throw new AgentException(place + ", " + refused.getMessage(), refused);
    }
  }

  /** A rate for output that is no text is another unit, although it has the same name. */
  private void requireTextOnly(JsonValue content) {
    if (content.has("extends")) {
      throw new AgentException("it extends another row, whose prices it may take over");
    }
    JsonValue output = content.path("modalities").path("output");
    if (output.isMissing() && content.has("base_model")) {
      output = base(content.text("base_model", "")).path("modalities").path("output");
    }
    if (output.size() != 1 || !output.path(0).text("").equals("text")) {
      throw new AgentException(
          output.isMissing()
              ? "it does not say that it answers in text"
              : "it answers in " + output + ", not in text alone");
    }
  }

  /** What a row says of its model in common with other providers; never its prices. */
  private JsonValue base(String name) {
    Path file = providers.resolveSibling("models").resolve(name + ENDING);
    if (!BASE.matcher(name).matches() || !Files.isRegularFile(file)) {
      throw new AgentException(
          "its base_model '"
              + VisibleText.name(name)
              + "' is not in the directory models beside the providers");
    }
    return content(file, "models/" + name + ENDING);
  }

  private static void fill(ForeignRow row, JsonValue content) {
    JsonValue cost = content.path("cost");
    if (!cost.isObject()) {
      throw new AgentException("it has no [cost]");
    }
    fillRates(row.standard(), 0, cost);
    for (JsonValue tier : cost.path("tiers").values()) {
      fillRates(row.standard(), border(tier.path("tier")), tier);
    }
    for (JsonValue mode : content.path("experimental").path("modes").values()) {
      fillMode(row, mode);
    }
  }

  private static long border(JsonValue tier) {
    String type = tier.text("type", "context");
    if (!TIER.containsAll(tier.names()) || !type.equals("context")) {
      throw new AgentException("its tier " + tier + " is not one above a number of tokens");
    }
    BigDecimal size = ForeignRow.number("tier.size", tier.path("size"));
    try {
      return size.longValueExact();
    } catch (ArithmeticException inexact) {
      throw new AgentException("tier.size is no number of tokens: " + size, inexact);
    }
  }

  private static void fillMode(ForeignRow row, JsonValue mode) {
    JsonValue body = mode.path("provider").path("body");
    ServiceTier service = ServiceTier.of(body.text("service_tier", body.text("speed", "")));
    if (service != ServiceTier.STANDARD && service != ServiceTier.OTHER) {
      fillRates(row.service(service.name().toLowerCase(Locale.ROOT)), 0, mode.path("cost"));
    }
  }

  private static void fillRates(ForeignRates rates, long above, JsonValue cost) {
    for (Map.Entry<String, JsonValue> field : cost.properties().entrySet()) {
      ForeignRate rate = RATES.get(field.getKey());
      if (rate != null) {
        rates.put(above, rate, ForeignRow.number(field.getKey(), field.getValue()));
      } else if (!NO_RATES.contains(field.getKey())) {
        throw new AgentException(
            "its cost has '"
                + VisibleText.name(field.getKey())
                + "', which is not a price of tokens of text");
      }
    }
  }
}
