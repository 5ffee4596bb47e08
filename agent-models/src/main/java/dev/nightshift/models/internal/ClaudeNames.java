package dev.nightshift.models.internal;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The exact rules that lead from the names of Anthropic's models to one canonical name. Nothing is
 * guessed: a name no rule covers stays as it is.
 */
public final class ClaudeNames {
  private static final Pattern LONG_CONTEXT = Pattern.compile("\\[1m]$");
  private static final Pattern SNAPSHOT = Pattern.compile("-(20\\d{6}|latest)$");
  private static final Map<String, String> ALIASES =
      Map.of(
          "claude-opus-4-0", "claude-opus-4",
          "claude-sonnet-4-0", "claude-sonnet-4",
          "claude-4-opus", "claude-opus-4",
          "claude-4-sonnet", "claude-sonnet-4");

  private ClaudeNames() {}

  /** Returns the canonical name: without provider prefix, context mark and snapshot date. */
  public static String canonical(String model) {
    String bare = SNAPSHOT.matcher(onTheWire(model)).replaceFirst("");
    return ALIASES.getOrDefault(bare, bare);
  }

  /** Returns the name as the API takes it: without what only other programs understand. */
  public static String onTheWire(String model) {
    String bare = model.startsWith("anthropic/") ? model.substring("anthropic/".length()) : model;
    return LONG_CONTEXT.matcher(bare).replaceFirst("");
  }
}
