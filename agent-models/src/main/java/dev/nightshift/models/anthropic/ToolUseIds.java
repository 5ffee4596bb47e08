package dev.nightshift.models.anthropic;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Turn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/**
 * What the tool requests of a conversation, and their results, are called on the wire: the API
 * takes letters, digits, hyphens and underscores, and each id once. Other vendors' servers write
 * others, and some begin anew in each answer. The turns before alone decide, so that no id ever
 * changes.
 */
final class ToolUseIds {
  private static final Pattern REFUSED = Pattern.compile("[^a-zA-Z0-9_-]");

  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> latest = new HashMap<>();
  private int turns;

  /** Takes the next turn, whose ids and those of the results after it are then known. */
  void next(Turn turn) {
    if (turn instanceof AssistantTurn answer) {
      answer.toolUses().forEach(use -> latest.put(use.id(), free(use.id())));
    }
    turns++;
  }

  private String free(String id) {
    String plain = plain(id);
    String name = plain;
    for (int i = turns; !taken.add(name); i++) {
      name = plain + "_" + i;
    }
    return name;
  }

  private static String plain(String id) {
    if (id.isEmpty()) {
      return "_";
    }
    for (int i = 0; i < id.length(); i++) {
      if (!isTaken(id.charAt(i))) {
        return REFUSED.matcher(id).replaceAll("_");
      }
    }
    return id;
  }

  private static boolean isTaken(char sign) {
    return (sign >= 'a' && sign <= 'z')
        || (sign >= 'A' && sign <= 'Z')
        || (sign >= '0' && sign <= '9')
        || sign == '_'
        || sign == '-';
  }

  String of(String id) {
    String name = latest.get(id);
    return name == null ? plain(id) : name;
  }

  /** Tells whether the ids of this turn can be sent as they are. */
  boolean areAsGiven(AssistantTurn turn) {
    return turn.toolUses().stream().allMatch(use -> of(use.id()).equals(use.id()));
  }

  /** Returns the blocks of an answer with these ids. */
  byte[] renamed(byte[] blocks) {
    return JsonText.bytes(
        json -> {
          json.writeStartArray();
          JsonValue.parse(blocks).values().forEach(block -> write(block, json));
          json.writeEndArray();
        });
  }

  private void write(JsonValue block, JsonGenerator json) {
    if (!block.text("type", "").equals("tool_use")) {
      block.write(json);
      return;
    }
    json.writeStartObject();
    for (String name : block.names()) {
      json.writeName(name);
      if (name.equals("id")) {
        json.writeString(of(block.text("id", "")));
      } else {
        block.path(name).write(json);
      }
    }
    json.writeEndObject();
  }
}
