package dev.nightshift.models.testing;

import dev.nightshift.core.internal.journal.JournalJson;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lines of a cassette. Safe for concurrent use. */
final class CassetteFile {
  private static final String FORMAT = "cassette";
  private static final int VERSION = 1;

  private final Path path;
  private final String provider;
  private final Map<String, ModelFacts> facts = new TreeMap<>();
  private final List<CassetteCall> calls = new ArrayList<>();

  private CassetteFile(Path path, String provider) {
    this.path = path;
    this.provider = provider;
  }

  /** Starts a file anew. */
  static CassetteFile create(Path path, String provider) {
    try {
      Files.deleteIfExists(path);
      Files.createFile(path);
    } catch (IOException unwritable) {
      throw new UncheckedIOException("cassette " + shown(path) + " cannot be written", unwritable);
    }
    CassetteFile file = new CassetteFile(path, provider);
    file.append(JsonValue.object().with(FORMAT, VERSION).with("provider", provider));
    return file;
  }

  static CassetteFile read(Path path) {
    List<String> lines;
    try {
      lines = Files.readAllLines(path);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cassette " + shown(path) + " cannot be read", unreadable);
    }
    CassetteFile file = new CassetteFile(path, providerOf(path, lines));
    for (int i = 1; i < lines.size(); i++) {
      try {
        file.take(i + 1, JournalJson.parse(lines.get(i)));
      } catch (IllegalArgumentException malformed) {
        throw malformed(path, i + 1, malformed);
      }
    }
    return file;
  }

  private static String providerOf(Path path, List<String> lines) {
    try {
      JsonValue first = JournalJson.parse(lines.isEmpty() ? "{}" : lines.get(0));
      if (first.path(FORMAT).number(0) == VERSION) {
        return first.required("provider").text();
      }
    } catch (IllegalArgumentException malformed) {
      throw malformed(path, 1, malformed);
    }
    throw new IllegalArgumentException(
        shown(path) + " is no cassette of version " + VERSION + "; record it again");
  }

  private static IllegalArgumentException malformed(Path path, int line, Exception why) {
    return new IllegalArgumentException(
        "line " + line + " of cassette " + shown(path) + " cannot be read: " + why.getMessage(),
        why);
  }

  private void take(int number, JsonValue line) {
    JsonValue model = line.path(CassetteFacts.MEMBER);
    if (!model.isMissing()) {
      facts.put(model.text(), CassetteFacts.read(line));
      return;
    }
    CassetteCall call =
        new CassetteCall(number, CassetteRequest.recorded(line.required("request")), line);
    call.requireWhole();
    calls.add(call);
  }

  /** Adds a line; it is in the file when this returns. */
  synchronized void append(JsonValue line) {
    try {
      Files.writeString(path, line.ascii() + "\n", StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      throw new UncheckedIOException("cassette " + shown(path) + " cannot be written", unwritable);
    }
  }

  String provider() {
    return provider;
  }

  List<CassetteCall> calls() {
    return calls;
  }

  ModelFacts facts(ModelId id) {
    ModelFacts known = facts.get(id.toString());
    if (known == null) {
      throw new IllegalArgumentException(
          "cassette %s knows nothing of model '%s', only of %s"
              .formatted(shown(path), id, facts.keySet()));
    }
    return known;
  }

  private static String shown(Path path) {
    return VisibleText.name(path.toString());
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
