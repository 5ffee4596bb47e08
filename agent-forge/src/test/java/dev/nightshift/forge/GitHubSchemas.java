package dev.nightshift.forge;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.nightshift.core.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What GitHub's own description says of its requests and answers. */
final class GitHubSchemas {
  private static final String ALL = resource("schemas.json");
  private static final JsonValue EXAMPLES = JsonValue.parse(resource("examples.json"));
  private static final JsonValue QUERIES = JsonValue.parse(ALL).path("query");
  private static final Map<String, Function<String, List<String>>> CHECKS =
      new ConcurrentHashMap<>();

  private GitHubSchemas() {}

  /** The description's own example of something. */
  static JsonValue example(String name) {
    return EXAMPLES.required(name);
  }

  /** The names of what an address may ask in an operation. */
  static List<String> queries(String operation) {
    return QUERIES.path(operation).values().stream().map(JsonValue::text).toList();
  }

  /** What is wrong with a JSON text; empty if nothing. */
  static List<String> complaints(String name, String json) {
    return CHECKS.computeIfAbsent(name, GitHubSchemas::check).apply(json);
  }

  private static Function<String, List<String>> check(String name) {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema("{\"$ref\":\"#/$defs/" + name + "\"," + ALL.substring(1));
    return json -> schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  private static String resource(String name) {
    try (InputStream stream = GitHubSchemas.class.getResourceAsStream("/github/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
