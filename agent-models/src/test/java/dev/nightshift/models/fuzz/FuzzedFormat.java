package dev.nightshift.models.fuzz;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.internal.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A wire format with good answers to start from.
 *
 * @param name what it is called in a report
 * @param wire how it is read
 * @param model the model that answers
 * @param answers whole streams, each good
 */
public record FuzzedFormat(String name, WireFormat wire, ModelId model, List<byte[]> answers) {
  /** The key that no failure may show. */
  public static final String KEY = "sk-fuzzed-0123456789";

  /** Returns a format that starts from these streams. */
  public static FuzzedFormat of(String name, WireFormat wire, String model, String... answers) {
    List<byte[]> bytes =
        List.of(answers).stream().map(answer -> answer.getBytes(StandardCharsets.UTF_8)).toList();
    return new FuzzedFormat(name, wire, ModelId.parse(model), bytes);
  }

  /** Returns a stream that a test resource holds. */
  public static String resource(String path) {
    try (InputStream stream = FuzzedFormat.class.getResourceAsStream(path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns a stream of these events without names, with {@code '} for quotes. */
  public static String events(String... data) {
    StringBuilder stream = new StringBuilder();
    for (String event : data) {
      stream.append("data: ").append(event.replace('\'', '"')).append("\n\n");
    }
    return stream.toString();
  }

  /** Returns the request that the answers belong to. */
  public ModelRequest request() {
    return ModelRequest.builder(model)
        .system("You fix bugs.")
        .transcript(Transcript.empty().plus(UserTurn.text("go")))
        .tools(List.of(new ToolDefinition("read_file", "Reads", "{\"type\":\"object\"}")))
        .maxOutputTokens(1024)
        .build();
  }
}
