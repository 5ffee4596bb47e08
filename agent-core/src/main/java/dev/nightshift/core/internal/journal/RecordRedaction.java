package dev.nightshift.core.internal.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.redact.Redaction;
import dev.nightshift.core.internal.text.VisibleText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes secrets out of records and reports. All texts and names lose them but what the repository
 * holds anyway: bytes of a patch stay, and a diff loses only those that are known, since a reviewer
 * must see what will land.
 *
 * <p>An answer that loses a secret loses its wire form too, a thought its signature: what goes back
 * to its producer is made of the blocks then. <b>Threads:</b> immutable.
 */
@SuppressWarnings("ReferenceEquality") // What lost nothing is the same instance, not an equal one.
public final class RecordRedaction {
  private static final List<String> IN_EVERY_RECORD =
      List.of(
          RunId.create(Instant.parse("2026-11-29T10:15:30Z"), 0x4e69676874L).value(),
          "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
          "2026-11-29T10:15:30.123456789Z",
          "PT1H2M3.5S");
  private static final String BYTES = "bytes";
  private static final String DIFF = "diff";
  private static final String WIRE = "wire";
  private static final String SIGNATURE = "signature";
  private static final RecordRedaction STANDARD = new RecordRedaction(List.of());

  private final Redaction redaction;

  /**
   * Creates the redaction of a host.
   *
   * @param listed what is redacted besides
   * @throws IllegalArgumentException if one of them matches what is in every record
   */
  public RecordRedaction(Collection<Pattern> listed) {
    for (Pattern pattern : listed) {
      for (String specimen : IN_EVERY_RECORD) {
        if (pattern.matcher(specimen).find()) {
          throw new IllegalArgumentException(
              "the pattern '"
                  + VisibleText.name(pattern.toString())
                  + "' matches in '"
                  + VisibleText.name(specimen)
                  + "', and such texts are in every record of a run; let it match secrets only");
        }
      }
    }
    this.redaction = Redaction.of(listed);
  }

  /** Returns the redaction without patterns of a host. */
  public static RecordRedaction standard() {
    return STANDARD;
  }

  /** Returns a text without secrets. */
  public String text(String text) {
    return redaction.text(text);
  }

  /** Returns what a record holds without secrets; the same if there are none. */
  JsonValue json(JsonValue value) {
    return with(value, redaction::text);
  }

  /**
   * Returns what a record holds without secrets.
   *
   * @throws IllegalStateException if a value of the type could not be read from that
   */
  JsonValue readable(JsonValue value, Class<?> type) {
    JsonValue redacted = json(value);
    if (redacted != value) {
      read(redacted, type);
    }
    return redacted;
  }

  /**
   * Returns a value as a record of it would give it back; the same if there are no secrets in it.
   *
   * @throws IllegalStateException if it could not be read
   */
  public <T> T told(T value, Class<T> type) {
    JsonValue json = JournalJson.write(value);
    JsonValue redacted = json(json);
    return redacted == json ? value : read(redacted, type);
  }

  private static <T> T read(JsonValue redacted, Class<T> type) {
    try {
      return JournalJson.read(redacted, type);
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalStateException(
          "a "
              + type.getSimpleName()
              + " cannot be read once its secrets are taken out; let no pattern given to secrets()"
              + " match what is no secret",
          unreadable);
    }
  }

  /** How the texts of a value are redacted. */
  @FunctionalInterface
  private interface Rule {
    String redacted(String text);
  }

  private JsonValue with(JsonValue value, Rule rule) {
    if (value.isString()) {
      String text = value.text();
      String redacted = rule.redacted(text);
      return redacted.equals(text) ? value : JsonValue.of(redacted);
    }
    return value.isObject() ? object(value, rule) : value.isArray() ? array(value, rule) : value;
  }

  private JsonValue array(JsonValue array, Rule rule) {
    List<JsonValue> elements = new ArrayList<>(array.size());
    boolean isSame = true;
    for (JsonValue element : array.values()) {
      JsonValue redacted = with(element, rule);
      isSame &= redacted == element;
      elements.add(redacted);
    }
    return isSame ? array : JsonValue.array(elements);
  }

  private JsonValue object(JsonValue object, Rule rule) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    boolean isSame = true;
    List<String> names = object.names();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      JsonValue member = object.values().get(i);
      JsonValue redacted = member(name, member, rule);
      String kept = rule.redacted(name);
      isSame &= redacted == member && kept.equals(name);
      members.put(unused(kept, members), redacted);
    }
    if (isSame) {
      return object;
    }
    // Neither is what its producer said any more.
    members.remove(WIRE);
    members.computeIfPresent(SIGNATURE, (name, signature) -> JsonValue.of(""));
    return JsonValue.object(members);
  }

  private JsonValue member(String name, JsonValue member, Rule rule) {
    return switch (name) {
      case BYTES, SIGNATURE -> member;
      case DIFF -> with(member, redaction::known);
      case WIRE -> holdsKnown(member) ? JsonValue.MISSING : member;
      default -> with(member, rule);
    };
  }

  private boolean holdsKnown(JsonValue wire) {
    JsonValue bytes = wire.path(BYTES);
    String said = bytes.isString() ? new String(bytes.bytes(), UTF_8) : "";
    return !redaction.known(said).equals(said);
  }

  /** Two names may become one. */
  private static String unused(String name, Map<String, JsonValue> members) {
    String unused = name;
    for (int i = 2; members.containsKey(unused); i++) {
      unused = name + i;
    }
    return unused;
  }
}
